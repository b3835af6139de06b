"""Stops itself, as Ctrl-Z does, and waits for somebody to wake it."""

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
