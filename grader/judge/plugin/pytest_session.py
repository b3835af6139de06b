"""One pytest session: collect the check files of an assignment, then do something with them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from grader.errors import CourseError
from grader.judge.plugin.plugin import JudgePlugin

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
    errors: list[BaseException] = []

    def serve(plugin: JudgePlugin) -> None:
        if plugin.problems:
            return
        try:
            values.append(use(plugin))
        except (Exception, KeyboardInterrupt) as error:  # pytest would make its own of them
            errors.append(error)

    plugin = JudgePlugin(reference, serve)
    with _nothing_of_the_user():
        ended = pytest.main([*_OPTIONS, *map(str, checks)], plugins=[plugin])
    for error in errors:
        raise error
    if ended == pytest.ExitCode.INTERRUPTED and not plugin.problems:
        raise KeyboardInterrupt
    if not values:
        raise CourseError("the check files cannot be read", problems=tuple(plugin.problems))
    return values[0]


@contextmanager
def _nothing_of_the_user() -> Iterator[None]:
    """Keep out the options and the plugins that somebody uses for tests of their own."""
    before = {name: value for name, value in os.environ.items() if name.startswith("PYTEST_")}
    for name in before:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update(before)
