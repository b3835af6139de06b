"""Kills itself, as the kernel would when memory is short."""

import os


def double(x):
    os.kill(os.getpid(), 9)
