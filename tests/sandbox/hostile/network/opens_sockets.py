"""Opens a socket of every kind there is."""

import socket

FAMILIES = (
    socket.AF_INET, socket.AF_INET6, socket.AF_UNIX,
    socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK, socket.AF_ALG,
)  # fmt: skip
KINDS = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET, socket.SOCK_RAW)


def attempts():
    yield from ((socket.socket, family, kind) for family in FAMILIES for kind in KINDS)
    yield (socket.socketpair,)


def double(x):
    loot = []
    for act, *arguments in attempts():
        try:
            loot.append(repr(act(*arguments)))
        except PermissionError:
            continue
        except OSError as error:
            loot.append(f"the kernel thought about it: {error}")
    return loot or 2 * x
