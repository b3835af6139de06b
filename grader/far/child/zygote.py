"""A warm process that does nothing but fork children.

It never reads a byte of a submission: a process that both pumps frames and forks would hand one
student's bytes to the next in its memory. On command it forks; the child talks over its own socket.
"""

from __future__ import annotations

import gc
import os
import select
import socket
from pathlib import Path

import msgspec

from grader.far import kernel
from grader.far.child.startup import ChildPipes, run
from grader.far.child.warm import Serve, warm_up
from grader.far.child.zygote_messages import (
    PACKET_CAP,
    ChildExited,
    ChildForked,
    FromZygote,
    ZygoteFailed,
    ZygoteReady,
)
from grader.far.lockdown import Lockdown, LockdownError, Plan, prepare, readable_paths
from grader.wire.control import SlotSetup


def main(arguments: list[str]) -> None:
    """Arguments: the SlotSetup as JSON, and the file descriptor of the supervisor's socket."""
    supervisor = os.getppid()
    kernel.die_with(supervisor)
    slot = msgspec.json.decode(arguments[0], type=SlotSetup)
    control = socket.socket(fileno=int(arguments[1]))
    control.set_inheritable(False)
    try:
        serve = warm_up(slot.settings)
        lockdown = prepare(plan_of(slot))
        _be_forkable()
    except (ImportError, AttributeError, LockdownError, RuntimeError) as error:
        _tell(control, ZygoteFailed(reason=f"{type(error).__name__}: {error}"))
        return
    _tell(control, ZygoteReady())
    Zygote(slot, control, serve, lockdown).fork_on_command()


def plan_of(slot: SlotSetup) -> Plan:
    """What the children of a slot may do. Raises LockdownError when a package is missing."""
    settings = slot.settings
    return Plan(
        uid=slot.uid,
        read_only=(*readable_paths(settings.packages), *settings.data),
        scratch=slot.scratch,
        limits=settings.limits,
        landlock_abi=settings.landlock_abi,
        require_landlock=settings.require_landlock,
    )


class Zygote:
    """Forks, reaps and reports, one child at a time."""

    def __init__(
        self, slot: SlotSetup, control: socket.socket, serve: Serve, lockdown: Lockdown
    ) -> None:
        self._slot = slot
        self._control = control
        self._serve = serve
        self._lockdown = lockdown
        self._children: dict[int, int] = {}
        """pidfd -> pid of each child that is not reaped."""

    def fork_on_command(self) -> None:
        """Wait for commands and deaths until the supervisor is gone."""
        while True:
            poller = select.poll()
            for descriptor in (self._control.fileno(), *self._children):
                poller.register(descriptor, select.POLLIN)
            for descriptor, _ in poller.poll():
                if descriptor in self._children:
                    self._reap(descriptor)
                elif not self._fork():
                    return

    def _fork(self) -> bool:
        """Fork a child onto the pipes that came; False when the supervisor is gone instead."""
        _, ends, _, _ = socket.recv_fds(self._control, PACKET_CAP, len(ChildPipes._fields))
        if len(ends) != len(ChildPipes._fields):
            return False
        zygote = os.getpid()
        pid = os.fork()
        if pid == 0:
            run(self._slot, ChildPipes(*ends), self._serve, self._lockdown, zygote)
        for end in ends:
            os.close(end)
        pidfd = os.pidfd_open(pid)
        self._children[pidfd] = pid
        _tell(self._control, ChildForked(pid=pid), pidfd)
        return True

    def _reap(self, pidfd: int) -> None:
        _, status, usage = os.wait4(self._children.pop(pidfd), 0)
        os.close(pidfd)
        _tell(self._control, ChildExited.from_wait(status, usage))


def _be_forkable() -> None:
    """Share memory with children for as long as possible, and check that there is one thread."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        raise RuntimeError(f"the zygote has {threads} threads; children forked from it would hang")
    gc.collect()
    gc.freeze()


def _tell(control: socket.socket, message: FromZygote, *descriptors: int) -> None:
    socket.send_fds(control, [msgspec.msgpack.encode(message)], descriptors)
