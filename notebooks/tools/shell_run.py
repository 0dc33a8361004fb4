"""Runs the Scala notebooks in Spark's own shell, paragraph by paragraph, as a user would paste them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import focalspark
import pyspark

from forms import FOLDER, HTML_MARK, SHOW_ON_DATABRICKS, SHOW_ON_ZEPPELIN

_BEGIN, _END = "focalspark-paragraph-begins", "focalspark-paragraph-ends"
_PASTE_END = "FOCALSPARK_PASTE_ENDS"
# What Databricks has and the shell lacks.
_DATABRICKS = f'def displayHTML(html: String): Unit = println("{HTML_MARK}" + html)'


class ParagraphError(Exception):
    """A paragraph that did not come to its end."""


def run(code: list[str]) -> list[str]:
    """What each paragraph printed.

    A paragraph has done its work only if its last statement, which this adds, is reached: one that does not compile or
    that throws does not reach it, and ends the run with ParagraphError and what the shell said.
    """
    paragraphs = [_DATABRICKS]
    owners = [-1]
    for index, text in enumerate(code):
        # The one line that is not the same everywhere runs in both its forms.
        for form in dict.fromkeys(text.replace("{{show}}", show) for show in (SHOW_ON_ZEPPELIN, SHOW_ON_DATABRICKS)):
            paragraphs.append(form)
            owners.append(index)
    said = _shell(paragraphs)
    printed = [""] * len(code)
    for number, (owner, text) in enumerate(zip(owners, paragraphs, strict=True)):
        output = _output(said, number, text)
        if owner >= 0:
            printed[owner] = output
    return printed


def _output(said: str, number: int, text: str) -> str:
    _, found, rest = said.partition(f"{_BEGIN}-{number}\n")
    output, ended, _ = rest.partition(f"{_END}-{number}\n")
    if not (found and ended):
        before = said.rpartition(f"{_END}-{number - 1}\n")[2]
        shown = (rest if found else before).partition(f"{_BEGIN}-{number + 1}\n")[0]
        raise ParagraphError(f"This paragraph did not come to its end:\n\n{text}\n\nThe shell said:\n\n{shown[:4000]}")
    return output


def _shell(paragraphs: list[str]) -> str:
    """All that Spark's shell writes to stdout when these paragraphs are pasted into it."""
    lines = []
    for number, text in enumerate(paragraphs):
        body = f'println("{_BEGIN}-{number}")\n{text}\nprintln("{_END}-{number}")'
        lines.append(f":paste < {_PASTE_END}\n{body}\n{_PASTE_END}\n")
    home = Path(pyspark.__file__).parent
    command = [str(home / "bin" / "spark-shell"), "--master", "local[2]", "--jars", focalspark.jar_path()]
    for setting in ("spark.ui.enabled=false", "spark.ui.showConsoleProgress=false", "spark.sql.shuffle.partitions=2"):
        command += ["--conf", setting]
    done = subprocess.run(
        command,
        input="".join([*lines, ":quit\n"]),
        capture_output=True,
        text=True,
        timeout=600,
        cwd=FOLDER.parent,
        env={**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"},
        check=False,
    )
    if f"{_BEGIN}-0\n" not in done.stdout:
        raise ParagraphError(f"Spark's shell did not start:\n\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout
