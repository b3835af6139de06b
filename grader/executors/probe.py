"""Does a fresh slot still work? Asked before a submission is blamed for the slots it lost."""

from __future__ import annotations

from grader.errors import SandboxError
from grader.executors.slots import Slot, SlotPool
from grader.model import SandboxSpec

SOURCE = b"import numpy as np\n\ndef double(x):\n    return 2 * np.asarray(x)\n"


def works(pool: SlotPool, spec: SandboxSpec) -> bool:
    """Whether a tiny submission of our own gets its answer in a fresh slot."""
    try:
        with pool.lend(spec, fresh=True) as slot:
            return answers(slot)
    except SandboxError:
        return False


def answers(slot: Slot) -> bool:
    """Whether a tiny submission of our own gets its answer in this slot. Raises SlotLost."""
    from grader.judge.children.children import call_once  # brings NumPy, and is rarely needed

    answer = call_once(slot.session.sock, SOURCE, "double", [21], slot.spec.limits)
    return bool(answer.tolist() == [42]) if hasattr(answer, "tolist") else False
