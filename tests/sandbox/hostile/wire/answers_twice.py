"""Answers every question twice."""

import insider


def double(x):
    insider.answer(2 * x)
    return 2 * x
