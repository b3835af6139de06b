"""How the supervisor gets children: forked from the zygote, or started fresh (trusted tier)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

import msgspec

from grader.far.boot import command, environment
from grader.far.child.zygote_messages import (
    PACKET_CAP,
    ChildExited,
    ChildForked,
    FromZygote,
    ZygoteFailed,
    ZygoteReady,
)
from grader.wire.control import SlotSetup


class Launcher(Protocol):
    """Makes one child at a time, and ends it."""

    def fileno(self) -> int | None:
        """A descriptor that is readable when there are messages, if there is such a thing."""
        ...

    def launch(self, data: int, output: int, ready: int) -> None:
        """Ask for a child on these ends; the caller closes its copies. ChildForked follows."""
        ...

    def messages(self) -> list[FromZygote]:
        """What happened since the last look; never waits."""
        ...

    def kill(self) -> bool:
        """Kill the child; False when it is gone already."""
        ...

    def close(self) -> None:
        """End everything that was started."""
        ...

    @property
    def pids(self) -> frozenset[int]:
        """Processes of ours, to be spared when leftovers are killed."""
        ...


class ZygoteLauncher:
    """Has children forked by a zygote. The zygote is their parent; pidfds make killing safe."""

    def __init__(self, slot: SlotSetup) -> None:
        self._control, far_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far_end:
            self._zygote = _start(
                "grader.far.child.zygote",
                [_json(slot), str(far_end.fileno())],
                pass_fds=[far_end.fileno()],
                output=None,
            )
        self._control.setblocking(False)
        self._pidfd: int | None = None

    def fileno(self) -> int:
        return self._control.fileno()

    @property
    def pids(self) -> frozenset[int]:
        return frozenset({self._zygote.pid})

    def launch(self, data: int, output: int, ready: int) -> None:
        socket.send_fds(self._control, [b"fork"], [data, output, ready])

    def messages(self) -> list[FromZygote]:
        found: list[FromZygote] = []
        with suppress(BlockingIOError):
            while True:
                packet, descriptors, _, _ = socket.recv_fds(self._control, PACKET_CAP, 1)
                if not packet:
                    return [*found, ZygoteFailed(reason="the zygote ended")]
                item = msgspec.msgpack.decode(packet, type=FromZygote)
                if isinstance(item, ChildForked):
                    self._pidfd = descriptors[0]
                elif isinstance(item, ChildExited):
                    self._forget()
                found.append(item)
        return found

    def kill(self) -> bool:
        if self._pidfd is None:
            return False
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def close(self) -> None:
        self.kill()
        self._forget()
        self._control.close()
        self._zygote.kill()
        self._zygote.wait()

    def _forget(self) -> None:
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None


class FreshLauncher:
    """Starts each child as a process of its own, which imports everything again."""

    def __init__(self, slot: SlotSetup) -> None:
        self._slot = slot
        self._child: subprocess.Popen[bytes] | None = None
        self._messages: list[FromZygote] = [ZygoteReady()]

    def fileno(self) -> None:
        return None

    @property
    def pids(self) -> frozenset[int]:
        return frozenset()

    def launch(self, data: int, output: int, ready: int) -> None:
        arguments = [_json(self._slot), *map(str, (data, output, ready))]
        self._child = _start(
            "grader.far.child.startup", arguments, pass_fds=[data, output, ready], output=output,
            variables=self._slot.settings.variables,
        )  # fmt: skip
        self._messages.append(ChildForked(pid=self._child.pid))

    def messages(self) -> list[FromZygote]:
        found, self._messages = self._messages, []
        if self._child is not None and (died := _ended(self._child)):
            self._child = None
            found.append(died)
        return found

    def kill(self) -> bool:
        if self._child is None:
            return False
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, signal.SIGKILL)
        return True

    def close(self) -> None:
        if self._child is not None:
            self.kill()
            self._child.wait()


def _start(
    module: str,
    arguments: list[str],
    *,
    pass_fds: list[int],
    output: int | None,
    variables: Sequence[tuple[str, str]] = (),
) -> subprocess.Popen[bytes]:
    """Run `main` of a far module; its output goes to `output`, or to our own stderr."""
    target = sys.stderr.fileno() if output is None else output
    return subprocess.Popen(
        command(module, *arguments),
        env=environment() | dict(variables),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=target,
        stderr=target,
        pass_fds=pass_fds,
        start_new_session=True,
    )


def _ended(child: subprocess.Popen[bytes]) -> ChildExited | None:
    pid, status, usage = os.wait4(child.pid, os.WNOHANG)
    if pid == 0:
        return None
    exited = ChildExited.from_wait(status, usage)
    child.returncode = exited.exit
    return exited


def _json(slot: SlotSetup) -> str:
    return msgspec.json.encode(slot).decode()
