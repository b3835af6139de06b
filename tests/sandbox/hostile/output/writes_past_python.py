"""Writes to both streams without end, past Python's own buffers."""

import os


def double(x):
    while True:
        os.write(1, b"x" * 4096)
        os.write(2, b"x" * 4096)
