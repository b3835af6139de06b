"""Notebook cells as plain Python: magics and shell lines out, everything else as it is. Pure."""

from __future__ import annotations

import ast
import re
import warnings

_CELL = re.compile(r"\s*%%(?P<name>\w+)")
_DATABRICKS = re.compile(r"\s*%(?P<name>fs|md|r|scala|sh|sql)\b")
"""Databricks writes the language of a whole cell with one sign; IPython has none of these."""
_RUNS_ITS_BODY = frozenset({"time", "timeit", "capture", "prun"})
_MAGIC = re.compile(r"(?P<indent>\s*)%(?P<name>\w+)\s?(?P<rest>.*)")
_SHELL = re.compile(r"(?P<indent>\s*)!")
_ASSIGNED = re.compile(r"(?P<target>\s*[\w.,\s]+=\s*)(?:%(?P<name>\w+)|!)")
_HELP = re.compile(r"(?P<indent>\s*)(?:\?{1,2}[\w.]+|[\w.]+\?{1,2})\s*$")
_QUIET = frozenset(
    {"autoreload", "config", "grader", "load_ext", "matplotlib", "precision", "reload_ext"}
)
"""Magics that change nothing in what functions return."""


def python_of(source: str) -> tuple[str, tuple[str, ...]]:
    """The Python of a cell, line for line, and what was left out, in words for a report.

    Python itself says which lines are not its own: only a line that a syntax error points at is
    looked at, so a `%` in a formula or a string is never taken for a magic. A cell with a real
    syntax error comes back with it.
    """
    if other := _DATABRICKS.match(source):
        return "", (f"%{other['name']}",)
    cell = _CELL.match(source)
    if cell is None:
        return _without_magics(source)
    if cell["name"] not in _RUNS_ITS_BODY:
        return "", (f"%%{cell['name']}",)
    head, _, body = source.partition("\n")
    python, left_out = _without_magics(body)
    return "\n" * (head.count("\n") + 1) + python, left_out


def _without_magics(source: str) -> tuple[str, tuple[str, ...]]:
    lines = source.split("\n")
    left_out: list[str] = []
    for _ in lines:
        number = _broken_line("\n".join(lines))
        replaced = _replaced(lines[number - 1], left_out) if 0 < number <= len(lines) else None
        if replaced is None:
            break
        lines[number - 1] = replaced
    return "\n".join(lines), tuple(left_out)


def _broken_line(source: str) -> int:
    """The line of the first syntax error, counted from 1; 0 if there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in a string is the student's business
            ast.parse(source)
    except SyntaxError as error:
        return error.lineno or 0
    except (ValueError, RecursionError, MemoryError):
        return 0
    return 0


def _replaced(line: str, left_out: list[str]) -> str | None:
    """A line that only IPython understands as Python that does no harm; None if it is none."""
    if magic := _MAGIC.fullmatch(line):
        if magic["name"] == "time" and magic["rest"].strip():
            return magic["indent"] + magic["rest"]
        if magic["name"] not in _QUIET:
            left_out.append(f"%{magic['name']}")
        return magic["indent"] + "pass"
    if shell := _SHELL.match(line):
        left_out.append("a shell line")
        return shell["indent"] + "pass"
    if assigned := _ASSIGNED.match(line):
        left_out.append(f"%{assigned['name']}" if assigned["name"] else "a shell line")
        return assigned["target"] + "None"
    if asks := _HELP.fullmatch(line):
        return asks["indent"] + "pass"
    return None
