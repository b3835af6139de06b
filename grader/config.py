"""Settings of a course and its assignments: TOML text in, frozen records out. No I/O.

A file is read to its end whatever is wrong with it, so that its author sees every problem at once,
each with its path: `assignment.toml: parts[1].file: expected a string, got 3`.
"""

from __future__ import annotations

import difflib
import json
import keyword
import math
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from grader.errors import CourseError
from grader.far.limits import Limits
from grader.model import Part, Record, SandboxSpec

Value = TypeVar("Value", str, bool, int, float, list[object], dict[str, object])

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
ISOLATIONS = ("reset", "fresh")
EXPECTED: dict[object, str] = {
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
}


class CourseSettings(Record):
    """`grader.toml`."""

    name: str
    """Short, for file names: letters, digits, `-` and `_`."""
    title: str


class AssignmentSettings(Record):
    """`assignment.toml`; the id is the name of the assignment's folder."""

    id: str
    title: str
    parts: tuple[Part, ...]
    torch: bool = False
    packages: tuple[str, ...] = ("numpy",)
    """Top-level packages a submission may import; torch is among them if `torch` is set."""
    isolation: str = "reset"
    """Whether submissions share slots that are `reset` in between, or each has a `fresh` one."""
    limits: Limits = Limits()

    @property
    def spec(self) -> SandboxSpec:
        """The far side that this assignment needs."""
        return SandboxSpec(
            packages=self.packages,
            torch=self.torch,
            isolation=self.isolation,
            limits=self.limits,
        )


def read_course(text: str, source: str = "grader.toml") -> CourseSettings:
    """Parse `grader.toml`; `source` names the file in messages. Raises `CourseError`."""
    problems: list[str] = []
    document = Table(_parse(text, source), "", problems)
    course = document.table("course")
    settings = CourseSettings(name=_name(course), title=course.value("title", str))
    for table in (document, course):
        table.refuse_unknown_keys()
    _raise_all(source, problems)
    return settings


def read_assignment(
    text: str, assignment: str, source: str = "assignment.toml"
) -> AssignmentSettings:
    """Parse the `assignment.toml` of `assignment` (its id). Raises `CourseError`."""
    problems: list[str] = []
    document = Table(_parse(text, source), "", problems)
    torch = document.value("torch", bool, False)
    settings = AssignmentSettings(
        id=assignment,
        title=document.value("title", str),
        torch=torch,
        packages=_packages(document, torch),
        parts=_parts(document),
        isolation=_isolation(document),
        limits=_limits(document),
    )
    document.refuse_unknown_keys()
    _refuse_hidden_files(settings, document)
    _raise_all(source, problems)
    return settings


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'title'?` for a near miss, else nothing."""
    near = difflib.get_close_matches(name, sorted(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""


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
            self.problem(key, f"expected {_expected(kind)}, got {_shown(value)}")
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


# --- the tables of assignment.toml ------------------------------------------------------------


def _parts(document: Table) -> tuple[Part, ...]:
    parts = tuple(_part(table) for table in document.tables("parts"))
    if not parts and document.values.get("parts") == []:
        document.problem("parts", "expected at least one [[parts]] table")
    for i, part in enumerate(parts):
        if part.name and part.name in {other.name for other in parts[:i]}:
            document.problem(f"parts[{i}].name", f"repeats {part.name!r}")
        if part.file and part.file.casefold() in {o.file.casefold() for o in parts[:i]}:
            document.problem(f"parts[{i}].file", f"repeats {part.file!r}")
    return parts


def _part(table: Table) -> Part:
    name = table.value("name", str)
    if name and not _is_identifier(name):
        table.problem("name", f"expected a Python name, got {name!r}")
    file = table.value("file", str)
    if file and not _is_part_file(file):
        table.problem("file", f"expected a file name such as 'xor.py', got {file!r}")
    if file == "given.py":
        table.problem("file", "given.py is the name of the course's own code; choose another")
    functions = table.strings("functions")
    for i, function in enumerate(functions):
        if function and not _is_identifier(function):
            table.problem(f"functions[{i}]", f"expected a Python name, got {function!r}")
    if table.values.get("functions") == []:
        table.problem("functions", "expected at least one name")
    table.refuse_unknown_keys()
    return Part(name=name, file=file, functions=functions)


def _packages(document: Table, torch: bool) -> tuple[str, ...]:
    packages = document.strings("packages", default=("numpy",))
    for i, package in enumerate(packages):
        if package and not _is_identifier(package):
            document.problem(f"packages[{i}]", f"expected a top-level package, got {package!r}")
    if "torch" in packages and not torch:
        document.problem("packages", "torch needs the line: torch = true")
    return (*packages, "torch") if torch and "torch" not in packages else packages


def _isolation(document: Table) -> str:
    isolation = document.value("isolation", str, "reset")
    if isolation and isolation not in ISOLATIONS:
        known = " or ".join(map(repr, ISOLATIONS))
        document.problem("isolation", f"expected {known}, got {isolation!r}")
    return isolation


def _limits(document: Table) -> Limits:
    table = document.table("limits", default={})
    limits = {
        field.name: table.value(field.name, field.type, field.default)
        for field in msgspec.structs.fields(Limits)
    }
    for key in table.values.keys() & limits.keys():
        if not (math.isfinite(limits[key]) and limits[key] > 0):
            table.problem(key, f"expected a number above 0, got {_shown(table.values[key])}")
    table.refuse_unknown_keys()
    return Limits(**limits)


def _refuse_hidden_files(settings: AssignmentSettings, document: Table) -> None:
    """A submission's files are importable last, so a part must not be called `random.py`."""
    for i, part in enumerate(settings.parts):
        stem = part.file.removesuffix(".py")
        if stem and (stem in sys.stdlib_module_names or stem in settings.packages):
            document.problem(f"parts[{i}].file", f"{part.file} would be hidden by module {stem}")


# --- words and forms --------------------------------------------------------------------------


def _parse(text: str, source: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = f"{source}: not valid TOML: {error}"
        raise CourseError(f"{source} cannot be read", problems=(problem,)) from None


def _raise_all(source: str, problems: list[str]) -> None:
    if problems:
        located = tuple(f"{source}: {problem}" for problem in sorted(set(problems)))
        raise CourseError(f"{source} has wrong settings", problems=located)


def _name(table: Table) -> str:
    name = table.value("name", str)
    if name and not NAME.fullmatch(name):
        table.problem("name", f"expected letters, digits, - and _, got {name!r}")
    return name


def _is_identifier(name: str) -> bool:
    return name.isascii() and name.isidentifier() and not keyword.iskeyword(name)


def _is_part_file(name: str) -> bool:
    return name.endswith(".py") and _is_identifier(name.removesuffix(".py"))


def _expected(kind: object) -> str:
    return EXPECTED[getattr(kind, "__origin__", kind)]


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."
