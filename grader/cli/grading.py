"""`grader run`, from the options to the exit code: discover, grade, report, say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.assignments import Course, find_course, open_course
from grader.cli.absent import gradable
from grader.cli.console import Console
from grader.cli.options import RunOptions
from grader.cli.progress import Progress
from grader.cli.summary import print_grades, print_problems
from grader.cli.terminal import say, write_bytes
from grader.config import AssignmentSettings
from grader.errors import ExitCode, NothingToGrade, UsageError
from grader.intake import Discovery, discover
from grader.model import Grade, Problem
from grader.pipeline import Pipeline
from grader.reports.folder import write_reports
from grader.sandbox.backends import sandbox
from grader.scoring import points_of
from grader.secret import read_or_make_secret, secret_file
from grader.store import Store

STORE = "grades.sqlite"


def grade(options: RunOptions) -> ExitCode:
    """Grade what the options say and report it. Raises GraderError when that is impossible."""
    course = _course(options)
    settings = course.assignment_settings()
    found = gradable(_submissions(options, settings), settings)
    with Store.open(options.out / STORE) as store:
        grades = _grade(options, course, found, store)
        titles = {assignment: each.title for assignment, each in settings.items()}
        index = write_reports(
            grades, options.out, course=course.settings.title, titles=titles,
            problems=found.problems,
        )  # fmt: skip
    _say(options, grades, found.problems, index)
    return exit_code(grades, found.problems)


def exit_code(grades: Sequence[Grade], problems: Sequence[Problem]) -> ExitCode:
    """What a run that came to its end tells the shell."""
    if any(points_of(grade) is None for grade in grades):
        return ExitCode.QUARANTINED
    return ExitCode.INCOMPLETE if problems else ExitCode.OK


def _course(options: RunOptions) -> Course:
    if options.course is not None:
        return open_course(options.course)
    return find_course(Path.cwd(), options.path)


def _submissions(options: RunOptions, assignments: dict[str, AssignmentSettings]) -> Discovery:
    if options.out.resolve().is_relative_to(options.path.resolve()):
        raise UsageError(
            f"{options.out} lies in {options.path}: results would be taken for submissions",
            hint="Name a folder outside of it with --out.",
        )
    found = discover(options.path, assignments, assignment=options.assignment, only=options.only)
    if not found.submissions:
        reasons = [f"{problem.path}: {problem.message}" for problem in found.problems]
        raise NothingToGrade(
            f"there is nothing to grade in {options.path}",
            hint="\n  ".join(reasons) or "Expected <assignment>/<student>/... or the like in it.",
        )
    return found


def _grade(options: RunOptions, course: Course, found: Discovery, store: Store) -> list[Grade]:
    from grader.cli.building import provide_image  # needs the SDK, a tenth of a second

    provide_image(options.sandbox, quiet=options.quiet)
    with Progress(Console(stderr=True, quiet=options.quiet)) as progress:
        return Pipeline(
            course=course,
            sandbox=sandbox(options.sandbox, protected=_protected(options, course)),
            secret=_secret(options, course),
            slots=options.slots,
            store=store,
            watcher=progress,
        ).run(found.submissions)


def _protected(options: RunOptions, course: Course) -> tuple[Path, ...]:
    """What no student's code may ever read."""
    return (
        course.root / "assignments",
        course.root / "reference",
        secret_file(course.settings.name),
        options.path,
        options.out,
    )


def _secret(options: RunOptions, course: Course) -> bytes:
    file = secret_file(course.settings.name)
    is_new = not file.exists()
    secret = read_or_make_secret(file)
    if is_new and not options.quiet:
        say(
            f"made {file}, from which the hidden checks draw their numbers\n"
            "  keep it: with another one, every submission is graded anew"
        )
    return secret


def _say(
    options: RunOptions, grades: Sequence[Grade], problems: Sequence[Problem], index: Path
) -> None:
    if options.as_json:
        write_bytes((options.out / "results.json").read_bytes())
    elif not options.quiet:
        print_grades(Console(), grades, index)
    print_problems(Console(stderr=True), problems, [g for g in grades if points_of(g) is None])
    if options.only and not options.quiet:
        say("the class page shows only whom --only names; run without it to see everybody")
