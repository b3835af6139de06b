"""A slot that is really started, asked, and emptied."""

from __future__ import annotations

import time

from grader.errors import SandboxError, SlotLost
from grader.executors.probe import answers
from grader.executors.slots import SlotPool
from grader.model import Record, SandboxSpec
from grader.sandbox.base import Sandbox
from grader.wire.control import Ready


class SlotTrial(Record):
    """What came of trying a sandbox."""

    ready: Ready | None = None
    """What the slot said of itself; None when it did not start."""
    warm: float = 0.0
    """Seconds until it was warm."""
    trouble: str = ""
    """Why nothing can be graded in this sandbox; empty when something can."""
    remedy: str = ""

    @property
    def works(self) -> bool:
        """Whether a submission of ours got its answer."""
        return not self.trouble


PLAIN = SandboxSpec()
WITH_TORCH = SandboxSpec(packages=("numpy", "torch"), torch=True)


def try_out(sandbox: Sandbox, spec: SandboxSpec = PLAIN) -> SlotTrial:
    """Start a slot and have a tiny submission of our own answer in it."""
    pool = SlotPool(sandbox)
    begun = time.monotonic()
    try:
        if refusal := sandbox.refusal():
            raise refusal
        with pool.lend(spec) as slot:
            warm = time.monotonic() - begun
            if not answers(slot):
                raise SlotLost("a slot starts, but a submission of ours gets no answer in it")
    except SandboxError as error:
        return SlotTrial(trouble=error.message, remedy=error.hint)
    finally:
        pool.close()
    return SlotTrial(ready=slot.ready, warm=warm)
