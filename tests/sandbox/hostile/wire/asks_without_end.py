"""Asks the judge a thousand questions at a time, without end, and never listens to an answer."""

import insider
import msgspec

from grader.far.messages import Ask
from grader.far.wire import MAGIC

HEADER = msgspec.msgpack.encode((Ask(stub=0, arguments=()), []))
QUESTION = MAGIC + len(HEADER).to_bytes(4, "big") + HEADER


def double(x):
    while True:
        insider.line().sendall(QUESTION * 1000)
