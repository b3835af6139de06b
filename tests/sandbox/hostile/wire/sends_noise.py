"""Sends random bytes to the judge."""

import os

import insider


def double(x):
    insider.line().sendall(os.urandom(100_000))
    return 2 * x
