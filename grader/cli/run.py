"""The command line of `grader run`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.options import RunOptions
from grader.executors.cores import cores


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--assignment", metavar="ID", help="What a single file or folder is a solution of.")
@click.option("--course", type=click.Path(path_type=Path), help="The course folder.")
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
    from grader.cli.grading import grade  # not needed for --help, which answers at once

    return grade(
        RunOptions(
            path=path,
            assignment=assignment,
            course=course,
            only=frozenset(only),
            out=out,
            slots=slots or cores(),
            sandbox=sandbox,
            as_json=as_json,
            quiet=quiet,
        )
    )
