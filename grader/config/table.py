"""One table of a settings file: typed values out of it, and every problem in it at once.

A file is read to its end whatever is wrong with it, so that its author sees every problem at once,
each with its path: `assignment.toml: parts[1].file: expected a string, got 3`.
"""

from __future__ import annotations

import difflib
import json
import keyword
import tomllib
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from grader.errors import CourseError

Value = TypeVar("Value", str, bool, int, float, list[object], dict[str, object])

EXPECTED: dict[object, str] = {
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
}


class Table:
    """One table of a settings file: typed values out of it, problems about it into a list.

    A missing or wrong value is noted; its default or an empty one stands in until all problems
    are raised.
    """

    def __init__(self, values: dict[str, object], path: str, problems: list[str]) -> None:
        self.values = values
        self.path = path
        self.problems = problems
        self.known: set[str] = set()

    def value(self, key: str, kind: type[Value], default: Value | None = None) -> Value:
        """The value of `key`, which is required unless it has a default."""
        self.known.add(key)
        if key not in self.values:
            if default is None:
                self.problem(key, f"is missing; expected {_expected(kind)}")
            return kind() if default is None else default
        return self.converted(key, self.values[key], kind, default)

    def converted(
        self, key: str, value: object, kind: type[Value], default: Value | None = None
    ) -> Value:
        """`value` as `kind`; a whole number is a number, true is not, and a string has text."""
        try:
            found = msgspec.convert(value, kind)
        except msgspec.ValidationError:
            self.problem(key, f"expected {_expected(kind)}, got {shown(value)}")
            return kind() if default is None else default
        if isinstance(found, str) and not found.strip():
            self.problem(key, "expected some text, got nothing")
            return kind()
        return found

    def strings(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of strings without repetition."""
        if key not in self.values and default is not None:
            self.known.add(key)
            return default
        items = self.value(key, list[object])
        found = tuple(self.converted(f"{key}[{i}]", item, str) for i, item in enumerate(items))
        for i, item in enumerate(found):
            if item and item in found[:i]:
                self.problem(f"{key}[{i}]", f"repeats {item!r}")
        return found

    def table(self, key: str, default: dict[str, object] | None = None) -> Table:
        """The table `[key]`."""
        return Table(self.value(key, dict[str, object], default), self.at(key), self.problems)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables `[[key]]`."""
        for i, item in enumerate(self.value(key, list[object])):
            path = f"{key}[{i}]"
            yield Table(self.converted(path, item, dict[str, object]), self.at(path), self.problems)

    def at(self, key: str) -> str:
        """The path of `key` from the top of the file."""
        return f"{self.path}.{key}" if self.path else key

    def problem(self, key: str, message: str) -> None:
        """Note what is wrong with `key`."""
        self.problems.append(f"{self.at(key)}: {message}")

    def refuse_unknown_keys(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.values.keys() - self.known:
            self.problem(key, f"unknown key{did_you_mean(key, self.known)}")


# --- a whole file -----------------------------------------------------------------------------


def parse(text: str, source: str, problems: list[str]) -> Table:
    """The outermost table; `source` names the file in messages. Raises `CourseError`."""
    try:
        return Table(tomllib.loads(text), "", problems)
    except tomllib.TOMLDecodeError as error:
        problem = f"{source}: not valid TOML: {error}"
        raise CourseError(f"{source} cannot be read", problems=(problem,)) from None


def raise_all(source: str, problems: list[str]) -> None:
    """Raise `CourseError` with every problem that was noted, if there is one."""
    if problems:
        located = tuple(f"{source}: {problem}" for problem in sorted(set(problems)))
        raise CourseError(f"{source} has wrong settings", problems=located)


# --- words and forms --------------------------------------------------------------------------


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'title'?` for a near miss, else nothing."""
    near = difflib.get_close_matches(name, sorted(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""


def is_identifier(name: str) -> bool:
    """Whether `name` can be the name of a Python function or module."""
    return name.isascii() and name.isidentifier() and not keyword.iskeyword(name)


def shown(value: object) -> str:
    """A value of the file in a message, not too long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _expected(kind: object) -> str:
    return EXPECTED[getattr(kind, "__origin__", kind)]
