"""`requirements.txt` of a release: the grader beside it, and the tested versions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from grader.errors import CourseError

_HEAD = """\
# What this assignment needs. In the folder of this file: pip install -r requirements.txt
# The wheel is the grader; it lies beside this file."""
_TORCH = """\
# On Linux this is gigabytes of CUDA. Without a graphics card, run this one first:
#   pip install {pinned} --index-url https://download.pytorch.org/whl/cpu"""


def requirements(packages: Iterable[str], constraints: str, wheel: str) -> str:
    """The text of the file: the wheel by its file name, then each package in its tested version.

    `constraints` is the text of constraints.txt. Raises CourseError when it lacks a package.
    """
    return "\n".join(_lines(packages, constraints, wheel)) + "\n"


def _lines(packages: Iterable[str], constraints: str, wheel: str) -> Iterator[str]:
    yield from (_HEAD, f"./{wheel}")
    for package in packages:
        pinned = _pinned(package, constraints)
        if package == "torch":
            yield _TORCH.format(pinned=pinned)
        yield pinned


def _pinned(package: str, constraints: str) -> str:
    pinned = re.search(rf"^{re.escape(package)}==\S+$", constraints, re.MULTILINE | re.IGNORECASE)
    if pinned is None:
        raise CourseError(
            f"no tested version of {package} is known",
            hint="Add it to constraints.txt, for example as numpy==2.4.6.",
        )
    return pinned[0]
