"""Asks the judge a thousand questions at a time, without end, and never listens to an answer."""

import insider
import msgspec

from grader.wire.frames import MAGIC
from grader.wire.messages import Ask

HEADER = msgspec.msgpack.encode((Ask(stub=0, arguments=()), []))
QUESTION = MAGIC + len(HEADER).to_bytes(4, "big") + HEADER


def double(x):
    while True:
        insider.line().sendall(QUESTION * 1000)
