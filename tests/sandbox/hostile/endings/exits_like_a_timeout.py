"""Ends with the exit code of the `timeout` command."""

import os


def double(x):
    os._exit(124)
