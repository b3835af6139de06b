"""Raises an exception whose text has a gigabyte."""


class Huge(Exception):
    def __str__(self):
        return "x" * 2**30


def double(x):
    raise Huge
