"""The far side of a sandbox: `main([settings])`, with the judge on stdin and stdout.

Starts the supervisor, which starts everything else. Ends, with everything in it, when stdin does.
"""

from __future__ import annotations

import os
import platform
import signal
import sys
from importlib import metadata

import msgspec

from grader.far import kernel
from grader.far.lockdown import landlock_abi
from grader.far.supervisor.launch import FreshLauncher, Launcher, ZygoteLauncher
from grader.far.supervisor.scratch import Scratch
from grader.far.supervisor.supervisor import SlotFault, Supervisor
from grader.wire.control import UID_BASE, Ready, Settings, SlotSetup
from grader.wire.envelope import EnvelopeError
from grader.wire.stream import JudgeStream


def main(arguments: list[str]) -> None:
    """Serve one slot. Arguments: the Settings as JSON."""
    settings = msgspec.json.decode(arguments[0], type=Settings)
    kernel.adopt_orphans()
    _end_when_told(settings.lifetime)
    stream = _take_standard_streams()
    scratch = Scratch(_uid_of_children(settings), contained=settings.contained)
    slot = SlotSetup(settings=settings, scratch=str(scratch.path), uid=_uid_of_children(settings))
    launcher: Launcher = ZygoteLauncher(slot) if settings.lockdown else FreshLauncher(slot)
    supervisor = Supervisor(slot, _ready(slot, scratch), stream, launcher, scratch)
    try:
        supervisor.run()
    except (SlotFault, EnvelopeError, msgspec.DecodeError) as fault:
        supervisor.give_up(str(fault))
        sys.exit(1)
    finally:
        supervisor.close()
        scratch.remove()


def _end_when_told(seconds: int | None) -> None:
    """End this process at SIGTERM and at a deadline; everything in it ends with it, at once.

    With handlers, because the first process of a container ignores signals without one.
    """
    for each in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(each, lambda number, frame: os._exit(128 + number))
    if seconds is not None:
        signal.alarm(seconds)


def _take_standard_streams() -> JudgeStream:
    """Move the judge's stream off stdin and stdout, where a stray print could reach it."""
    stream = JudgeStream(os.dup(0), os.dup(1))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return stream


def _uid_of_children(settings: Settings) -> int | None:
    if settings.lockdown and os.geteuid() == 0:
        return UID_BASE + os.getpid()
    return None


def _ready(slot: SlotSetup, scratch: Scratch) -> Ready:
    settings = slot.settings
    distributions = ("numpy", "torch") if settings.torch else ("numpy",)
    return Ready(
        tier=settings.tier,
        python=platform.python_version(),
        versions={name: metadata.version(name) for name in distributions},
        uid=os.getuid() if slot.uid is None else slot.uid,
        landlock_abi=landlock_abi(settings.landlock_abi) if settings.lockdown else 0,
        scratch=scratch.kind,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
