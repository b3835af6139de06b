"""`grader image`, and the image that a run needs: built when asked for, or when somebody agrees."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from grader.errors import SandboxError
from grader.reports.text import line


@click.group()
def image() -> None:
    """The image of the docker sandbox."""


@image.command()
@click.option("--base", metavar="IMAGE", default="", help="An image with Python and venv.")
@click.option(
    "--wheels", type=click.Path(path_type=Path), metavar="FOLDER",
    help="Take all packages from this folder and ask no package index.",
)  # fmt: skip
@click.option("--index", metavar="URL", default="", help="The package index to ask.")
@click.option(
    "--torch-index", metavar="URL", default="", help="The index that has PyTorch's CPU builds."
)
def build(base: str, wheels: Path | None, index: str, torch_index: str) -> None:
    """Build the image, or bring it up to date.

    Without options it starts from a public Python image and takes the packages from the public
    indexes.
    """
    from grader.sandbox.docker.engine import connect
    from grader.sandbox.docker.sandbox_image import TAG, Sources
    from grader.sandbox.docker.sandbox_image import build as build_image

    with closing(connect()) as engine:
        built = build_image(engine, Sources(base, wheels, index, torch_index), _show)
    click.echo(f"{TAG} is ready: {built.id}")


def provide_image(sandbox: str, *, quiet: bool) -> None:
    """Before a run: bring the image up to date, if the run wants containers and somebody agrees.

    On a terminal that is the person there; elsewhere `--sandbox docker` is agreement enough, while
    `auto` takes what is there. Without an engine nothing happens: the sandbox says why it cannot
    be used. Raises SandboxMissing when the build fails.
    """
    if sandbox != "docker" and not (sandbox == "auto" and _is_terminal()):
        return
    # The SDK takes a tenth of a second, which a run without containers does not pay.
    from grader.sandbox.docker.engine import connect
    from grader.sandbox.docker.sandbox_image import Sources, refusal, status
    from grader.sandbox.docker.sandbox_image import build as build_image

    try:
        engine = connect()
    except SandboxError:
        return
    with closing(engine):
        why = refusal(status(engine))
        if why is not None and _agreed(why.message, quiet=quiet):
            build_image(engine, Sources(), _hide if quiet else _show)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _agreed(why: str, *, quiet: bool) -> bool:
    """Ask on a terminal; elsewhere say what is done."""
    if _is_terminal():
        question = f"{why}.\nBuild it now? It takes minutes and some gigabytes."
        return click.confirm(question, default=True, err=True)
    if not quiet:
        click.echo(f"{why}: building it", err=True)
    return True


def _show(text: str) -> None:
    click.echo(line(text), err=True)


def _hide(text: str) -> None:
    """Nothing is to be printed."""
