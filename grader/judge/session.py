"""One pytest session: collect the check files of an assignment, then do something with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest

from grader.errors import CourseError
from grader.judge.plugin import JudgePlugin

T = TypeVar("T")

_INI = Path(__file__).with_name("pytest.ini")
_UNUSED = (
    *("cacheprovider", "faulthandler", "threadexception", "unraisableexception", "logging"),
    *("doctest", "junitxml", "stepwise", "pastebin", "terminal"),
)
_OPTIONS = (
    *(f"--config-file={_INI}", "--capture=no", "--import-mode=importlib"),
    *("--strict-markers", "--noconftest"),
    *(f"-pno:{plugin}" for plugin in _UNUSED),
)


def collected(checks: Sequence[Path], reference: Any, use: Callable[[JudgePlugin], T]) -> T:
    """Collect check files and return what `use` makes of them, while the session lasts.

    Raises CourseError when a file cannot be read, and what `use` raises.
    """
    values: list[T] = []
    errors: list[Exception] = []

    def serve(plugin: JudgePlugin) -> None:
        if plugin.problems:
            return
        try:
            values.append(use(plugin))
        except Exception as error:  # in a hook it would end as pytest's internal error
            errors.append(error)

    plugin = JudgePlugin(reference, serve)
    pytest.main([*_OPTIONS, *map(str, checks)], plugins=[plugin])
    for error in errors:
        raise error
    if not values:
        raise CourseError("the check files cannot be read", problems=tuple(plugin.problems))
    return values[0]
