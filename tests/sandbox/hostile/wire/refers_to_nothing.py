"""Answers with a reference to a function that the judge never gave away."""

import insider

from grader.wire.messages import Returned
from grader.wire.nodes import Stub


def double(x):
    insider.say(Returned(value=Stub(0)))
    return 2 * x
