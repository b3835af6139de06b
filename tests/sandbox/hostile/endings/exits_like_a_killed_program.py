"""Ends with the exit code that a shell reports for a killed program."""

import os


def double(x):
    os._exit(137)
