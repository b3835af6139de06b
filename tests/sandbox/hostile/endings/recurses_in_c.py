"""Calls itself for ever through C, with Python's own limit out of the way."""

import sys


class Mirror:
    def __repr__(self):
        return repr(self)


def double(x):
    sys.setrecursionlimit(2**31 - 1)
    return repr(Mirror())
