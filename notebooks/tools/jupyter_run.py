"""Runs the Python notebooks."""

from __future__ import annotations

from typing import Any

import nbformat
from nbclient import NotebookClient

from forms import path_of


def run(name: str) -> list[list[dict[str, Any]]]:
    """Outputs of all code cells of a notebook, run where it is; an error in a cell ends it with that error."""
    path = path_of(name, "jupyter")
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    return [_kept(cell["outputs"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _kept(outputs: list[Any]) -> list[dict[str, Any]]:
    """What belongs to a notebook: not the log of Spark, which goes to stderr; printed text in one piece."""
    kept: list[dict[str, Any]] = []
    for output in outputs:
        if output["output_type"] == "stream":
            if output["name"] == "stderr":
                continue
            if kept and kept[-1]["output_type"] == "stream":
                kept[-1]["text"] = kept[-1]["text"] + output["text"].splitlines(keepends=True)
                continue
            kept.append({"name": "stdout", "output_type": "stream", "text": output["text"].splitlines(keepends=True)})
        else:
            data = dict(output["data"])
            if "image/png" in data:
                # the address of the object in memory says nothing
                data = {"image/png": data["image/png"], "text/plain": ["<Figure>"]}
            kept.append({"data": data, "execution_count": 0, "metadata": {}, "output_type": output["output_type"]})
    return kept


def printed(outputs: list[dict[str, Any]]) -> str:
    """What a cell printed, with a line for each picture."""
    lines = []
    for output in outputs:
        if output["output_type"] == "stream":
            lines.append("".join(output["text"]))
        elif "image/png" in output["data"]:
            lines.append("(picture)\n")
        else:
            lines.append("".join(output["data"]["text/plain"]) + "\n")
    return "".join(lines)
