"""The records inside envelopes, and what a far side is told when it starts. Plain data, no I/O."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from grader.wire.limits import Limits
from grader.wire.record import Record

UID_BASE = 1_900_000_000
"""Children of a supervisor with process id P have uid UID_BASE + P: above every range in use by
systemd and containers, below 2**31, and no two slots of a machine share one."""


class Settings(Record):
    """How a backend wants its far side: the argument of `grader.far.supervisor.agent`."""

    tier: str
    """`docker`, `local` or `trusted`."""
    packages: tuple[str, ...] = ("numpy",)
    """Top-level packages a submission may import besides the standard library."""
    torch: bool = False
    """Whether torch is imported before children are forked."""
    data: tuple[str, ...] = ()
    """Read-only folders a child may see."""
    limits: Limits = Limits()
    lockdown: bool = True
    """Fork children from a warm zygote and lock them down. Without it each child is a fresh,
    ordinary process of this user: only for one's own code."""
    landlock_abi: int | None = None
    """Use no Landlock right that came after this ABI; None uses all that the kernel knows."""
    require_landlock: bool = True
    contained: bool = False
    """Whether the far side has a container to itself, with a sized tmpfs as temporary folder."""
    variables: tuple[tuple[str, str], ...] = ()
    """Environment variables of fresh children, over those of every far side: `grader validate`
    tries references with more threads and on older processors."""
    lifetime: int | None = None
    """Seconds after which the far side ends, whatever it is doing; None: when stdin does."""
    silence: float = 600.0
    """Seconds, beyond the wall limit of a check, after which a far side ends that hears nothing:
    whoever holds the other end of its stream may not tell that the judge is gone."""
    serve: str = "grader.far.child.serve:serve"
    """`module:function`, or `/path/to/file.py:function`: what a child runs, given its end of the
    data stream and these settings."""


class SlotSetup(Record):
    """Where and as whom the children of one supervisor live."""

    settings: Settings
    scratch: str
    uid: int | None
    """None: the uid of the far side itself."""


class Alarm(Record):
    """What ARM sets: seconds from now until the child is ended."""

    cpu: float
    """CPU seconds of all threads. The child is ended at 1.2 times this, so that the judge, which
    counts everything above it as too much, can repeat a result close to the limit."""
    wall: float
    """Seconds of wall time, those not counted in which it runs or waits for a processor."""


class Ready(Record):
    """What is true of a slot, said once when it is warm."""

    tier: str
    python: str
    versions: dict[str, str]
    """Of NumPy and, where the slot has it, torch."""
    uid: int
    """The uid of the children."""
    landlock_abi: int
    """The ABI whose rights are used; 0 without lockdown."""
    scratch: str
    """`tmpfs` (sized, private) or `folder`."""


class Spent(Record):
    """What a child used since ARM, in seconds."""

    cpu: float
    idle: float
    """In which it neither ran nor waited for a processor, as of the last look of the supervisor."""


class Facts(Record):
    """What the supervisor measured about a child that ended; the fields of `grader.model.Facts`."""

    exit_code: int | None = None
    signal: int | None = None
    killed_for: str = ""
    """Why we ended it, if we did: `cpu`, `wall`, `memory`, `output`, `threads`, `closed` (it closed
    its end of the data stream), `judge` (KILL), `reset`. `memory` also when the kernel did it for
    us."""
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    peak_bytes: int = 0
    output_bytes: int = 0


class Clean(Record):
    """Whether a reset left nothing behind; `reason` says what stayed."""

    ok: bool
    reason: str = ""


R = TypeVar("R", bound=Record)


def dump(record: Record) -> bytes:
    """A record as the payload of an envelope."""
    return msgspec.msgpack.encode(record)


def load(payload: bytes, kind: type[R]) -> R:
    """A record from a payload; raises msgspec.DecodeError (a ValueError) on anything else."""
    return msgspec.msgpack.decode(payload, type=kind)
