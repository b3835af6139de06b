# ruff: noqa: E402
"""What every attacker knows: he has read our source, and found the socket to the judge."""

import builtins
import functools
import os
import socket
import stat

__builtins__["__import__"] = builtins.__import__  # the gate at our imports is no wall

import msgspec

from grader.wire.frames import MAGIC, encode
from grader.wire.marshalling import pack
from grader.wire.messages import Returned


@functools.cache
def line():
    """The socket over which the judge asks and we answer."""
    for number in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return socket.socket(fileno=os.dup(number))
        except OSError:
            continue
    raise LookupError("no socket")


def say(message, *buffers):
    """Send a message of our protocol."""
    for chunk in encode(message, list(buffers), 2**40):
        line().sendall(chunk)


def announce(message, lengths):
    """Send the header of a message, without the buffers that it announces."""
    header = msgspec.msgpack.encode((message, lengths))
    line().sendall(MAGIC + len(header).to_bytes(4, "big") + header)


def answer(value):
    """Send a value as if a function had returned it."""
    buffers = []
    node = pack(value, buffers, lambda _: None)
    say(Returned(value=node), *buffers)
