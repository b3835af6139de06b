"""Blocks every signal in every thread, wants a session of its own, and loops."""

import os
import signal
from contextlib import suppress


def double(x):
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    with suppress(PermissionError):
        os.setsid()
    while True:
        pass
