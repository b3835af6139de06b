"""What a sandbox backend has to offer: start a far side, give a byte stream and a kill switch.

Everything else (limits, lockdown, reset, the protocol) is shared code on either end of the stream.
"""

from __future__ import annotations

import socket
from typing import Protocol

from grader.errors import SandboxMissing
from grader.model import SandboxSpec


class Session(Protocol):
    """One far side that was started: a slot."""

    @property
    def tier(self) -> str:
        """`docker`, `local` or `trusted`."""
        ...

    @property
    def sock(self) -> socket.socket:
        """A connected stream socket to the supervisor; whoever speaks on it speaks envelopes."""
        ...

    def kill(self) -> None:
        """End the far side and everything in it at once."""
        ...

    def close(self) -> None:
        """Hang up, let the far side clean up, and wait for its end; kill it if it does not."""
        ...

    def last_words(self) -> str:
        """What the far side itself wrote to stderr, for the message when it is lost."""
        ...


def require_cpu(spec: SandboxSpec, tier: str) -> None:
    """Raise SandboxMissing for an assignment that wants another device."""
    if spec.device != "cpu":
        raise SandboxMissing(
            f"the {tier} sandbox has no device {spec.device!r}",
            hint="It runs on the CPU only.",
        )


class Sandbox(Protocol):
    """A backend."""

    @property
    def tier(self) -> str:
        """`docker`, `local` or `trusted`."""
        ...

    @property
    def image(self) -> str:
        """The id of the image that far sides run in; empty when they run on this machine."""
        ...

    def refusal(self) -> SandboxMissing | None:
        """Why this backend cannot work on this machine, or None."""
        ...

    def open(self, spec: SandboxSpec) -> Session:
        """Start a far side. It says READY on the stream when it is warm.

        Raises SandboxMissing when this backend cannot, or must not, run this spec here.
        """
        ...
