"""Raises an exception whose text raises an exception, whose text raises another, and so on."""


class Shy(Exception):
    def __str__(self):
        raise Shy


def double(x):
    raise Shy
