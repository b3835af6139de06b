"""Gives the right answer, and loops forever when the process is about to end."""

import atexit
import threading


class Clingy:
    def __del__(self):
        while True:
            pass


def loop():
    while True:
        pass


clingy = Clingy()
atexit.register(loop)
threading._register_atexit(loop)


def double(x):
    return 2 * x
