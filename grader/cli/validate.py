"""The command line of `grader validate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.executors.cores import cores


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--full", is_flag=True, help="Try everything, often, and keep the record.")
@click.option("--course", type=click.Path(path_type=Path), help="The course folder.")
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
    from grader.cli.validating import ValidateOptions, run  # not needed for --help

    return run(
        ValidateOptions(
            assignments=tuple(assignments),
            full=full,
            course=course,
            slots=slots or cores(),
            sandbox=sandbox,
            junit=junit,
            as_json=as_json,
            quiet=quiet,
        )
    )
