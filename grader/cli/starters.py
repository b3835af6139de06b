"""`grader starters`: make the starters of a course from its references."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.course import chosen_course, course_option
from grader.errors import ExitCode


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--check", is_flag=True, help="Write nothing, say which files would change.")
@course_option
def starters(assignments: Sequence[str], check: bool, course: Path | None) -> int:
    """Make the starters of the course, or of the named assignments, from their references.

    What stands between # BEGIN SOLUTION and # END SOLUTION is left out. Prints the files that
    change; with --check the exit code is 1 if there are any.
    """
    from grader.release.starter_files import changes, write

    found = chosen_course(course)
    changed = changes(found, assignments)
    for file in changed:
        click.echo(file.relative_to(found.root))
    if not check:
        write(changed)
    return ExitCode.FAILED if check and changed else ExitCode.OK
