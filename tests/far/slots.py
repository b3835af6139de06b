"""A real far side for tests, in which a test runs programs of its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from grader.errors import SlotLost
from grader.far.supervisor.leftovers import descendants
from grader.sandbox.channel import Channel
from grader.sandbox.process_session import ProcessSession
from grader.wire.control import Facts, Ready, Settings
from grader.wire.envelope import Envelope, Kind
from grader.wire.limits import MIB, Limits

PATIENCE = 30.0
"""Seconds after which something hangs."""
NOBODY = 65534
LIMITS = Limits(memory=256 * MIB, output=100_000)
PROGRAM = f"{Path(__file__).with_name('program.py')}:serve"

AS_ROOT = os.geteuid() == 0
KINDS = ("root", "user", "abi2") if AS_ROOT else ("user", "abi2")
"""As root with a uid for each slot; as an ordinary user; as that user with an older Landlock."""


class TestSlot:
    """A far side and the judge's end of its stream."""

    __test__ = False

    def __init__(self, settings: Settings, user: int | None = None) -> None:
        self.session = ProcessSession(settings, user)
        self.channel = Channel(self.session.sock)
        try:
            self.ready: Ready = self.channel.ready(PATIENCE)
        except SlotLost:
            self.session.close()
            raise
        self.zygote = max(self.processes())
        """The process id of the zygote, the only one that a warm slot has beside its supervisor."""

    def run(self, program: str) -> int:
        """Start a child on a program; return its number."""
        child = self.channel.start(PATIENCE)
        self.give(child, program)
        return child

    def give(self, child: int, program: str) -> None:
        """Send a started child its program."""
        source = program.encode()
        send_data(self.channel, child, len(source).to_bytes(4, "big") + source, PATIENCE)

    def hear(self) -> Envelope:
        """The next envelope but those that only say what was spent."""
        while True:
            envelope = self.channel.receive(PATIENCE)
            if envelope.kind is not Kind.SPENT:
                return envelope

    def ask(self, program: str) -> str:
        """What a program sends on its socket until it ends."""
        child = self.run(program)
        data, _, facts = self.listen(child)
        assert facts.exit_code == 0, facts
        return data.decode()

    def listen(self, child: int) -> tuple[bytes, bytes, Facts]:
        """All that a child sends and prints until it ends, and the facts."""
        data, printed = bytearray(), bytearray()
        while True:
            envelope = self.hear()
            assert envelope.child == child
            match envelope.kind:
                case Kind.DATA:
                    data += envelope.payload
                case Kind.OUTPUT:
                    printed += envelope.payload
                case Kind.ENDED:
                    facts = msgspec.msgpack.decode(envelope.payload, type=Facts)
                    return bytes(data), bytes(printed), facts
                case other:
                    raise AssertionError(other)

    def facts(self, program: str, *, cpu: float = PATIENCE, wall: float = PATIENCE) -> Facts:
        """How a program ends under these limits."""
        child = self.channel.start(PATIENCE)
        self.channel.arm(child, cpu, wall)
        self.give(child, program)
        return self.listen(child)[2]

    def processes(self) -> set[int]:
        """The supervisor and everything below it."""
        return {self.session.pid, *descendants(self.session.pid)}


@contextmanager
def opened(kind: str, limits: Limits = LIMITS, silence: float = 600.0) -> Iterator[TestSlot]:
    """A slot of one of KINDS, or `trusted`."""
    settings = Settings(
        tier="trusted" if kind == "trusted" else "local",
        limits=limits,
        lockdown=kind != "trusted",
        landlock_abi=2 if kind == "abi2" else None,
        serve=PROGRAM,
        silence=silence,
    )
    slot = TestSlot(settings, NOBODY if AS_ROOT and kind in ("user", "abi2") else None)
    try:
        yield slot
    finally:
        slot.session.close()


def send_data(channel: Channel, child: int, data: bytes, timeout: float) -> None:
    """Send bytes to a child, now."""
    channel.queue_data(child, data)
    channel.flush(timeout)


def all_gone(pids: set[int]) -> bool:
    """Whether these processes end before patience does."""
    deadline = time.monotonic() + PATIENCE
    while any(_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def kill_hard(pid: int) -> None:
    """kill -9."""
    os.kill(pid, signal.SIGKILL)
