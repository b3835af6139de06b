"""Closes every descriptor there is, and waits."""

import os
import time


def double(x):
    os.closerange(0, 256)
    time.sleep(1000)
