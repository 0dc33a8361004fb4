"""Makes, checks and runs the notebooks: ``make.py generate``, ``check``, ``execute [--write] [NAME ...]``."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import forms
import source

_NUMBER = re.compile(r"-?\d[\d,]*\.?\d*(?:[eE][-+]?\d+)?")


def made(name: str) -> dict[Path, str]:
    """All forms of a notebook, with the outputs that they have now where the code is the same."""
    python, scala = source.read(name, "python"), source.read(name, "scala")
    jupyter, zeppelin = (forms.path_of(name, form) for form in ("jupyter", "zeppelin"))
    kept = _kept(python.code, jupyter, forms.outputs_of_jupyter)
    shown = [text.replace("{{show}}", forms.SHOW_ON_ZEPPELIN) for text in scala.code]
    printed = _kept(shown, zeppelin, forms.outputs_of_zeppelin)
    return {
        jupyter: forms.to_jupyter(python, kept),
        forms.path_of(name, "databricks"): forms.to_databricks(scala),
        zeppelin: forms.to_zeppelin(scala, printed),
    }


def _kept(code: list[str], path: Path, read: Callable[[Path], tuple[list[str], list[Any]]]) -> list[Any] | None:
    if not path.exists():
        return None
    before, outputs = read(path)
    return outputs if before == code and any(outputs) else None


def generate(names: list[str]) -> None:
    """Writes all forms."""
    for name in names:
        for path, text in made(name).items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")


def check(names: list[str]) -> list[str]:
    """What is not as the sources would make it, and what has no outputs."""
    wrong = []
    for name in names:
        for path, text in made(name).items():
            shown = path.relative_to(forms.FOLDER)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                wrong.append(f"{shown} is not what its source makes: run notebooks/run generate.")
            elif not _has_outputs(path):
                wrong.append(f"{shown} has no outputs of this code: run notebooks/run execute --write {name}.")
    return wrong


def _has_outputs(path: Path) -> bool:
    read = {".ipynb": forms.outputs_of_jupyter, ".zpln": forms.outputs_of_zeppelin}.get(path.suffix)
    return read is None or any(read(path)[1])


def execute_python(name: str, write: bool) -> list[str]:
    """Runs a Python notebook; what it prints differently than committed."""
    import jupyter_run

    start = time.monotonic()
    outputs = jupyter_run.run(name)
    path = forms.path_of(name, "jupyter")
    if write:
        path.write_text(forms.to_jupyter(source.read(name, "python"), outputs), encoding="utf-8")
    committed = [jupyter_run.printed(each) for each in forms.outputs_of_jupyter(path)[1]]
    print(f"{path.name}: {time.monotonic() - start:.0f} s", flush=True)
    return differences(path.name, committed, [jupyter_run.printed(each) for each in outputs])


def execute_scala(name: str, write: bool) -> list[str]:
    """Runs the Scala notebook of Databricks and Zeppelin; what it prints differently than committed."""
    import shell_run

    start = time.monotonic()
    notebook = source.read(name, "scala")
    printed = shell_run.run(notebook.code)
    path = forms.path_of(name, "zeppelin")
    if write:
        path.write_text(forms.to_zeppelin(notebook, printed), encoding="utf-8")
    print(f"{path.name}: {time.monotonic() - start:.0f} s", flush=True)
    pictures = re.compile(r"^%html .*$", re.MULTILINE)
    committed = forms.outputs_of_zeppelin(path)[1]
    return differences(
        path.name, *([pictures.sub("(picture)", text) for text in each] for each in (committed, printed))
    )


def differences(name: str, committed: list[str], printed: list[str]) -> list[str]:
    """Cells whose text is another, or whose numbers are, by more than two units of the last printed place."""
    if len(committed) != len(printed):
        return [f"{name}: outputs of {len(committed)} cells are committed, but {len(printed)} ran."]
    return [
        f"{name}: the code cell {number} prints something else than is committed, so that the text around it may be"
        " wrong.\n"
        f"--- committed\n{before}\n+++ printed now\n{now}\n"
        for number, (before, now) in enumerate(zip(committed, printed, strict=True), start=1)
        if not same(before, now)
    ]


def same(before: str, now: str) -> bool:
    """Whether two texts say the same, but for white space and the last places of numbers."""
    if _words(before) != _words(now):
        return False
    return all(_close(a, b) for a, b in zip(_NUMBER.findall(before), _NUMBER.findall(now), strict=True))


def _words(text: str) -> list[str]:
    # A rule under a table is as long as its numbers are.
    return re.sub(r"-{2,}", "--", _NUMBER.sub("0", text)).split()


def _close(before: str, now: str) -> bool:
    before, now = before.replace(",", ""), now.replace(",", "")
    if "e" in (before + now).lower():
        return abs(float(before) - float(now)) <= 0.05 * abs(float(before))
    places = max(len(text.partition(".")[2]) for text in (before, now))
    return abs(float(before) - float(now)) <= 2.000001 * 10.0**-places


def main() -> int:
    """Runs one command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["generate", "check", "execute"])
    parser.add_argument("names", nargs="*", metavar="NAME", help="of notebooks, by default all")
    parser.add_argument("--write", action="store_true", help="keep the outputs of execute in the notebooks")
    parser.add_argument("--only", choices=["python", "scala"], help="execute one language")
    # names may come after options
    arguments = parser.parse_intermixed_args()
    names = arguments.names or source.names()
    if arguments.command == "generate":
        generate(names)
        return 0
    if arguments.command == "check":
        wrong = check(names)
    else:
        lanes = {"python": execute_python, "scala": execute_scala}
        chosen = [lanes[arguments.only]] if arguments.only else list(lanes.values())
        # A notebook in each language at a time: most of its seconds go to the driver's one thread.
        with ThreadPoolExecutor(len(chosen)) as pool:
            running = [
                pool.submit(lambda lane=lane: [lane(name, arguments.write) for name in names]) for lane in chosen
            ]
            wrong = [message for lane in running for messages in lane.result() for message in messages]
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
