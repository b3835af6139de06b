"""The software that runs the student's code, on which a grade depends, and on how many cores."""

from __future__ import annotations

import functools
import importlib.util
import os
import platform
from collections.abc import Iterable, Sequence
from importlib import metadata

OUR_OWN = ("msgspec",)
"""What the far side needs besides the packages of the assignment."""


def runtime(tier: str, packages: Iterable[str], image: str = "") -> str:
    """What far sides run on, as part of the store key: an image, else this machine's software."""
    if image:
        return f"{tier} {image}"
    builds = " ".join(map(_build, sorted({*packages, *OUR_OWN})))
    return f"{tier} {platform.machine()} python {platform.python_version()} {builds}"


def absent(packages: Iterable[str]) -> tuple[str, ...]:
    """Those of the packages that are not installed where grader is."""
    return tuple(name for name in packages if importlib.util.find_spec(name) is None)


def how_to_install(packages: Sequence[str]) -> str:
    """What to do about packages that are absent, in one sentence."""
    extra = " (torch comes with backprop-grader[torch])" if "torch" in packages else ""
    return f"Install {', '.join(packages)} where grader is installed{extra}."


def cores() -> int:
    """The cores that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@functools.cache
def _build(package: str) -> str:
    """Version and wheel tag of a package: a wheel brings its own BLAS, another wheel another."""
    try:
        found = metadata.distribution(package)
    except metadata.PackageNotFoundError:
        return f"{package} {_versions_by_import_name(package)}"
    tags = [line for line in (found.read_text("WHEEL") or "").splitlines() if "Tag: " in line]
    return " ".join((package, found.version, *sorted(tags)))


def _versions_by_import_name(package: str) -> str:
    """Versions of what installed a package that its distribution is not named after."""
    names = sorted(set(metadata.packages_distributions().get(package, ())))
    return " ".join(f"{name} {metadata.version(name)}" for name in names) or "absent"
