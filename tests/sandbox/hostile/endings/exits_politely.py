"""Calls sys.exit(0), as scripts do."""

import sys


def double(x):
    sys.exit(0)
