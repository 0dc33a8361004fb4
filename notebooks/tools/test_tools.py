"""What makes and runs the notebooks, without Spark."""

import json

import pytest

import forms
import make
import shell_run
import source

SOURCE = """# Title

Both.

<!-- scala -->
Scala only.

<!-- both -->
```python
one = 1
```

```scala
val one = 1
```

```scala pictures
```

## Next

After.
"""


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    (tmp_path / "01_test.md").write_text(SOURCE)
    (tmp_path / "pictures.scala").write_text("def show(svg: String): Unit = {{show}}\n")
    monkeypatch.setattr(source, "SOURCES", tmp_path)
    return {language: source.read("01_test", language) for language in ("python", "scala")}


def test_each_language_has_its_cells(notebooks):
    python = [("text", "# Title\n\nBoth."), ("code", "one = 1"), ("text", "## Next\n\nAfter.")]
    assert [(cell.kind, cell.text) for cell in notebooks["python"].cells] == python
    assert notebooks["scala"].cells[0].text == "# Title\n\nBoth.\n\nScala only."
    assert notebooks["scala"].code == ["val one = 1", "def show(svg: String): Unit = {{show}}"]
    assert notebooks["scala"].title == "Title"


def test_forms_are_those_of_their_places(notebooks):
    databricks = forms.to_databricks(notebooks["scala"])
    assert databricks.startswith(
        "// Databricks notebook source\n// MAGIC %md\n// MAGIC # Title\n// MAGIC\n// MAGIC Both."
    )
    assert "\n\n// COMMAND ----------\n\nval one = 1\n\n// COMMAND ----------\n\ndef show" in databricks
    assert "displayHTML(svg)" in databricks
    zeppelin = json.loads(forms.to_zeppelin(notebooks["scala"], ["", "text\n%html <svg/>\nmore\n"]))
    first, _, pictures, _ = zeppelin["paragraphs"]
    assert "<h1>Title</h1>" in first["results"]["msg"][0]["data"]
    assert pictures["text"].endswith('println("%html " + svg)')
    assert [(result["type"], result["data"]) for result in pictures["results"]["msg"]] == [
        ("TEXT", "text\n"),
        ("HTML", "<svg/>"),
        ("TEXT", "more\n"),
    ]
    jupyter = json.loads(forms.to_jupyter(notebooks["python"]))
    assert ["".join(cell["source"]) for cell in jupyter["cells"]] == [
        "# Title\n\nBoth.",
        "one = 1",
        "## Next\n\nAfter.",
    ]


def test_outputs_come_back_from_a_note(notebooks, tmp_path):
    printed = ["1\n", "text\n%html <svg/>\nmore\n"]
    path = tmp_path / "note.zpln"
    path.write_text(forms.to_zeppelin(notebooks["scala"], printed))
    assert forms.outputs_of_zeppelin(path)[1] == printed


def test_check_finds_what_was_edited_and_what_has_no_outputs(notebooks, tmp_path, monkeypatch):
    monkeypatch.setattr(forms, "FOLDER", tmp_path)
    make.generate(["01_test"])
    assert [message.split(":")[0] for message in make.check(["01_test"])] == [
        "jupyter/01_test.ipynb has no outputs of this code",
        "zeppelin/01_test.zpln has no outputs of this code",
    ]
    output = {"name": "stdout", "output_type": "stream", "text": ["1\n"]}
    forms.path_of("01_test", "jupyter").write_text(forms.to_jupyter(notebooks["python"], [[output]]))
    forms.path_of("01_test", "zeppelin").write_text(forms.to_zeppelin(notebooks["scala"], ["1\n", ""]))
    assert make.check(["01_test"]) == []
    databricks = forms.path_of("01_test", "databricks")
    databricks.write_text(databricks.read_text().replace("val one = 1", "val one = 2"))
    (message,) = make.check(["01_test"])
    assert message == "databricks/01_test.scala is not what its source makes: run notebooks/run generate."


def test_an_unknown_fence_is_refused(tmp_path, monkeypatch):
    (tmp_path / "01_test.md").write_text("# Title\n\n```java\n```\n")
    monkeypatch.setattr(source, "SOURCES", tmp_path)
    with pytest.raises(ValueError, match=r"01_test.md:3: a fence is python or scala, but this one is ```java"):
        source.read("01_test", "python")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("area 0.163", "area  0.164", True),
        ("area 0.163", "area 0.166", False),
        ("34 iterations", "35 iterations", True),
        ("2,421 reports", "2,431 reports", False),
        ("converged: True", "converged: False", False),
        ("|  1.00|\n+------+", "| 1.00|\n+-----+", True),
        ("1e-09", "1.02e-09", True),
        ("a 1", "a 1 2", False),
    ],
)
def test_what_counts_as_the_same_output(before, now, expected):
    assert make.same(before, now) is expected


def shell(*answers):
    """What the shell says: a start, and an answer to each paragraph."""
    return "Welcome\n" + "".join(
        f"\nscala> // Entering paste mode\n// now interpreting.\n{answer}" for answer in answers
    )


WELL = "focalspark-paragraph-begins-0\nfine\nfocalspark-paragraph-ends-0\nval a: Int = 1\n"
THREW = "focalspark-paragraph-begins-1\nso far\njava.lang.RuntimeException: x\n  at scala.sys.package$.error\n"
DID_NOT_COMPILE = "<pastie>:2: error: not found: value b\n"


def test_what_a_paragraph_printed_is_without_the_echo():
    assert shell_run._output(shell(WELL), 0, "val a = 1") == "fine\n"


@pytest.mark.parametrize(("answer", "told"), [(THREW, "RuntimeException: x"), (DID_NOT_COMPILE, "not found: value b")])
def test_a_paragraph_that_fails_is_told_with_what_the_shell_said(answer, told):
    with pytest.raises(shell_run.ParagraphError, match=told) as failure:
        shell_run._output(shell(WELL, answer), 1, "val a = b")
    assert "val a = b" in str(failure.value)
