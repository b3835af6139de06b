"""Raises something that `except Exception` lets through."""


class Surrender(BaseException):
    pass


def double(x):
    raise Surrender
