"""Dies of the signal that processors raise at an integer division by zero."""

import signal


def double(x):
    signal.raise_signal(signal.SIGFPE)
