"""A small course in which everything holds, to be broken in one place."""

from __future__ import annotations

from pathlib import Path

from grader.assignments import Course, open_course
from grader.cli.show.console import Console
from grader.cli.show.progress import ValidationProgress
from grader.sandbox.base import Sandbox
from grader.sandbox.local import LocalSandbox
from grader.sandbox.trusted import TrustedSandbox
from grader.validate.findings import Report
from grader.validate.validation import Effort, Validation, Watcher

FILES = {
    "grader.toml": '[course]\nname = "tiny"\ntitle = "A tiny course"\n',
    "assignments/a00/assignment.toml": (
        'title = "Doubling"\npackages = ["numpy"]\n'
        '[[parts]]\nname = "work"\nfile = "work.py"\nfunctions = ["double", "quadruple"]\n'
    ),
    "assignments/a00/starter/work.py": (
        "def double(x):\n    raise NotImplementedError\n\n\n"
        "def quadruple(x):\n    raise NotImplementedError\n"
    ),
    "assignments/a00/test_work.py": '''\
import pytest

from grader.checks import check_value


@pytest.mark.points(4)
def test_double(student, reference, rng):
    """double returns twice its argument."""
    check_value(student.double, (rng.standard_normal(3),), reference.double)


@pytest.mark.points(6)
@pytest.mark.hidden
def test_quadruple(student, reference, rng):
    """quadruple doubles twice."""
    check_value(student.quadruple, (rng.standard_normal((5, 3)),), reference.quadruple)
''',
    "reference/a00/work.py": '''\
def double(x):
    """Twice x."""
    return 2 * x


def quadruple(x):
    """Four times x."""
    return double(double(x))
''',
    "reference/a00/mistakes.py": """\
from grader.checks import mistake

CATALOGUE = ("DBL-01 .. DBL-02",)


@mistake("DBL-01", of="work.double", hint="Is it twice?", source="A sheet, Doubling")
def square(x):
    return x * x


@mistake("DBL-02", of="work.quadruple", hint="Is it twice only?", source="A sheet, Doubling")
def only_twice(x):
    return 2 * x
""",
    "reference/a00/again.py": """\
from grader.checks import again


@again("DBL-01")
def power(x):
    return x**2


@again("DBL-02")
def added(x):
    return x + x
""",
    "reference/a00/oracle.py": """\
from grader.checks import oracle


@oracle("work.double")
def double(x):
    return x + x


@oracle("work.quadruple")
def quadruple(x):
    return x + x + x + x
""",
}

SLIGHT = Effort(full=False, repeats=2, secrets=2, runs=0, elsewhere=False)
THOROUGH = Effort(full=True, repeats=3, secrets=2, runs=20, elsewhere=False)


def course_with(root: Path, changed: dict[str, str | None] | None = None) -> Course:
    """The course in `root`, with other files or, for None, without them."""
    for name, text in (FILES | (changed or {})).items():
        file = root / name
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    return open_course(root)


def replaced(file: str, old: str, new: str) -> dict[str, str | None]:
    """One file with other words in it."""
    if old not in FILES[file]:
        raise ValueError(f"{file} does not hold {old!r}")
    return {file: FILES[file].replace(old, new)}


def sandbox() -> Sandbox:
    """The quicker one where it works: it forks, and ordinary processes start anew."""
    local = LocalSandbox()
    return local if local.refusal() is None else TrustedSandbox()


def validation_of(
    course: Course, effort: Effort, watcher: Watcher, *, again: bool = False
) -> Validation:
    """A validation in one slot."""
    return Validation(
        course=course, sandbox=sandbox(), slots=1, effort=effort, watcher=watcher, again=again
    )


def validated(course: Course, effort: Effort = SLIGHT) -> Report:
    """The report on the one assignment, which is tried whatever was kept."""
    watcher = ValidationProgress(Console(quiet=True))
    (report,) = validation_of(course, effort, watcher, again=True).reports(("a00",))
    return report


def problems(report: Report, *aspects: str) -> list[str]:
    """What is said in these aspects, or in all of them."""
    return [
        finding.problem
        for finding in report.problems
        if not aspects or str(finding.aspect) in aspects
    ]
