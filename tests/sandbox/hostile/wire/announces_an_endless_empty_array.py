"""Sends an array without a byte, of shape (0, 2**40)."""

import insider

from grader.wire.messages import Returned
from grader.wire.nodes import Array


def double(x):
    insider.say(Returned(value=Array("float64", (0, 2**40), 0)), b"")
    return 2 * x
