"""Spends forever inside one regular expression, holding the interpreter's lock."""

import re


def double(x):
    return re.match("(a+)+$", 64 * "a" + "b")
