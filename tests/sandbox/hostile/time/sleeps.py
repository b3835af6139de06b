"""Sleeps forever: costs no CPU time at all."""

import time


def double(x):
    while True:
        time.sleep(1000)
