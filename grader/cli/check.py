"""The command line of `grader check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

CODE = (".py", ".ipynb")


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.argument("functions", nargs=-1)
@click.option("--assignment", metavar="ID", help="Which assignment of a course it is.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option(
    "--html", type=click.Path(path_type=Path), help="Write the page of the report to this file."
)
def check(
    path: Path,
    functions: Sequence[str],
    assignment: str | None,
    watch: bool,
    as_json: bool,
    html: Path | None,
) -> int:
    """Check your own work: PATH is its folder (this one by default), file or notebook.

    FUNCTIONS, like softmax, limit it to the checks of those; PATH may be left out before them. Your
    code runs on this computer, in a process of its own that is ended when it takes too long. The
    public checks are the instructor's; hidden checks are run when you hand in.
    """
    from grader.cli.checking import CheckOptions, run  # not needed for --help

    if _is_function(path):
        path, functions = Path(), (str(path), *functions)
    return run(
        CheckOptions(
            path=path,
            functions=tuple(functions),
            assignment=assignment,
            watch=watch,
            as_json=as_json,
            html=html,
        )
    )


def _is_function(path: Path) -> bool:
    """Whether what stands where a path may stand is the name of a function."""
    names = str(path).split(".")
    return all(map(str.isidentifier, names)) and path.suffix not in CODE and not path.exists()
