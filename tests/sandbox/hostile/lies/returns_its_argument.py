"""Doubles its argument in place and returns that: right, and its own input is changed."""


def double(x):
    x *= 2
    return x
