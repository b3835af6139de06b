"""Raises an exception that is called like one of the grader's own."""


class SlotLost(Exception):
    """A far side died, stopped answering or could not be reset."""


def double(x):
    raise SlotLost("the sandbox ended while we waited for an answer")
