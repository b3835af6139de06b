"""Live progress of a validation: which assignment, how many submissions of ours are tried."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from grader.cli.console import Console


class Trying:
    """A `Watcher` that draws on a terminal, and does nothing where there is none."""

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
