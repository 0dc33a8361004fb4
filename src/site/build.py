"""Builds the site: copies docs/ and the other pages into one folder, and runs Sphinx on it.

The other pages are a home page from README.md, the Javadoc and the Python API.
"""

from __future__ import annotations

import re
import shutil
import sys
import zipfile
from pathlib import Path

from sphinx.cmd.build import main as sphinx

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "target"
SOURCE = TARGET / "site-source"
SITE = TARGET / "site"
REPOSITORY = "https://github.com/focalspark/focalspark/blob/main/"

# Pages by task. The build fails if a document is in no list.
NAVIGATION = {
    "Start": {"Install": "install", "First fits": "start", "From Spark's model": "migration", "Comparison": "comparison"},
    "The job": {"Configuration": "job", "Report": "report"},
    "Python": {"The package": "python", "Python API": "python-api/focalspark/index"},
    "Tuning and decisions": {"Cookbook": "cookbook"},
    "Deployment": {
        "Clusters": "deployment",
        "Spark Connect": "connect",
        "ONNX and PMML": "export",
        "Memory and growth": "scaling",
    },
    "Reference": {"Params": "params", "Limits": "limits", "Messages": "troubleshooting", "Java API": "java-api"},
    "Numerics": {"Mathematics": "numerics", "Benchmarks": "benchmarks"},
    "Design": {"Development": "development", "A new loss": "adding-a-loss", "Releases": "releasing"},
}


def main() -> int:
    jars = sorted(TARGET.glob("focalspark_2.13-*-javadoc.jar"))
    if len(jars) != 1:
        print(
            f"src/site/run: target must have one Javadoc jar, but has {len(jars)}. Run ./mvnw clean -Prelease -DskipTests"
            " package first.",
            file=sys.stderr,
        )
        return 1
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE)
    for document in SOURCE.glob("*.md"):
        document.write_text(outward(document.read_text(encoding="utf-8")), encoding="utf-8")
    (SOURCE / "index.md").write_text(home(), encoding="utf-8")
    (SOURCE / "java-api.md").write_text(JAVA_API, encoding="utf-8")
    status = sphinx(["-b", "html", "-W", "--keep-going", "-q", "-c", str(ROOT / "src/site"), str(SOURCE), str(SITE)])
    with zipfile.ZipFile(jars[-1]) as jar:
        jar.extractall(SITE / "javadoc")
    return status or missing_javadoc()


def missing_javadoc() -> int:
    """Checks the links to the Javadoc, which Sphinx does not check because it does not build them."""
    missing = [name for name in re.findall(r'href="(javadoc/[^"]+)"', JAVA_API) if not (SITE / name).exists()]
    print("".join(f"src/site/run: '{name}' does not exist\n" for name in missing), end="", file=sys.stderr)
    return 1 if missing else 0


def home() -> str:
    """Returns README.md, with links relative to docs/, followed by the navigation."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    text = re.sub(r"\]\(docs/", "](", text)
    text = re.sub(r"\]\((?!https?:|#|[a-z-]+\.md|images/)", "](../", text)
    trees = ""
    for caption, pages in NAVIGATION.items():
        entries = "\n".join(f"{title} <{page}>" for title, page in pages.items())
        trees += f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{entries}\n```\n"
    return outward(text) + trees


JAVA_API = """# Java API

<a href="javadoc/index.html">Javadoc of all packages</a>. Users need these:

| package | holds |
|---|---|
| <a href="javadoc/org/focalspark/classification/package-summary.html">classification</a> | estimators, models, summaries |
| <a href="javadoc/org/focalspark/tuning/package-summary.html">tuning</a> | cross-validation, train-validation split |
| <a href="javadoc/org/focalspark/evaluation/package-summary.html">evaluation</a> | evaluators of losses and of calibration |
| <a href="javadoc/org/focalspark/feature/package-summary.html">feature</a> | the stage that turns a table into vectors |
| <a href="javadoc/org/focalspark/param/package-summary.html">param</a> | all params, with ranges, defaults and sources |
| <a href="javadoc/org/focalspark/export/package-summary.html">export</a> | ONNX and PMML |
| <a href="javadoc/org/focalspark/saving/package-summary.html">saving</a> | saving that replaces a folder as a whole |
"""


def outward(text: str) -> str:
    """Redirects links that leave docs/ to the repository. A link to a missing file is kept, and fails the build."""

    def link(match: re.Match[str]) -> str:
        target, _, anchor = match.group(1).partition("#")
        exists = (ROOT / target).exists()
        return f"]({REPOSITORY}{target}{'#' + anchor if anchor else ''})" if exists else match.group(0)

    return re.sub(r"\]\(\.\./([^)\s]+)\)", link, text)


if __name__ == "__main__":
    sys.exit(main())
