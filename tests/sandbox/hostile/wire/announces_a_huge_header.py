"""Announces a header of four gigabytes."""

import insider


def double(x):
    insider.line().sendall(b"gdr\x01" + b"\xff\xff\xff\xff")
    return 2 * x
