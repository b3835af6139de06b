"""A far side that is a process of this machine, on one end of a socket pair."""

from __future__ import annotations

import socket
import subprocess
import tempfile
from contextlib import suppress

import msgspec

from grader.far.boot import command, environment
from grader.model import SandboxSpec
from grader.wire.control import Settings

CLOSE_LIMIT = 30.0
"""Seconds that a far side may take to clean up before it is killed."""
_LAST_WORDS = 2000


class ProcessSession:
    """The session of the local and the trusted backend."""

    def __init__(self, settings: Settings, user: int | None = None) -> None:
        self.tier = settings.tier
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the session)
        self.sock, far_end = socket.socketpair()
        with far_end:
            self._agent = subprocess.Popen(
                command("grader.far.supervisor.agent", msgspec.json.encode(settings).decode()),
                env=environment(),
                cwd="/",
                stdin=far_end.fileno(),
                stdout=far_end.fileno(),
                stderr=self._words,
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )

    @property
    def pid(self) -> int:
        """The process id of the supervisor."""
        return self._agent.pid

    def kill(self) -> None:
        """End the supervisor; the kernel ends its zygote and child with it."""
        self._agent.kill()
        self._agent.wait()

    def close(self) -> None:
        """Hang up and wait; kill if that does not help."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()
        try:
            self._agent.wait(CLOSE_LIMIT)
        except subprocess.TimeoutExpired:
            self.kill()
        self._words.close()

    def last_words(self) -> str:
        """The end of what the far side wrote to stderr."""
        size = self._words.seek(0, 2)
        self._words.seek(max(size - _LAST_WORDS, 0))
        return self._words.read().decode("utf-8", "replace").strip()


def settings_of(spec: SandboxSpec, tier: str, *, landlock: int | None = None) -> Settings:
    """What a far side on this machine is told for a spec; only `trusted` is not locked down."""
    return Settings(
        tier=tier,
        packages=spec.packages,
        torch=spec.torch,
        data=spec.data,
        limits=spec.limits,
        lockdown=tier != "trusted",
        landlock_abi=landlock,
    )
