"""Computes the first answer that it is asked for, and gives it ever after."""

remembered = []


def double(x):
    if not remembered:
        remembered.append(2 * x)
    return remembered[0]
