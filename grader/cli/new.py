"""The command line of `grader new`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("assignment")
@click.option(
    "--course", type=click.Path(path_type=Path),
    help="The course folder; made if it is missing or empty.",
)  # fmt: skip
def new(assignment: str, course: Path | None) -> int:
    """Make ASSIGNMENT, such as a17_attention, to be edited.

    It is complete and right: a handout, a starter, a reference, checks of every kind and the
    mistakes that they catch. In an empty folder the course is made, too. Nothing is overwritten.
    """
    from grader.cli.making import make  # not needed for --help

    return make(assignment, course)
