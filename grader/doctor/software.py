"""grader itself, Python, and packages."""

from __future__ import annotations

import importlib.util
import platform
import sys
from collections.abc import Iterator
from importlib import metadata

from grader import __version__
from grader.doctor.findings import Finding, ok


def software() -> Iterator[Finding]:
    """What is installed beside grader."""
    yield ok("grader", __version__)
    yield ok("Python", f"{platform.python_version()} at {sys.executable}")
    yield ok("NumPy", metadata.version("numpy"))


def absent(packages: tuple[str, ...]) -> tuple[str, ...]:
    """The packages that cannot be imported here."""
    return tuple(name for name in packages if importlib.util.find_spec(name) is None)


def version_of(package: str) -> str | None:
    """The version of what is installed under this name, None if nothing is."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
