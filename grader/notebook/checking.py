"""`check` for notebooks: the public checks on the notebook's own functions, as HTML below."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.errors import GraderError, UsageError
from grader.home.function_states import FunctionState, refuse_unknown, states
from grader.home.judging import Checked, HomeChecker, at_home
from grader.home.place import CHECKS, EXPECTED, Place, place_of
from grader.judge.reference import load_module
from grader.model import Submission
from grader.notebook.live import LiveSubmission, ambiguous, cells_of, names_of
from grader.notebook.page import html_of, text_of


class CheckOutput:
    """What a check said; a notebook shows it as HTML, a terminal as text."""

    def __init__(self, functions: Sequence[FunctionState]) -> None:
        self.functions = functions

    def _repr_html_(self) -> str:
        return html_of(self.functions)

    def __repr__(self) -> str:
        return text_of(self.functions)


class Refusal:
    """Why nothing could be checked, in one sentence instead of a traceback."""

    def __init__(self, error: GraderError) -> None:
        self._error = error

    def __repr__(self) -> str:
        return f"grader: {self._error}"


def check(*functions: str) -> CheckOutput | Refusal:
    """Check functions of this notebook by name: `check("softmax")`, or all with `check()`."""
    try:
        variables, inputs = _notebook()
        return checked(variables, inputs, functions, Path.cwd())
    except GraderError as error:
        return Refusal(error)


def load(shell: Any) -> None:
    """Add `%grader softmax xor.layer1` to an IPython shell; `%grader` alone checks everything."""
    shell.register_magic_function(_grader, "line", "grader")


def checked(
    variables: Mapping[str, Any], inputs: Sequence[str], functions: Sequence[str], folder: Path
) -> CheckOutput:
    """Check functions among `variables`, by the release in `folder` or right below it."""
    place = place_of(_release_at(folder))
    parts = place.settings.parts
    refuse_unknown(functions, place.settings)
    _refuse_ambiguous(functions, place)
    submission = Submission(
        id=f"{place.settings.id}/you",
        assignment=place.settings.id,
        people=("you",),
        files=cells_of(inputs),
        digest="",
    )

    given = load_module(place.given, "given") if place.given else None
    live = LiveSubmission(variables, parts, names_of(inputs), given)

    def run(home: HomeChecker) -> Checked:
        return home.check(submission, functions, live)

    result = at_home(place, run)
    return CheckOutput([function for function in states(result, parts) if function.results])


def _grader(line: str) -> CheckOutput | Refusal:
    """Check functions of this notebook: %grader softmax"""
    return check(*line.replace(",", " ").split())


def _release_at(folder: Path) -> Path:
    """The folder of the release: this one, one above, or the only one right below.

    A notebook in the cloud runs where the archive was unpacked, one folder above its checks.
    """
    if any((above / CHECKS / EXPECTED).is_file() for above in (folder, *folder.parents)):
        return folder
    below = [file.parent.parent for file in folder.glob(f"*/{CHECKS}/{EXPECTED}")]
    if len(below) > 1:
        names = ", ".join(sorted(path.name for path in below))
        raise UsageError(
            f"there are several assignments here: {names}",
            hint="Change into the folder of one with %cd.",
        )
    return below[0] if below else folder


def _refuse_ambiguous(functions: Sequence[str], place: Place) -> None:
    for function in functions:
        if function in ambiguous(place.settings.parts):
            parts = [part.name for part in place.settings.parts if function in part.functions]
            raise UsageError(
                f"{function} is a function of several parts",
                hint=f"Say which one: {', '.join(f'{part}.{function}' for part in parts)}.",
            )


def _notebook() -> tuple[Mapping[str, Any], Sequence[str]]:
    """The variables and the cells of the running notebook. Raises UsageError outside of one."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None:
        raise UsageError(
            "this is no notebook", hint="In a terminal: grader check, in the assignment's folder."
        )
    return shell.user_ns, [str(cell) for cell in shell.user_ns.get("In", [])]
