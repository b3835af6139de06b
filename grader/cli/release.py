"""The command line of `grader release`."""

from __future__ import annotations

from pathlib import Path

import click

from grader.errors import ExitCode, UsageError


@click.command()
@click.argument("assignment")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="FILE",
    help="The archive to write.  [default: ASSIGNMENT.zip]",
)  # fmt: skip
@click.option("--course", type=click.Path(path_type=Path), help="The course folder.")
def release(assignment: str, out: Path | None, course: Path | None) -> int:
    """Make the archive of ASSIGNMENT that students get.

    It has the handout, starters made from the reference, the same as a notebook, the public checks
    with the answers that they expect, and this grader. It is tried before it is written.
    """
    from grader.assignments import find_course, open_course
    from grader.release.contents import release_of
    from grader.release.trial import try_out

    found = (open_course(course) if course else find_course(Path.cwd())).assignment(assignment)
    data = release_of(found)
    try_out(data, found)
    file = out or Path(f"{assignment}.zip")
    try:
        file.write_bytes(data)
    except OSError as error:
        raise UsageError(
            f"{file} cannot be written: {error.strerror}", hint="Name another file after -o."
        ) from error
    click.echo(f"{file}: {len(data) / 1024:.0f} KiB")
    return ExitCode.OK
