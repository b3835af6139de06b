"""`assignment.toml`: its settings, and how they are read. No I/O."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping

import msgspec

from grader.config.table import Table, did_you_mean, is_identifier, parse, raise_all, shown
from grader.model import Part, Record, SandboxSpec
from grader.wire.limits import Limits

ISOLATIONS = ("reset", "fresh")
CELLS = ("all", "functions")


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
    rounding: float = 0.0
    """What the points of a submission are a multiple of, such as 0.5; 0: they are not rounded."""
    suspects: tuple[str, ...] = ()
    """Calls inside allowed packages, such as `numpy.polyfit`, that staff are told about."""
    definitions: bool = False
    """Whether cells of notebooks only define (`cells = "functions"`): no work of theirs is done."""
    sources: Mapping[str, str] = {}
    """Where a function stands in the documents: `"part.function"` to `"Document, Heading"`."""

    @property
    def spec(self) -> SandboxSpec:
        """The far side that this assignment needs."""
        return SandboxSpec(
            packages=self.packages,
            torch=self.torch,
            isolation=self.isolation,
            limits=self.limits,
        )


def read_assignment(
    text: str, assignment: str, source: str = "assignment.toml"
) -> AssignmentSettings:
    """Parse the `assignment.toml` of `assignment` (its id). Raises `CourseError`."""
    problems: list[str] = []
    document = parse(text, source, problems)
    torch = document.value("torch", bool, False)
    packages = _packages(document, torch)
    parts = _parts(document)
    settings = AssignmentSettings(
        id=assignment,
        title=document.value("title", str),
        torch=torch,
        packages=packages,
        parts=parts,
        isolation=_choice(document, "isolation", ISOLATIONS),
        definitions=_choice(document, "cells", CELLS) == "functions",
        limits=_limits(document),
        rounding=_rounding(document),
        suspects=_suspects(document, packages),
        sources=_sources(document, parts),
    )
    document.refuse_unknown_keys()
    _refuse_hidden_files(settings, document)
    raise_all(source, problems)
    return settings


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
    if name and not is_identifier(name):
        table.problem("name", f"expected a Python name, got {name!r}")
    file = table.value("file", str)
    if file and not _is_part_file(file):
        table.problem("file", f"expected a file name such as 'xor.py', got {file!r}")
    if file == "given.py":
        table.problem("file", "given.py is the name of the course's own code; choose another")
    functions = table.strings("functions")
    for i, function in enumerate(functions):
        if function and not is_identifier(function):
            table.problem(f"functions[{i}]", f"expected a Python name, got {function!r}")
    if table.values.get("functions") == []:
        table.problem("functions", "expected at least one name")
    table.refuse_unknown_keys()
    return Part(name=name, file=file, functions=functions)


def _packages(document: Table, torch: bool) -> tuple[str, ...]:
    packages = document.strings("packages", default=("numpy",))
    for i, package in enumerate(packages):
        if package and not is_identifier(package):
            document.problem(f"packages[{i}]", f"expected a top-level package, got {package!r}")
    if "torch" in packages and not torch:
        document.problem("packages", "torch needs the line: torch = true")
    return (*packages, "torch") if torch and "torch" not in packages else packages


def _choice(document: Table, key: str, choices: tuple[str, ...]) -> str:
    """One of a few words; the first one unless the document says otherwise."""
    choice = document.value(key, str, choices[0])
    if choice and choice not in choices:
        document.problem(key, f"expected {' or '.join(map(repr, choices))}, got {choice!r}")
    return choice


def _limits(document: Table) -> Limits:
    table = document.table("limits", default={})
    limits = {
        field.name: table.value(field.name, field.type, field.default)
        for field in msgspec.structs.fields(Limits)
    }
    for key in table.values.keys() & limits.keys():
        if not (math.isfinite(limits[key]) and limits[key] > 0):
            table.problem(key, f"expected a number above 0, got {shown(table.values[key])}")
    table.refuse_unknown_keys()
    return Limits(**limits)


def _refuse_hidden_files(settings: AssignmentSettings, document: Table) -> None:
    """A submission's files are importable last, so a part must not be called `random.py`."""
    for i, part in enumerate(settings.parts):
        stem = part.file.removesuffix(".py")
        if stem and (stem in sys.stdlib_module_names or stem in settings.packages):
            document.problem(f"parts[{i}].file", f"{part.file} would be hidden by module {stem}")


def _is_part_file(name: str) -> bool:
    return name.endswith(".py") and is_identifier(name.removesuffix(".py"))


def _rounding(document: Table) -> float:
    rounding = document.value("rounding", float, 0.0)
    if not (math.isfinite(rounding) and rounding >= 0):
        said = shown(document.values["rounding"])
        document.problem("rounding", f"expected a step such as 0.5, or 0 for none, got {said}")
    return rounding


def _suspects(document: Table, packages: tuple[str, ...]) -> tuple[str, ...]:
    """Names such as `numpy.linalg.lstsq`, in packages that a submission may import."""
    suspects = document.strings("suspects", default=())
    for i, suspect in enumerate(suspects):
        package, *rest = suspect.split(".")
        if suspect and not (rest and all(map(is_identifier, (package, *rest)))):
            problem = f"expected a name such as 'numpy.polyfit', got {suspect!r}"
            document.problem(f"suspects[{i}]", problem)
        elif suspect and package not in packages:
            near = did_you_mean(package, packages)
            problem = f"{package} is none of the packages that may be imported{near}"
            document.problem(f"suspects[{i}]", problem)
    return suspects


def _sources(document: Table, parts: tuple[Part, ...]) -> dict[str, str]:
    """The table `[sources]`; its keys are names of functions of the assignment."""
    table = document.table("sources", default={})
    known = {f"{part.name}.{function}" for part in parts for function in part.functions}
    sources: dict[str, str] = {}
    for key, value in table.values.items():
        if key in known:
            sources[key] = table.value(key, str)
        elif isinstance(value, dict):
            table.problem(key, f'write the name in quotation marks: "{key}.function" = "..."')
        else:
            near = did_you_mean(key, known)
            table.problem(key, f'names no function; expected "part.function"{near}')
    return sources
