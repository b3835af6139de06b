"""`grader release`: pack what students get of an assignment."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.course import chosen_course, course_option, write_file
from grader.errors import ExitCode


@click.command()
@click.argument("assignment")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="FILE",
    help="The archive to write.  [default: ASSIGNMENT.zip]",
)  # fmt: skip
@course_option
def release(assignment: str, out: Path | None, course: Path | None) -> int:
    """Make the archive of ASSIGNMENT that students get.

    It has the handout, starters made from the reference, the same as a notebook, the public checks
    with the answers that they expect, and this grader. It is tried before it is written.
    """
    from grader.release.contents import release_of, try_out

    found = chosen_course(course).assignment(assignment)
    data = release_of(found)
    try_out(data, found)
    file = out or Path(f"{assignment}.zip")
    write_file(file, data, hint="Name another file after -o.")
    click.echo(f"{file}: {len(data) / 1024:.0f} KiB")
    return ExitCode.OK
