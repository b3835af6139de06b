"""Spends forever inside one operation of the interpreter, where no signal handler can run."""


def double(x):
    return 7**10**8
