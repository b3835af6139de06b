"""The rehearsal as a process of its own, from the side of who validates."""

from __future__ import annotations

import subprocess
import tempfile
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from grader.assignments import Assignment
from grader.errors import CourseError
from grader.far.boot import command, environment
from grader.judge.worker.client import last_error
from grader.model import Record
from grader.validate.observation import Knowledge, Rehearsed

R = TypeVar("R", bound=Record)


class RehearsalProcess:
    """A running `grader.validate.in_process`. Ask for what it knows first, then for the rest."""

    def __init__(self, assignment: Assignment, *, secrets: int, runs: int) -> None:
        """`secrets`: how many others to try; `runs`: of accuracy checks."""
        self._assignment = assignment.id
        root = assignment.folder.parents[1]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(
            command(
                "grader.validate.in_process", str(root), assignment.id, str(secrets), str(runs)
            ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            cwd=str(root),
        )

    def knowledge(self) -> Knowledge:
        """What the assignment knows about wrong solutions. Raises CourseError."""
        return self._next(Knowledge)

    def rehearsed(self) -> Rehearsed:
        """What was seen of the reference; waits for it. Raises CourseError."""
        return self._next(Rehearsed)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()
        self._errors.close()

    def _next(self, kind: type[R]) -> R:
        line = self._process.stdout.readline() if self._process.stdout is not None else b""
        if not line.strip():
            raise CourseError(
                f"{self._assignment}: the reference cannot be rehearsed",
                hint=last_error(self._process, self._errors),
            )
        return msgspec.json.decode(line, type=kind)
