"""Dies of the signal that processors raise at an instruction that there is not."""

import signal


def double(x):
    signal.raise_signal(signal.SIGILL)
