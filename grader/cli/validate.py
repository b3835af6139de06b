"""`grader validate`: test the checks of a course, say what was found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.course import chosen_course, course_option, write_file
from grader.cli.show.terminal import write_bytes
from grader.errors import ExitCode

if TYPE_CHECKING:
    from grader.assignments import Course
    from grader.validate.findings import Report

FORMAT = 1
"""Version of the JSON document."""


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--full", is_flag=True, help="Try everything, often, and keep the record.")
@click.option("--again", is_flag=True, help="Try also what was tried and has not changed since.")
@course_option
@click.option(
    "--slots", type=click.IntRange(1, 256), default=None,
    help="Submissions tried at the same time.  [default: one per core]",
)  # fmt: skip
@click.option(
    "--sandbox", metavar="NAME", default="auto", show_default=True,
    help="What references and mistakes are graded in: auto, docker, local or trusted.",
)  # fmt: skip
@click.option(
    "--junit", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write the findings as JUnit XML, too.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--quiet", is_flag=True, help="Print problems only.")
def validate(
    assignments: Sequence[str],
    full: bool,
    again: bool,
    course: Path | None,
    slots: int | None,
    sandbox: str,
    junit: Path | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Test the checks: the reference earns everything, every known mistake is caught and named.

    Looks at all assignments of the course, or at those that are named. The exit code is 1 when
    something does not hold.
    """
    from grader.executors.runtime import cores
    from grader.validate.junit import junit as junit_xml

    opened = chosen_course(course)
    names = tuple(assignments) or opened.ids
    for name in names:
        opened.assignment(name)  # a misspelt name is known before anything is tried
    reports = _validated(
        opened, names, sandbox, slots=slots or cores(), full=full, again=again, quiet=quiet,
        printed=not as_json,
    )  # fmt: skip
    if junit is not None:
        write_file(junit, junit_xml(reports), hint="Name another file with --junit.")
    if as_json:
        write_bytes(document(reports))
    return ExitCode.FAILED if any(report.problems for report in reports) else ExitCode.OK


def document(reports: Sequence[Report]) -> bytes:
    """The reports as JSON."""
    import msgspec

    passed = not any(report.problems for report in reports)
    text = msgspec.json.encode({"format": FORMAT, "passed": passed, "assignments": list(reports)})
    return msgspec.json.format(text, indent=2) + b"\n"


def _validated(
    course: Course,
    names: tuple[str, ...],
    sandbox: str,
    *,
    slots: int,
    full: bool,
    again: bool,
    quiet: bool,
    printed: bool,
) -> list[Report]:
    """The reports, each printed as soon as it is there; no submission may read the course."""
    from grader.cli.show.aspects import print_report
    from grader.cli.show.console import Console
    from grader.cli.show.progress import ValidationProgress
    from grader.sandbox.backends import sandbox as backend
    from grader.validate.validation import FULL, QUICK, Validation

    reports: list[Report] = []
    with ValidationProgress(Console(stderr=True, quiet=quiet)) as watcher:
        validation = Validation(
            course=course,
            sandbox=backend(sandbox, protected=course.private),
            slots=slots,
            effort=FULL if full else QUICK,
            watcher=watcher,
            again=again,
        )
        for report in validation.reports(names):
            reports.append(report)
            if printed:
                print_report(Console(), report, quiet=quiet)
    return reports
