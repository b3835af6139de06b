"""The command line of `grader image`."""

from __future__ import annotations

from pathlib import Path

import click


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
    from grader.cli.building import build_image  # not needed for --help, which answers at once
    from grader.sandbox.docker.image import Sources

    build_image(Sources(base, wheels, index, torch_index))
