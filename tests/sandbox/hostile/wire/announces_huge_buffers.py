"""Announces buffers of 2**62 bytes each."""

import insider

from grader.far.messages import Returned
from grader.far.nodes import Null


def double(x):
    insider.announce(Returned(value=Null()), [2**62] * 3)
    return 2 * x
