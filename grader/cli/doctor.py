"""The command line of `grader doctor`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--course", type=click.Path(path_type=Path), help="The course folder.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("results"), show_default=True,
    help="Where grades and pages would go.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(course: Path | None, out: Path, as_json: bool) -> int:
    """Say what works on this machine, and what to do about what does not.

    Starts slots of every sandbox and has a tiny submission answer in them, which takes some
    seconds. The exit code is 0 if `grader run` works here, else 6.
    """
    from grader.cli.examining import examine  # not needed for --help, which answers at once

    return examine(course, out, as_json=as_json)
