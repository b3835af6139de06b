"""`%load_ext grader`: the magic `%grader`."""

from __future__ import annotations

from typing import Any

from grader.notebook.checking import Outcome, Refusal, check


def load(shell: Any) -> None:
    """Add `%grader softmax xor.layer1` to an IPython shell; `%grader` alone checks everything."""
    shell.register_magic_function(_grader, "line", "grader")


def _grader(line: str) -> Outcome | Refusal:
    """Check functions of this notebook: %grader softmax"""
    return check(*line.replace(",", " ").split())
