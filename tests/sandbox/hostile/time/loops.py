"""Loops forever."""


def double(x):
    while True:
        pass
