"""Starts programs without end (a hundred)."""

import subprocess


def double(x):
    for _ in range(100):
        subprocess.Popen(["/bin/sleep", "1000"])
    return 2 * x
