"""Notebooks as they are written: Markdown with a fence for each cell of Python and of Scala.

Text is for both languages, unless a line ``<!-- python -->`` or ``<!-- scala -->`` stands before it; ``<!-- both -->``
ends that. A heading of the second level starts a cell of its own. The fence ``scala pictures`` stands for
``pictures.scala``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1] / "source"

_AUDIENCE = re.compile(r"<!-- (python|scala|both) -->")
_FENCE = re.compile(r"```(python|scala)( pictures)?")


@dataclass(frozen=True)
class Cell:
    """A cell of one notebook: ``kind`` is text or code."""

    kind: str
    text: str


@dataclass(frozen=True)
class Notebook:
    """A notebook in one language."""

    name: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def code(self) -> list[str]:
        """The code cells alone."""
        return [cell.text for cell in self.cells if cell.kind == "code"]


def names() -> list[str]:
    """Names of all notebooks, in their order."""
    return sorted(path.stem for path in SOURCES.glob("*.md"))


def read(name: str, language: str) -> Notebook:
    """The cells of a notebook in ``python`` or ``scala``."""
    pieces = [piece for piece in _pieces(SOURCES / f"{name}.md") if piece[0] in (language, "both")]
    cells: list[Cell] = []
    for _, kind, text in pieces:
        text = text.strip("\n")
        if not text:
            continue
        if kind == "text" and cells and cells[-1].kind == "text" and not text.startswith("## "):
            cells[-1] = Cell("text", cells[-1].text + "\n\n" + text)
        else:
            cells.append(Cell(kind, text))
    title = cells[0].text.splitlines()[0].removeprefix("# ")
    return Notebook(name, title, tuple(cells))


def _pieces(path: Path) -> list[tuple[str, str, str]]:
    """Language or both, kind, and text, of one piece after the other."""
    pieces: list[tuple[str, str, str]] = []
    audience, fence, lines = "both", None, []

    def flush(language: str, kind: str) -> None:
        pieces.append((language, kind, "\n".join(lines)))
        lines.clear()

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if fence is not None:
            if line == "```":
                flush(fence, "code")
                fence = None
            else:
                lines.append(line)
        elif match := _FENCE.fullmatch(line):
            flush(audience, "text")
            fence = match[1]
            if match[2]:
                lines.extend((SOURCES / "pictures.scala").read_text(encoding="utf-8").splitlines())
        elif match := _AUDIENCE.fullmatch(line):
            flush(audience, "text")
            audience = match[1]
        elif line.startswith("```"):
            raise ValueError(f"{path.name}:{number}: a fence is python or scala, but this one is {line}.")
        else:
            if line.startswith("## "):
                flush(audience, "text")
            lines.append(line)
    if fence is not None:
        raise ValueError(f"{path.name}: the last fence has no end.")
    flush(audience, "text")
    return pieces
