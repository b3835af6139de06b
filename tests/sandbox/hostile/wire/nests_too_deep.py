"""Sends a list in a list in a list, ten thousand deep."""

import insider


def double(x):
    header = b"\x92" + b"\x91" * 10_000 + b"\x90" + b"\x90"
    insider.line().sendall(b"gdr\x01" + len(header).to_bytes(4, "big") + header)
    return 2 * x
