"""Sends as many values as one header can name, eighty thousand."""

import insider

from grader.wire.messages import Returned
from grader.wire.nodes import List, Null


def double(x):
    insider.say(Returned(value=List([Null()] * 80_000)))
    return 2 * x
