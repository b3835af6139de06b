"""Whether a sandbox works: a slot that is really started, asked, and emptied."""

from __future__ import annotations

import time
from collections.abc import Mapping

from grader.doctor.report import MachineFinding, missing, ok
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


INSTALL = (
    "Grade on Linux 5.13 or later with Landlock, or install Docker and build the image "
    "(grader image build)."
)
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


def choice(trials: Mapping[str, SlotTrial], taken: str | None) -> MachineFinding:
    """`taken` is the first sandbox that does not refuse; `trials` are of all, by name."""
    if taken is None:
        return missing("sandbox", "none works here, so nothing can be graded", INSTALL)
    if not trials[taken].works:
        return missing(
            "sandbox",
            f"auto takes {taken}, which does not work: {trials[taken].trouble}",
            trials[taken].remedy or _another(trials),
        )
    return ok("sandbox", f"auto takes {taken}")


def _another(trials: Mapping[str, SlotTrial]) -> str:
    """What to use instead of the one that is taken."""
    working = [name for name, trial in trials.items() if trial.works]
    return f"Until it is repaired: --sandbox {working[0]}." if working else INSTALL
