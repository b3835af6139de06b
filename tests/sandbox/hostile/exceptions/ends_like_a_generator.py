"""Raises what Python raises in a generator that is closed."""


def double(x):
    raise GeneratorExit
