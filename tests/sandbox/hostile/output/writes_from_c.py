"""Prints without end from C."""

import ctypes

libc = ctypes.CDLL(None)


def double(x):
    while True:
        libc.puts(b"printf debugging")
