"""Starts processes without end (a hundred) as the standard library would."""

import multiprocessing
import time


def double(x):
    for _ in range(100):
        multiprocessing.get_context("fork").Process(target=time.sleep, args=(1000,)).start()
    return 2 * x
