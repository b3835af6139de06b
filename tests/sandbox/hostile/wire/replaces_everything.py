"""Puts its output in the place of every descriptor there is, and waits."""

import os
import time


def double(x):
    for number in range(64):
        os.dup2(1, number)
    time.sleep(1000)
