"""Grades one submission after the other on this machine, in its slots, by its judge templates."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from grader.assignments import Assignment
from grader.errors import SandboxMissing, SlotLost
from grader.executors.grades import Graded, Task, grade_of, set_aside
from grader.executors.probe import works
from grader.executors.slots import Slot, SlotPool
from grader.executors.templates import Proven, Templates
from grader.model import Judged, SourceFile
from grader.sandbox.base import Sandbox

FRESH_SLOTS = 3
"""Slots that are started for a submission which lost one, before it is set aside."""


class Machine:
    """Slots and judge templates. `grade` may be called from as many threads as there are slots."""

    def __init__(self, course: Path, sandbox: Sandbox, secret: bytes, slots: int) -> None:
        self._tier = sandbox.tier
        self._slots = slots
        self._pool = SlotPool(sandbox, slots)
        self._templates = Templates(course, secret)

    @contextmanager
    def executor(self) -> Iterator[Executor]:
        """One thread per slot. After an error nothing that is under way is waited for."""
        executor = ThreadPoolExecutor(self._slots, thread_name_prefix="slot")
        try:
            yield executor
        except BaseException:
            self._stop()
            raise
        finally:
            executor.shutdown(cancel_futures=True)
            self._pool.close()
            self._templates.close()

    def prove(self, assignments: Sequence[Assignment]) -> None:
        """Make ready to grade these; see `Templates.prove`."""
        self._templates.prove(assignments)

    def grade(self, task: Task) -> Graded:
        """Grade a submission.

        Raises SandboxMissing when no slot works any more, CourseError when the template ends.
        """
        begun = time.monotonic()
        proven = self._templates[task.submission.assignment]
        try:
            judged, slot = self._judged(task.submission.files, proven)
        except SlotLost as lost:
            self._require_working_slots(proven, lost)
            seconds = time.monotonic() - begun
            return Graded(grade=set_aside(task, proven.checks, self._tier, lost.message, seconds))
        grade = grade_of(
            task,
            judged,
            proven.checks,
            slot,
            rounding=proven.assignment.settings.rounding,
            seconds=time.monotonic() - begun,
        )
        return Graded(grade=grade, near_limit=judged.near_limit)

    def _judged(self, files: Sequence[SourceFile], proven: Proven) -> tuple[Judged, Slot]:
        """Judge in a slot; one that fails is our fault, and a fresh one is tried.

        Raises SlotLost when FRESH_SLOTS have failed, too.
        """
        spec = proven.assignment.settings.spec
        failures: list[str] = []
        for fresh in (False, *[True] * FRESH_SLOTS):
            try:
                with self._pool.lend(spec, fresh=fresh) as slot:
                    sock = slot.session.sock
                    return proven.template.judge(files, sock, proven.timeout), slot
            except SlotLost as lost:
                failures.append(lost.message)
        raise SlotLost(f"{len(failures)} slots failed, the last because {failures[-1]}")

    def _require_working_slots(self, proven: Proven, lost: SlotLost) -> None:
        """Raise SandboxMissing unless a submission of our own gets its answer."""
        if not works(self._pool, proven.assignment.settings.spec):
            raise SandboxMissing(
                f"the {self._tier} sandbox does not work: {lost.message}",
                hint="What is graded is kept: run the same command again when it works.",
            ) from lost

    def _stop(self) -> None:
        self._pool.stop()
        self._templates.stop()
