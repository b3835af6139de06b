"""The small text files of a release: README.md, requirements.txt and assignment.toml. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import msgspec

from grader.config import AssignmentSettings
from grader.errors import CourseError
from grader.model import Part
from grader.wire.limits import Limits

_AT_HOME = """
## Check your work

Once, in this folder, in a virtual environment of Python 3.11 or newer:

    pip install -r requirements.txt

This takes the grader from `{wheel}`, which lies here. Then, as often as you like:

    grader check                 all public checks
    grader check . {function}    those of one function
    grader check --watch         again whenever you save

Your code runs on your own computer. Work in the files, or in the notebook. The public checks lie in
`checks/`; hidden ones are run when you hand in.
"""
_HEAD = """\
# What this assignment needs. In the folder of this file: pip install -r requirements.txt
# The wheel is the grader; it lies beside this file."""
_TORCH = """\
# On Linux this is gigabytes of CUDA. Without a graphics card, run this one first:
#   pip install {pinned} --index-url https://download.pytorch.org/whl/cpu"""


def handout(text: str, first: Part, wheel: str) -> str:
    """The README.md of a release: the handout, and a section on `grader check` after it.

    `first` is the part whose first function stands in the example; `wheel` is a file name.
    """
    return text.rstrip("\n") + "\n" + _AT_HOME.format(wheel=wheel, function=first.functions[0])


def requirements(packages: Iterable[str], constraints: str, wheel: str) -> str:
    """The text of the file: the wheel by its file name, then each package in its tested version.

    `constraints` is the text of constraints.txt. Raises CourseError when it lacks a package.
    """
    return "\n".join(_requirement_lines(packages, constraints, wheel)) + "\n"


def settings_text(settings: AssignmentSettings) -> str:
    """The settings as TOML. What staff are told about submissions stays out."""
    return "\n".join(_settings_lines(settings)) + "\n"


def _requirement_lines(packages: Iterable[str], constraints: str, wheel: str) -> Iterator[str]:
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


def _settings_lines(settings: AssignmentSettings) -> Iterator[str]:
    yield f"title = {_quoted(settings.title)}"
    yield f"torch = {str(settings.torch).lower()}"
    yield f"packages = {_array(settings.packages)}"
    if settings.definitions:
        yield 'cells = "functions"'
    for part in settings.parts:
        yield from ("", "[[parts]]")
        yield f"name = {_quoted(part.name)}"
        yield f"file = {_quoted(part.file)}"
        yield f"functions = {_array(part.functions)}"
    yield from ("", "[limits]")
    usual = msgspec.structs.asdict(Limits())
    for name, value in msgspec.structs.asdict(settings.limits).items():
        if value != usual[name]:
            yield f"{name} = {value}"
    yield from ("", "[sources]")
    for function, source in settings.sources.items():
        yield f"{_quoted(function)} = {_quoted(source)}"


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are TOML's, too."""
    return json.dumps(text, ensure_ascii=False)


def _array(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
