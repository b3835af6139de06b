"""Bring the process back to a known state before each check.

What one check's calls leave behind (seeds, error state, folder, environment, default dtype) must
not reach the next: checks are graded as if each ran alone.
"""

from __future__ import annotations

import os
import random
import sys
import warnings

import numpy as np


class Start:
    """The state to go back to, taken before any line of a submission runs."""

    def __init__(self) -> None:
        self.folder = os.getcwd()
        self.environment = dict(os.environ)
        self.streams = (sys.stdin, sys.stdout, sys.stderr)
        self.recursion = sys.getrecursionlimit()

    def restore(self, seed: int) -> None:
        """Reset everything; global random pools start from `seed`."""
        sys.stdin, sys.stdout, sys.stderr = self.streams
        sys.setrecursionlimit(self.recursion)
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environment)
        warnings.resetwarnings()
        random.seed(seed)
        np.random.seed(seed % 2**32)
        np.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
        if "torch" in sys.modules:
            _restore_torch(seed)


def _restore_torch(seed: int) -> None:
    import torch

    torch.manual_seed(seed)
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True, warn_only=True)
