"""Live progress: how much is done, how long the rest will take, who is under way."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from grader.cli.show.console import Console
from grader.model import Grade, Submission
from grader.reports.text import line

SHOWN = 6
"""Submissions under way that are named."""
NAME = 32
"""Characters of a name, so that one long name does not hide the others."""


class GradingProgress:
    """A pipeline's `Watcher` that draws on a terminal, and does nothing where there is none."""

    def __init__(self, console: Console) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[str, None] = {}
        """Ids in the order in which they were started."""
        self._bar = Bar(
            TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        )
        self._task = self._bar.add_task("grading", visible=False)
        self._live = Live(console=console, transient=True, refresh_per_second=10)
        self._drawn = console.is_terminal and not console.quiet

    def __enter__(self) -> Self:
        if self._drawn:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._drawn:
            self._live.stop()

    def proving(self, assignments: Sequence[str]) -> None:
        """Say which references are run through their checks."""
        self._draw(_dim(f"running the checks of {', '.join(assignments)} on the reference"))

    def grading(self, total: int, stored: int) -> None:
        """Start the clock: what was stored says nothing about the time that the rest takes."""
        self._bar.reset(self._task, total=total, completed=stored, visible=True)
        self._draw_all()

    def started(self, submission: Submission) -> None:
        """Name a submission."""
        with self._lock:
            self._under_way[submission.id] = None
        self._draw_all()

    def postponed(self, submission: Submission) -> None:
        """It waits for its second, quiet run."""
        self._ended(submission.id)

    def finished(self, grade: Grade) -> None:
        """Count a grade."""
        self._bar.advance(self._task)
        self._ended(grade.submission)

    def _ended(self, submission: str) -> None:
        with self._lock:
            self._under_way.pop(submission, None)
        self._draw_all()

    def _draw_all(self) -> None:
        with self._lock:
            names = [line(name, NAME) for name in self._under_way]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        self._draw(Group(self._bar, _dim(f"  {', '.join(names[:SHOWN])}{more}")))

    def _draw(self, picture: RenderableType) -> None:
        if self._drawn:
            self._live.update(picture)


class ValidationProgress:
    """A validation's `Watcher` that draws on a terminal, and does nothing where there is none."""

    def __init__(self, console: Console) -> None:
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("validating", total=None)
        self._drawn = console.is_terminal and not console.quiet

    def __enter__(self) -> Self:
        if self._drawn:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._drawn:
            self._bar.stop()

    def began(self, assignment: str) -> None:
        """Name the assignment."""
        self._bar.reset(self._task, total=None, description=assignment)

    def planned(self, candidates: int) -> None:
        """Start to count."""
        self._bar.update(self._task, total=candidates)

    def tried(self, name: str) -> None:
        """Count one more."""
        self._bar.advance(self._task)


def _dim(text: str) -> Text:
    return Text(text, style="dim", overflow="ellipsis", no_wrap=True)
