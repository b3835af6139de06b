"""The software that runs the student's code: a grade depends on it."""

from __future__ import annotations

import functools
import platform
from importlib.metadata import PackageNotFoundError, version

RUNTIME_PACKAGES = ("numpy", "torch", "msgspec")


@functools.cache
def runtime(tier: str) -> str:
    """The runtime of far sides that are processes of this machine, as part of the store key."""
    packages = " ".join(f"{name} {_version(name)}" for name in RUNTIME_PACKAGES)
    return f"{tier} {platform.machine()} python {platform.python_version()} {packages}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
