"""Does a fresh slot still work? Asked before a submission is blamed for the slots it lost."""

from __future__ import annotations

from grader.errors import SandboxError
from grader.executors.slots import Slot, SlotPool
from grader.judge.children.children import Children
from grader.judge.proxy.connection import Connection
from grader.judge.proxy.failures import Stopped
from grader.judge.proxy.student import Namespace
from grader.judge.proxy.transcript import Transcript
from grader.model import Check, Part, SandboxSpec, SourceFile

SOURCE = b"import numpy as np\n\ndef double(x):\n    return 2 * np.asarray(x)\n"
PART = Part(name="probe", file="probe.py", functions=("double",))


def works(pool: SlotPool, spec: SandboxSpec) -> bool:
    """Whether a tiny submission of our own gets its answer in a fresh slot."""
    try:
        with pool.lend(spec, fresh=True) as slot:
            return answers(slot)
    except SandboxError:
        return False


def answers(slot: Slot) -> bool:
    """Whether a tiny submission of our own gets its answer in this slot. Raises SlotLost."""
    limits = slot.spec.limits
    files = (SourceFile(path=PART.file, data=SOURCE),)
    check = Check(id="test_probe", title="The sandbox answers.", points=1)
    transcript = Transcript()
    children = Children(slot.session.sock, files=files, given=None, limits=limits)
    try:
        children.begin(check, limits.check_cpu, transcript)
        answer = Namespace(Connection(children, transcript, (PART,), files), PART.name).double([21])
        children.close()
    except Stopped:
        return False
    return bool(answer.tolist() == [42]) if hasattr(answer, "tolist") else False
