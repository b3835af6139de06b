"""`grader validate`, from the options to the exit code: validate, say what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.assignments import Course, find_course, open_course
from grader.cli.console import Console
from grader.cli.findings import print_report
from grader.cli.terminal import write_bytes
from grader.cli.trying import Trying
from grader.errors import ExitCode, UsageError
from grader.sandbox.backends import sandbox
from grader.validate.findings import Report
from grader.validate.junit import junit
from grader.validate.validation import FULL, QUICK, Validation

FORMAT = 1
"""Version of the JSON document."""


@dataclass(frozen=True)
class ValidateOptions:
    """The options of one validation; see `grader validate --help`."""

    assignments: tuple[str, ...]
    full: bool
    course: Path | None
    slots: int
    sandbox: str
    junit: Path | None
    as_json: bool
    quiet: bool


def run(options: ValidateOptions) -> ExitCode:
    """Validate what the options say and print it. Raises GraderError when that is impossible."""
    course = open_course(options.course) if options.course else find_course(Path.cwd())
    reports = _validated(options, course)
    if options.junit is not None:
        _write(options.junit, junit(reports))
    if options.as_json:
        write_bytes(document(reports))
    return ExitCode.FAILED if any(report.problems for report in reports) else ExitCode.OK


def document(reports: Sequence[Report]) -> bytes:
    """The reports as JSON."""
    passed = not any(report.problems for report in reports)
    text = msgspec.json.encode({"format": FORMAT, "passed": passed, "assignments": list(reports)})
    return msgspec.json.format(text, indent=2) + b"\n"


def _validated(options: ValidateOptions, course: Course) -> list[Report]:
    names = options.assignments or course.ids
    for name in names:
        course.assignment(name)  # a misspelt name is known before anything is tried
    reports: list[Report] = []
    with Trying(Console(stderr=True, quiet=options.quiet)) as watcher:
        validation = Validation(
            course=course,
            sandbox=sandbox(options.sandbox, protected=_protected(course)),
            slots=options.slots,
            effort=FULL if options.full else QUICK,
            watcher=watcher,
        )
        for report in validation.reports(names):
            reports.append(report)
            if not options.as_json:
                print_report(Console(), report, quiet=options.quiet)
    return reports


def _protected(course: Course) -> tuple[Path, ...]:
    """What no submission may read, although it is only our own."""
    return course.root / "assignments", course.root / "reference"


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise UsageError(
            f"{file} cannot be written: {error.strerror}", hint="Name another file with --junit."
        ) from error
