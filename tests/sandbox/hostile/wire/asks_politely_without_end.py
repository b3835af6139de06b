"""Asks the judge one question after the other, without end, and waits for each answer."""

import insider

from grader.wire.messages import Ask


def double(x):
    while True:
        insider.say(Ask(stub=0, arguments=()))
        insider.line().recv(2**16)
