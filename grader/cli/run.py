"""`grader run`: from a folder of submissions to grades and pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from grader.assignments import Course, find_course, open_course
from grader.cli.progress import Progress, Silence
from grader.cli.summary import print_problems, print_summary
from grader.errors import ExitCode, NothingToGrade
from grader.intake import Discovery, discover
from grader.judge.seeds import course_secret
from grader.model import Grade
from grader.pipeline import Pipeline
from grader.reports.folder import write_reports
from grader.sandbox.backends import BACKENDS
from grader.sandbox.backends import sandbox as sandbox_called
from grader.scoring import points_of
from grader.store import Store


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--assignment", metavar="ID", help="What a single file or folder is a solution of.")
@click.option("--course", "course_path", type=click.Path(path_type=Path), help="The course folder.")
@click.option("--only", multiple=True, metavar="STUDENT", help="Grade this student; repeatable.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("results"), show_default=True,
    help="Where grades and pages go.",
)  # fmt: skip
@click.option(
    "--slots", type=click.IntRange(1, 256), default=None,
    help="Submissions graded at the same time.  [default: one per core]",
)  # fmt: skip
@click.option(
    "--sandbox", type=click.Choice(["auto", *BACKENDS]), default="auto", show_default=True,
    help="What keeps students' code away from everything; `trusted` keeps nothing away.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print results.json and nothing else.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def run(
    path: Path,
    assignment: str | None,
    course_path: Path | None,
    only: Sequence[str],
    out: Path,
    slots: int | None,
    sandbox: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Grade the submissions in PATH.

    PATH is a folder like <assignment>/<student>/..., <student>/<assignment>/... or
    <assignment>/<student>.py, or a .zip or .tar.gz of one, or with --assignment a single file.
    Submissions that were graded before, with the same checks, are not graded again.
    """
    course = open_course(course_path) if course_path else find_course(Path.cwd(), path)
    found = _discover(path, course, assignment, only)
    with Store.open(out / "grades.sqlite") as store:
        progress = Silence() if quiet or as_json else Progress(len(found.submissions))
        with progress:
            grades = Pipeline(
                course=course,
                sandbox=sandbox_called(sandbox, protected=_protected(course, path, out)),
                secret=course_secret(course.settings.name),
                slots=slots or os.cpu_count() or 1,
                store=store,
                watcher=progress,
            ).run(found.submissions)
    index = _report(grades, found, course, out)
    if as_json:
        sys.stdout.write((out / "results.json").read_text())
    elif not quiet:
        print_summary(grades, index)
    print_problems(found.problems)
    return _exit_code(grades, found)


def _discover(path: Path, course: Course, assignment: str | None, only: Sequence[str]) -> Discovery:
    assignments = {id: a.settings for id, a in course.assignments().items()}
    found = discover(path, assignments, assignment=assignment, only=frozenset(only))
    if not found.submissions:
        reasons = [f"{problem.path}: {problem.message}" for problem in found.problems]
        raise NothingToGrade(
            f"{path}: no submission found",
            hint="\n  ".join(reasons) or "expected <assignment>/<student>/... or the like in it",
        )
    return found


def _protected(course: Course, submissions: Path, out: Path) -> tuple[Path, ...]:
    """What no student's code may ever read."""
    inside = (course.root / "assignments", course.root / "reference")
    return tuple(path.resolve() for path in (*inside, submissions, out))


def _report(grades: Sequence[Grade], found: Discovery, course: Course, out: Path) -> Path:
    titles = {id: a.settings.title for id, a in course.assignments().items()}
    return write_reports(
        grades, out, course=course.settings.title, titles=titles, problems=found.problems
    )


def _exit_code(grades: Sequence[Grade], found: Discovery) -> ExitCode:
    if any(points_of(grade) is None for grade in grades):
        return ExitCode.QUARANTINED
    return ExitCode.INCOMPLETE if found.problems else ExitCode.OK
