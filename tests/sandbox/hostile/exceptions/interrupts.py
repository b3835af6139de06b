"""Pretends that somebody pressed Ctrl-C."""


def double(x):
    raise KeyboardInterrupt
