"""Is right, but leaves seeds, error states, folder, environment and streams changed."""

import gc
import locale
import os
import random
import signal
import sys
import warnings

import numpy as np


def double(x):
    random.seed(0)
    np.random.seed(0)
    np.seterr(all="raise")
    np.set_printoptions(precision=0)
    warnings.simplefilter("error")
    locale.setlocale(locale.LC_ALL, "C")
    gc.disable()
    sys.setrecursionlimit(100)
    sys.settrace(lambda *args: None)
    sys.stdout = sys.stderr = None
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    os.environ["OMP_NUM_THREADS"] = "64"
    os.makedirs("elsewhere", exist_ok=True)
    os.chdir("elsewhere")
    os.umask(0o077)
    return 2 * x
