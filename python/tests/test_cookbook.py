"""The recipes of docs/cookbook.md run, and print what stands below them."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

COOKBOOK = Path(__file__).parents[2] / "docs" / "cookbook.md"

# A printed number may be off by a unit of its last digit, or by this share: other machines add in another order.
SHARE = 0.01

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:[eE]-?\d+)?")


def recipes() -> dict[str, list[tuple[int, str, str]]]:
    """By section, its blocks of Python: number of the first line, code, and the block of text that follows."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    text = COOKBOOK.read_text(encoding="utf-8")
    fences = re.compile(
        r"^## (?P<title>[^\n]+)$|^```python\n(?P<code>.*?)^```$(?:\s+^```text\n(?P<output>.*?)^```$)?", re.M | re.S
    )
    title = ""
    for match in fences.finditer(text):
        if match["title"]:
            title = match["title"]
        else:
            line = text.count("\n", 0, match.start()) + 2
            found.setdefault(title, []).append((line, match["code"], match["output"] or ""))
    return found


RECIPES = recipes()
DATA = "The data of all recipes"


def run(blocks: list[tuple[int, str, str]], names: dict[str, object]) -> None:
    for line, code, expected in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            # Line numbers of a failure are those of the document.
            exec(compile("\n" * (line - 1) + code, str(COOKBOOK), "exec"), names)
        require_same(printed.getvalue(), expected, line)


def require_same(printed: str, expected: str, line: int) -> None:
    hint = f"\n{COOKBOOK.name}, line {line}: the block prints\n{printed}\nbut below it stands\n{expected}"
    assert wording(printed) == wording(expected), hint
    for ours, theirs in zip(NUMBER.findall(printed), NUMBER.findall(expected)):
        a, b = (float(number.replace(",", "")) for number in (ours, theirs))
        last_digit = 10.0 ** -len(theirs.partition(".")[2])
        assert a == pytest.approx(b, rel=SHARE, abs=1.001 * last_digit), hint


def wording(text: str) -> list[str]:
    """Without numbers, and without the lines and spaces of tables, whose width depends on them."""
    return re.sub(r"[-+| ]+", " ", NUMBER.sub("#", text)).split()


@pytest.fixture(scope="module")
def data(spark):
    names: dict[str, object] = {}
    run(RECIPES[DATA], names)
    yield names
    names["payments"].unpersist()


@pytest.mark.latest
@pytest.mark.parametrize("title", [title for title in RECIPES if title != DATA])
def test_recipe(title, data):
    run(RECIPES[title], dict(data))


def test_every_recipe_of_the_list_has_code():
    listed = re.findall(r"^\d+\. \[(.+?)\]", COOKBOOK.read_text(encoding="utf-8"), re.M)
    assert [re.sub(r"^\d+\. ", "", title) for title in RECIPES if title != DATA] == listed
