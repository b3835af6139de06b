"""The local sandbox: what the kernel gives, and whether a slot works."""

from __future__ import annotations

import os
from collections.abc import Iterator

from grader.doctor.report import MachineFinding, ok, warning
from grader.doctor.slot_trial import SlotTrial
from grader.far.lockdown import landlock_abi, this_architecture
from grader.model import Record
from grader.wire.control import Ready

INSTEAD = "Use the docker sandbox, or for your own code --sandbox trusted."


class Kernel(Record):
    """What the lockdown of this machine can build on."""

    landlock: int
    """The Landlock ABI; 0 when there is none."""
    seccomp: bool
    """Whether we have a seccomp filter for this processor."""


def this_kernel() -> Kernel:
    """The kernel that runs us."""
    return Kernel(landlock=landlock_abi(), seccomp=this_architecture() is not None)


def local(kernel: Kernel, trial: SlotTrial) -> Iterator[MachineFinding]:
    """The parts of the local sandbox, and what came of trying it."""
    yield _landlock(kernel.landlock)
    yield _seccomp(kernel.seccomp)
    if trial.ready is None:
        yield warning("local sandbox", trial.trouble, trial.remedy or INSTEAD)
        return
    yield ok("local sandbox", f"a slot is warm after {trial.warm:.2f} s and answers")
    yield ok("students' user", _user(trial.ready))


def _landlock(abi: int) -> MachineFinding:
    if abi == 0:
        return warning(
            "Landlock",
            "this kernel has none, or it is switched off: the local sandbox refuses to start",
            "Linux 5.13 or later has it; add landlock to lsm= on the kernel's command line.",
        )
    return ok("Landlock", f"ABI {abi}")


def _seccomp(known: bool) -> MachineFinding:
    if not known:
        return warning("seccomp", "there is no filter for this processor", INSTEAD)
    return ok("seccomp", "there is a filter for this processor")


def _user(ready: Ready) -> str:
    if ready.uid == os.geteuid():
        return f"yours ({ready.uid}), under lockdown; root would give each slot one of its own"
    return f"each slot its own (now {ready.uid}), who can read Python and the packages"
