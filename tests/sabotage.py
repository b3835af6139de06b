"""Sandboxes that fail: for everybody, or for the one submission that holds a certain word."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress

from grader.errors import SandboxMissing
from grader.model import SandboxSpec
from grader.sandbox.base import Session
from grader.sandbox.local import LocalSandbox

WORD = b"sabotage"
CHUNK = 65536


class DeadOnArrival:
    """Its far sides die before they are warm."""

    tier = "local"

    image = ""

    def refusal(self) -> SandboxMissing | None:
        return None

    def open(self, spec: SandboxSpec) -> Session:
        session = LocalSandbox().open(spec)
        session.kill()
        return session


class Sabotaged:
    """Its far sides die of the submission whose source holds WORD."""

    tier = "local"

    image = ""

    def __init__(self) -> None:
        self.opened = 0

    def refusal(self) -> SandboxMissing | None:
        return None

    def open(self, spec: SandboxSpec) -> Session:
        self.opened += 1
        return SabotagedSession(LocalSandbox().open(spec))


class SabotagedSession:
    """A session that looks at what passes through it."""

    tier = "local"

    image = ""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.sock, self._near = socket.socketpair()
        self._relay = threading.Thread(target=self._pass_on)
        self._relay.start()

    def kill(self) -> None:
        self._session.kill()

    def close(self) -> None:
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self._relay.join()
        self._session.close()
        self.sock.close()
        self._near.close()

    def last_words(self) -> str:
        return self._session.last_words()

    def _pass_on(self) -> None:
        """Pass bytes on in both directions until either end is gone."""
        other = {self._near: self._session.sock, self._session.sock: self._near}
        with suppress(OSError):
            while True:
                for end in select.select(list(other), [], [])[0]:
                    data = end.recv(CHUNK)
                    if WORD in data:
                        self._session.kill()
                    if not data:
                        raise ConnectionResetError
                    other[end].sendall(data)
        with suppress(OSError):
            self._near.shutdown(socket.SHUT_RDWR)
