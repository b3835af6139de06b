"""Is right once, and then listens no more."""

import time

import insider  # noqa: F401 - opens the gate at our imports

from grader.far.child.serve import RequestServer


def double(x):
    RequestServer._receive = lambda self: time.sleep(1000)
    return 2 * x
