"""Sphinx configuration for the copy of docs/ that build.py creates."""

project = "focalspark"
copyright = "the focalspark authors, Apache License 2.0"  # noqa: A001
extensions = ["myst_parser", "autoapi.extension", "sphinx.ext.napoleon", "sphinx_copybutton"]

html_theme = "furo"
html_title = "focalspark"
html_theme_options = {
    "source_repository": "https://github.com/focalspark/focalspark/",
    "source_branch": "main",
    "source_directory": "docs/",
}
html_show_sphinx = False

myst_heading_anchors = 4
# Documents may skip a heading level, as on GitHub. A name in a docstring may have several targets.
suppress_warnings = ["myst.header", "ref.python"]

autoapi_dirs = ["../../python/src/focalspark"]
autoapi_root = "python-api"
autoapi_add_toctree_entry = False
autoapi_options = ["members", "show-module-summary", "imported-members"]
autoapi_python_class_content = "both"
autoapi_member_order = "bysource"
autoapi_keep_files = False


def skip_reexported(app, what, name, obj, skip, options):  # noqa: ANN001, ANN201, ARG001, PLR0913
    """Skips classes that the top package re-exports, since their own modules document them."""
    return True if name.count(".") == 1 and what != "package" and what != "module" else None


def setup(sphinx):  # noqa: ANN001, ANN201
    sphinx.connect("autoapi-skip-member", skip_reexported)
