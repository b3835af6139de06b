"""Answers with a reference to a function that the judge never gave away."""

import insider

from grader.far.messages import Returned
from grader.far.nodes import Stub


def double(x):
    insider.say(Returned(value=Stub(0)))
    return 2 * x
