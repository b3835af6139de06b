"""Candidates in slots of their own: slots that serve no student and are destroyed afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from grader.errors import SlotLost
from grader.executors.slots import SlotPool
from grader.executors.templates import Proven
from grader.model import Judged
from grader.pipeline import spread
from grader.sandbox.base import Sandbox
from grader.validate.observation import Candidate, Trial

WINDOW = 2
"""Candidates waiting or under way, per slot."""


class SandboxTrials:
    """Slots of one sandbox, for code of the course."""

    def __init__(self, sandbox: Sandbox, slots: int) -> None:
        self._slots = slots
        self._pool = SlotPool(sandbox, slots)
        self._executor = ThreadPoolExecutor(slots, thread_name_prefix="trial")

    def run(self, proven: Proven, candidates: Iterable[Candidate]) -> Iterator[Trial]:
        """Judge them all; trials come as they are done. Raises SandboxError."""

        def work(candidate: Candidate) -> Judged:
            return self._judged(proven, candidate)

        tasks = spread(self._executor, work, candidates, window=WINDOW * self._slots)
        for candidate, judged in tasks:
            yield Trial(
                kind=candidate.kind,
                name=candidate.name,
                mistakes=candidate.mistakes,
                judged=judged,
            )

    def close(self, *, at_once: bool = False) -> None:
        """End all slots; `at_once` waits for nothing that is under way."""
        if at_once:
            self._pool.stop()
        self._executor.shutdown(cancel_futures=True)
        self._pool.close()

    def _judged(self, proven: Proven, candidate: Candidate) -> Judged:
        """Judge in a slot; one that fails is replaced once."""
        try:
            return self._judged_in(proven, candidate, fresh=False)
        except SlotLost:
            return self._judged_in(proven, candidate, fresh=True)

    def _judged_in(self, proven: Proven, candidate: Candidate, *, fresh: bool) -> Judged:
        with self._pool.lend(proven.assignment.settings.spec, fresh=fresh) as slot:
            return proven.template.judge(
                candidate.files, slot.session.sock, proven.timeout, candidate.only
            )


@contextmanager
def trials(sandbox: Sandbox, slots: int) -> Iterator[SandboxTrials]:
    """Slots for as long as they are needed; after an error nothing is waited for."""
    found = SandboxTrials(sandbox, slots)
    try:
        yield found
    except BaseException:
        found.close(at_once=True)
        raise
    found.close()
