"""Sends an array of eight bytes that says it has 2**60 entries."""

import insider

from grader.wire.messages import Returned
from grader.wire.nodes import Array


def double(x):
    insider.say(Returned(value=Array("float64", (2**30, 2**30), 0)), bytes(8))
    return 2 * x
