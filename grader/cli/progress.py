"""Live progress of a run: how many are done, how long it will take, who is under way."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from grader.model import Grade, Submission

SHOWN = 6
"""Submissions under way that are named."""


class Silence:
    """Watches nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def started(self, submission: Submission) -> None:
        """Nobody wants to know."""

    def finished(self, grade: Grade) -> None:
        """Nobody wants to know."""


class Progress:
    """A bar on the terminal; nothing at all when the output is no terminal."""

    def __init__(self, total: int) -> None:
        self._lock = threading.Lock()
        self._under_way: list[str] = []
        self._bar = Bar(
            TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        )
        self._task = self._bar.add_task("grading", total=total)
        console = Console(stderr=True)
        self._live = Live(self._picture(), console=console, transient=True, refresh_per_second=10)
        self._shown = console.is_terminal

    def __enter__(self) -> Self:
        if self._shown:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._shown:
            self._live.stop()

    def started(self, submission: Submission) -> None:
        """A submission is being graded."""
        with self._lock:
            self._under_way.append(submission.id)
        self._refresh()

    def finished(self, grade: Grade) -> None:
        """A grade is there."""
        with self._lock:
            if grade.submission in self._under_way:
                self._under_way.remove(grade.submission)
        self._bar.advance(self._task)
        self._refresh()

    def _refresh(self) -> None:
        if self._shown:
            self._live.update(self._picture())

    def _picture(self) -> Group:
        with self._lock:
            names = ", ".join(self._under_way[:SHOWN])
            more = len(self._under_way) - SHOWN
        line = f"  {names}" + (f" and {more} more" if more > 0 else "")
        return Group(self._bar, Text(line, style="dim", overflow="ellipsis", no_wrap=True))
