"""What the judge keeps of an exception that a child tells of."""

from __future__ import annotations

from grader.judge.proxy.failures import SOURCE_LENGTH, raised_of
from grader.wire.messages import FRAMES, MESSAGE_LENGTH, NAME_LENGTH, FrameOf, Threw

LONG = "x" * 100_000
SOURCES = {"work.py": b"one\n" + LONG.encode()}


def test_everything_is_clipped_whatever_the_child_says() -> None:
    place = FrameOf(file="work.py", line=2, function=LONG)
    raised = raised_of(Threw(type=LONG, base=LONG, message=LONG, frames=(place,) * 1000), SOURCES)
    assert (len(raised.type), raised.base) == (NAME_LENGTH, "Exception")
    assert len(raised.message) == MESSAGE_LENGTH
    assert len(raised.frames) == FRAMES
    assert len(raised.frames[0].function) == NAME_LENGTH
    assert len(raised.frames[0].source) == SOURCE_LENGTH


def test_a_place_that_our_copy_does_not_have_is_left_out() -> None:
    places = [("work.py", 0), ("work.py", 3), ("elsewhere.py", 1), ("work.py", 1)]
    frames = tuple(FrameOf(file=file, line=line, function="f") for file, line in places)
    raised = raised_of(Threw(type="E", base="E", message="", frames=frames), SOURCES)
    assert [frame.source for frame in raised.frames] == ["one"]
