"""Returns an array of objects, which pickle would turn into code."""

import numpy as np


class Payload:
    def __reduce__(self):
        return (exec, ("raise SystemExit",))


def double(x):
    return np.array([Payload(), Payload(), Payload()])
