"""What a child runs in these tests: it executes the one program that the test sends it."""

from __future__ import annotations

import socket

from grader.wire.control import Settings


def serve(sock: socket.socket, settings: Settings) -> None:
    """Read a length and that many bytes of Python; run them with `sock` in reach."""
    stream = sock.makefile("rb")
    length = int.from_bytes(stream.read(4), "big")
    exec(stream.read(length), {"sock": sock, "stream": stream, "settings": settings})
