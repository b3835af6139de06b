"""Tries to leave a process behind that nobody is the parent of."""

import os
import time
from contextlib import suppress


def double(x):
    with suppress(PermissionError):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(1000)
            os._exit(0)
    return 2 * x
