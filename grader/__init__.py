"""Grade student implementations of deep-learning functions in a sandbox.

Importing the package imports nothing else: `grader check` must answer in a second.
"""

from __future__ import annotations

__version__ = "0.1.0"


def check(*functions: str) -> object:
    """In a notebook: check these functions, or all; shown below the cell."""
    import grader.notebook.checking as checking

    return checking.check(*functions)


def load_ipython_extension(shell: object) -> None:
    """What `%load_ext grader` calls."""
    import grader.notebook.checking as checking

    checking.load(shell)
