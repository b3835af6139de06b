"""Prints one line of ten megabytes."""


def double(x):
    print("x" * 10_000_000)
    return 2 * x
