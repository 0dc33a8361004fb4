"""The forms that notebooks are published in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from source import Cell, Notebook

FOLDER = Path(__file__).resolve().parents[1]

# How each place shows a picture: Databricks by its function, Zeppelin by the first word of what is printed.
SHOW_ON_DATABRICKS = "displayHTML(svg)"
SHOW_ON_ZEPPELIN = 'println("%html " + svg)'

_SEPARATOR = "\n\n// COMMAND ----------\n\n"
# A picture as what is printed, and as the result of its paragraph.
HTML_MARK = "%html "


def path_of(name: str, form: str) -> Path:
    """Where a notebook is: form is jupyter, databricks or zeppelin."""
    endings = {"jupyter": ".ipynb", "databricks": ".scala", "zeppelin": ".zpln"}
    return FOLDER / form / f"{name}{endings[form]}"


def to_jupyter(notebook: Notebook, outputs: list[list[dict[str, Any]]] | None = None) -> str:
    """A Jupyter notebook, with the outputs of its code cells if there are any."""
    count = 0
    cells: list[dict[str, Any]] = []
    for number, cell in enumerate(notebook.cells, start=1):
        made: dict[str, Any] = {
            "cell_type": "markdown" if cell.kind == "text" else "code",
            "id": f"cell-{number:02}",
            "metadata": {},
            "source": cell.text.splitlines(keepends=True),
        }
        if cell.kind == "code":
            found = outputs[count] if outputs is not None else []
            count += 1
            made["execution_count"] = count if outputs is not None else None
            made["outputs"] = [
                {**output, "execution_count": count} if output["output_type"] == "execute_result" else output
                for output in found
            ]
        cells.append(made)
    whole = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return _json(whole)


def to_databricks(notebook: Notebook) -> str:
    """A notebook of Databricks in its source format, Scala."""

    def block(cell: Cell) -> str:
        if cell.kind == "code":
            return cell.text.replace("{{show}}", SHOW_ON_DATABRICKS)
        lines = ["%md", *cell.text.splitlines()]
        return "\n".join(f"// MAGIC {line}".rstrip() for line in lines)

    return "// Databricks notebook source\n" + _SEPARATOR.join(block(cell) for cell in notebook.cells) + "\n"


def to_zeppelin(notebook: Notebook, printed: list[str] | None = None) -> str:
    """A note of Zeppelin for its Spark interpreter, with what its paragraphs printed if that is known."""
    count = 0
    paragraphs = []
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.kind == "text":
            html = f'<div class="markdown-body">\n{MarkdownIt().enable("table").render(cell.text)}\n</div>'
            text, results = "%md\n" + cell.text, [{"type": "HTML", "data": html}]
        else:
            text = "%spark\n" + cell.text.replace("{{show}}", SHOW_ON_ZEPPELIN)
            results = to_results(printed[count]) if printed is not None else []
            count += 1
        paragraphs.append(_paragraph(number, text, cell.kind, results))
    whole = {
        "paragraphs": paragraphs,
        "name": f"focalspark/{notebook.title}",
        "id": "FOCALSPARK" + notebook.name[:2],
        "defaultInterpreterGroup": "spark",
        "noteParams": {},
        "noteForms": {},
        "angularObjects": {},
        "config": {"isZeppelinNotebookCronEnable": False, "looknfeel": "default", "personalizedMode": "false"},
        "info": {},
    }
    return _json(whole)


def to_results(printed: str) -> list[dict[str, str]]:
    """Text and pictures that a paragraph printed, as Zeppelin keeps them."""
    results: list[dict[str, str]] = []
    for line in printed.splitlines():
        if line.startswith(HTML_MARK):
            results.append({"type": "HTML", "data": line.removeprefix(HTML_MARK)})
        elif results and results[-1]["type"] == "TEXT":
            results[-1]["data"] += line + "\n"
        else:
            results.append({"type": "TEXT", "data": line + "\n"})
    return results


def outputs_of_jupyter(path: Path) -> tuple[list[str], list[list[dict[str, Any]]]]:
    """Code and outputs of a notebook."""
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    return ["".join(cell["source"]) for cell in cells], [cell["outputs"] for cell in cells]


def outputs_of_zeppelin(path: Path) -> tuple[list[str], list[str]]:
    """Code and what it printed, of a note."""
    paragraphs = json.loads(path.read_text(encoding="utf-8"))["paragraphs"]
    code = [each for each in paragraphs if each["text"].startswith("%spark\n")]
    printed = [
        "".join(
            HTML_MARK + result["data"] + "\n" if result["type"] == "HTML" else result["data"]
            for result in each["results"]["msg"]
        )
        for each in code
    ]
    return [each["text"].removeprefix("%spark\n") for each in code], printed


def _paragraph(number: int, text: str, kind: str, results: list[dict[str, str]]) -> dict[str, Any]:
    language = "markdown" if kind == "text" else "scala"
    return {
        "text": text,
        "user": "anonymous",
        "config": {
            "editorSetting": {
                "language": language,
                "editOnDblClick": kind == "text",
                "completionSupport": kind != "text",
            },
            "editorMode": f"ace/mode/{language}",
            "editorHide": kind == "text",
            "colWidth": 12.0,
            "fontSize": 9.0,
            "enabled": True,
            "results": {},
        },
        "settings": {"params": {}, "forms": {}},
        "results": {"code": "SUCCESS", "msg": results},
        "apps": [],
        "progressUpdateIntervalMs": 500,
        "jobName": f"paragraph_{number}",
        "id": f"paragraph_{number}",
        "status": "FINISHED" if results else "READY",
    }


def _json(whole: dict[str, Any]) -> str:
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
