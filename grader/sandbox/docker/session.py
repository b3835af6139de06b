"""A far side in a container: created, attached, started; its stream on one end of a socket pair.

Two threads pump between the engine's stream and the socket pair, and end with either of them: a
container that is gone, or an engine that is, closes the judge's end.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from typing import Any

from grader.errors import SandboxError
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.stream_frames import ERRORS, OUTPUT, Demultiplexer

CLOSE_LIMIT = 30.0
"""Seconds that a far side may take to clean up before it is killed."""
_CHUNK = 256 * 1024
_LAST_WORDS = 2000


class DockerSession:
    """The session of the docker backend. Leaves no container behind, whatever happens."""

    tier = "docker"

    def __init__(self, engine: Engine, options: Mapping[str, Any]) -> None:
        """Start a container. Raises SlotLost or SandboxMissing, with nothing left of it."""
        self._engine = engine
        self._words = bytearray()
        self._ending = threading.Lock()
        self._removed = False
        with engine.asking("create a container") as client:
            self._container = client.containers.create(**options)
        with ExitStack() as undo:
            undo.callback(self._remove)
            with engine.asking("attach to a container"):
                self._answer, self._stream = _attach(self._container)
            undo.callback(self._detach)
            with engine.asking("start a container"):
                self._container.start()
            undo.pop_all()
        self.sock, self._inner = socket.socketpair()
        self._pumps = (
            threading.Thread(target=self._pump_out, name="container out", daemon=True),
            threading.Thread(target=self._pump_in, name="container in", daemon=True),
        )
        for pump in self._pumps:
            pump.start()

    @property
    def container(self) -> str:
        """The id of the container."""
        return str(self._container.id)

    def kill(self) -> None:
        """End the container and all in it at once. From any thread, also more than once."""
        # First the stream: an engine that waits for a reader can neither kill nor remove.
        _hang_up(self._stream)
        _hang_up(self._inner)
        self._remove()

    def close(self) -> None:
        """Hang up and wait for the far side to end; then remove the container."""
        _hang_up(self.sock)
        self._pumps[0].join(CLOSE_LIMIT)
        self.kill()
        for pump in self._pumps:
            pump.join()
        self.sock.close()
        self._inner.close()
        self._detach()

    def last_words(self) -> str:
        """How the container ended, if it did, and the end of what the far side wrote to stderr."""
        said = bytes(self._words).decode("utf-8", "replace").strip()
        return "\n".join(filter(None, (self._ended(), said)))

    def _ended(self) -> str:
        with suppress(SandboxError), self._engine.asking("look at a container"):
            self._container.reload()
            state = self._container.attrs["State"]
            if not state["Running"]:
                memory = ", out of memory" if state["OOMKilled"] else ""
                return f"the container ended (exit code {state['ExitCode']}{memory})"
        return ""

    def _detach(self) -> None:
        self._stream.close()
        self._answer.close()

    def _remove(self) -> None:
        """Remove the container; what an engine that is gone still holds is removed as an orphan."""
        with self._ending:
            if not self._removed:
                with suppress(SandboxError), self._engine.asking("remove a container"):
                    self._container.remove(force=True, v=True)
                self._removed = True

    # the pumps

    def _pump_out(self) -> None:
        """From the container to the judge; ends when the container does."""
        frames = Demultiplexer()
        with suppress(OSError):
            while data := self._stream.recv(_CHUNK):
                for stream, piece in frames.feed(data):
                    if stream == OUTPUT:
                        self._inner.sendall(piece)
                    elif stream == ERRORS:
                        self._words += piece
                        del self._words[:-_LAST_WORDS]
        _hang_up(self._inner)

    def _pump_in(self) -> None:
        """From the judge to the container; a judge that hangs up ends the container's stdin."""
        with suppress(OSError):
            while data := self._inner.recv(_CHUNK):
                self._stream.sendall(data)
        with suppress(OSError):
            self._stream.shutdown(socket.SHUT_WR)


def _attach(container: Any) -> tuple[Any, socket.socket]:
    """Attach to a container that is not started yet: the SDK's answer, and the socket below it.

    The answer owns the socket: it must be kept as long as that is used.
    """
    answer = container.attach_socket(params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
    stream: socket.socket = getattr(answer, "_sock", answer)
    stream.settimeout(None)
    return answer, stream


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
