"""The image of the docker sandbox: built when asked for, and offered by a run that needs it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing

import click

from grader.errors import SandboxError
from grader.reports.text import line
from grader.sandbox.docker import image
from grader.sandbox.docker.engine import connect


def build_image(sources: image.Sources) -> None:
    """Build the image on the engine; its name and id go to stdout, the steps to stderr."""
    with closing(connect()) as engine:
        built = image.build(engine, sources, _show)
    click.echo(f"{image.TAG} is ready: {built.id}")


def provide_image(sandbox: str, *, quiet: bool) -> None:
    """Before a run: bring the image up to date, if the run wants containers and somebody agrees.

    On a terminal that is the person there; elsewhere `--sandbox docker` is agreement enough, while
    `auto` takes what is there. Without an engine nothing happens: the sandbox says why it cannot
    be used. Raises SandboxMissing when the build fails.
    """
    agree = _asked if _is_terminal() else _told(quiet)
    if sandbox != "docker" and not (sandbox == "auto" and _is_terminal()):
        return
    try:
        engine = connect()
    except SandboxError:
        return
    with closing(engine):
        refusal = image.refusal(image.status(engine))
        if refusal is not None and agree(refusal.message):
            image.build(engine, image.Sources(), _hide if quiet else _show)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _asked(why: str) -> bool:
    question = f"{why}.\nBuild it now? It takes minutes and some gigabytes."
    return click.confirm(question, default=True, err=True)


def _told(quiet: bool) -> Callable[[str], bool]:
    def tell(why: str) -> bool:
        if not quiet:
            click.echo(f"{why}: building it", err=True)
        return True

    return tell


def _show(text: str) -> None:
    click.echo(line(text), err=True)


def _hide(text: str) -> None:
    """Nothing is to be printed."""
