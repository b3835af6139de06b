"""`grader run`: find the submissions, grade them, write the reports, say what came of it.

What `--help` does not need is imported inside the functions, in every command: help comes at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.course import chosen_course, course_option
from grader.cli.show.terminal import say, write_bytes
from grader.errors import ExitCode, NothingToGrade, SandboxMissing, UsageError

if TYPE_CHECKING:
    from grader.assignments import Course
    from grader.config import AssignmentSettings
    from grader.intake import Discovery
    from grader.model import Grade, Problem
    from grader.store import Store

STORE = "grades.sqlite"


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--assignment", metavar="ID", help="What a single file or folder is a solution of.")
@course_option
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
    "--sandbox", metavar="NAME", default="auto", show_default=True,
    help="What keeps students' code away from everything: docker or local; trusted does not.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print results.json and nothing else.")
@click.option("--quiet", is_flag=True, help="Print nothing but what went wrong.")
def run(
    path: Path,
    assignment: str | None,
    course: Path | None,
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
    from grader.executors.runtime import cores
    from grader.reports.folder import write_reports
    from grader.store import Store

    opened = chosen_course(course, path)
    settings = opened.assignment_settings()
    _refuse_results_among_submissions(out, path)
    found = gradable(_submissions(path, settings, assignment, only), settings)
    with Store.open(out / STORE) as store:
        grades = _grade(
            found, opened, store, sandbox, protected=(path, out), slots=slots or cores(),
            quiet=quiet,
        )  # fmt: skip
        titles = {name: each.title for name, each in settings.items()}
        index = write_reports(
            grades, out, course=opened.settings.title, titles=titles, problems=found.problems
        )
    if as_json:
        write_bytes((out / "results.json").read_bytes())
    _say(grades, found.problems, index, table=not as_json and not quiet)
    if only and not quiet:
        say("the class page shows only whom --only names; run without it to see everybody")
    return exit_code(grades, found.problems)


def exit_code(grades: Sequence[Grade], problems: Sequence[Problem]) -> ExitCode:
    """What a run that came to its end tells the shell."""
    from grader.scoring import points_of

    if any(points_of(grade) is None for grade in grades):
        return ExitCode.QUARANTINED
    return ExitCode.INCOMPLETE if problems else ExitCode.OK


def gradable(found: Discovery, assignments: Mapping[str, AssignmentSettings]) -> Discovery:
    """The submissions whose assignment has its packages here; a problem for each that has not.

    Raises SandboxMissing when none is left.
    """
    from grader.executors.runtime import absent, how_to_install
    from grader.intake import Discovery
    from grader.model import Problem

    counts = Counter(submission.assignment for submission in found.submissions)
    missing = {name: absent(assignments[name].packages) for name in sorted(counts)}
    kept = tuple(each for each in found.submissions if not missing[each.assignment])
    problems = tuple(
        Problem(path=name, message=f"left out ({counts[name]}), {_need(packages)}")
        for name, packages in missing.items()
        if packages
    )
    if not kept and problems:
        packages = tuple(sorted({name for names in missing.values() for name in names}))
        raise SandboxMissing(
            f"{', '.join(missing)}: {_need(packages)}", hint=how_to_install(packages)
        )
    return Discovery(submissions=kept, problems=(*found.problems, *problems))


def _need(packages: tuple[str, ...]) -> str:
    return f"needs {', '.join(packages)}, which is not installed here"


def _refuse_results_among_submissions(out: Path, path: Path) -> None:
    if out.resolve().is_relative_to(path.resolve()):
        raise UsageError(
            f"{out} lies in {path}: results would be taken for submissions",
            hint="Name a folder outside of it with --out.",
        )


def _submissions(
    path: Path,
    settings: dict[str, AssignmentSettings],
    assignment: str | None,
    only: Sequence[str],
) -> Discovery:
    from grader.intake import discover

    found = discover(path, settings, assignment=assignment, only=frozenset(only))
    if not found.submissions:
        reasons = [f"{problem.path}: {problem.message}" for problem in found.problems]
        raise NothingToGrade(
            f"there is nothing to grade in {path}",
            hint="\n  ".join(reasons) or "Expected <assignment>/<student>/... or the like in it.",
        )
    return found


def _grade(
    found: Discovery,
    course: Course,
    store: Store,
    sandbox: str,
    *,
    protected: tuple[Path, ...],
    slots: int,
    quiet: bool,
) -> list[Grade]:
    """The grades, new and stored; no student's code may read the `protected` folders."""
    from grader.cli.image import provide_image
    from grader.cli.show.console import Console
    from grader.cli.show.progress import GradingProgress
    from grader.pipeline import Pipeline
    from grader.sandbox.backends import sandbox as backend
    from grader.secret import secret_file

    secret = secret_file(course.settings.name)
    provide_image(sandbox, quiet=quiet)
    with GradingProgress(Console(stderr=True, quiet=quiet)) as progress:
        return Pipeline(
            course=course,
            sandbox=backend(sandbox, protected=(*course.private, secret, *protected)),
            secret=_secret(secret, quiet=quiet),
            slots=slots,
            store=store,
            observer=progress,
        ).run(found.submissions)


def _secret(file: Path, *, quiet: bool) -> bytes:
    from grader.secret import read_or_make_secret

    is_new = not file.exists()
    secret = read_or_make_secret(file)
    if is_new and not quiet:
        say(
            f"made {file}, from which the hidden checks draw their numbers\n"
            "  keep it: with another one, every submission is graded anew"
        )
    return secret


def _say(grades: Sequence[Grade], problems: Sequence[Problem], index: Path, *, table: bool) -> None:
    """The table of grades where it is wanted; what could not be graded in any case."""
    from grader.cli.show.console import Console
    from grader.cli.show.summary import print_grades, print_problems
    from grader.scoring import points_of

    if table:
        print_grades(Console(), grades, index)
    print_problems(Console(stderr=True), problems, [g for g in grades if points_of(g) is None])
