"""Says that it changed its eighth argument, of which it has one."""

import insider

from grader.wire.messages import Change, Returned
from grader.wire.nodes import Null


def double(x):
    insider.say(Returned(value=Null(), changed=(Change(argument=7, value=Null()),)))
    return 2 * x
