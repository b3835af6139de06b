"""`grader image build`: asks the engine and shows what it says."""

from __future__ import annotations

from contextlib import closing

import click

from grader.reports.text import line
from grader.sandbox.docker import image
from grader.sandbox.docker.engine import connect


def build_image(sources: image.Sources) -> None:
    """Build the image on the engine; its name and id go to stdout, the steps to stderr."""
    with closing(connect()) as engine:
        built = image.build(engine, sources, _show)
    click.echo(f"{image.TAG} is ready: {built.id}")


def _show(text: str) -> None:
    click.echo(line(text), err=True)
