"""Announces buffers of 2**62 bytes each."""

import insider

from grader.wire.messages import Returned
from grader.wire.nodes import Null


def double(x):
    insider.announce(Returned(value=Null()), [2**62] * 3)
    return 2 * x
