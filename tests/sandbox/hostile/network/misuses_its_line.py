"""Uses the one socket that it was given to reach others, and to pass descriptors."""

import array
import socket
from contextlib import suppress

import insider

ABSTRACT = "\0hostile"
RIGHTS = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [1]))


def attempts(line):
    yield lambda: line.connect(ABSTRACT)
    yield lambda: line.bind(ABSTRACT)
    yield lambda: line.listen()
    yield lambda: line.accept()
    yield lambda: line.sendto(b"", ABSTRACT)
    yield lambda: line.sendmsg([b"x"], [RIGHTS])
    yield lambda: line.recvmsg(0)
    yield lambda: line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**30)


def double(x):
    loot = []
    for act in attempts(insider.line()):
        with suppress(PermissionError):
            act()
            loot.append(f"line {act.__code__.co_firstlineno} worked")
    return loot or 2 * x
