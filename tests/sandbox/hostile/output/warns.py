"""Gives a hundred thousand warnings."""

import warnings


def double(x):
    warnings.simplefilter("always")
    for number in range(100_000):
        warnings.warn(f"warning {number}", stacklevel=1)
    return 2 * x
