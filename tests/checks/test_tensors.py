"""Tensors are compared like arrays, and torch is imported by nobody here."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import numpy as np

from grader.checks.comparing.compare import compare
from grader.checks.kinds import describe
from grader.checks.render import short
from grader.evidence import EvidenceKind
from tests.requires import requires


def test_the_checks_do_not_import_torch() -> None:
    code = "import grader.checks, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_tensors_are_compared_by_shape_dtype_and_values() -> None:
    requires(importlib.util.find_spec("torch"), "torch is not installed")
    import torch

    x = torch.tensor([[1.0, 2.0, 3.0]], requires_grad=True)
    wrong = {
        EvidenceKind.TYPE: np.ones((1, 3), np.float32),
        EvidenceKind.SHAPE: x.T,
        EvidenceKind.DTYPE: x.double(),
        EvidenceKind.VALUE: x + 1,
    }
    assert not compare(x.detach().clone(), x)
    for kind, got in wrong.items():
        assert [found.kind for found in compare(got, x)] == [kind]
    assert not compare(x * (1 + 1e-5), x)
    assert [found.kind for found in compare(x * (1 + 1e-3), x)] == [EvidenceKind.VALUE]
    assert [found.kind for found in compare(x.double() * (1 + 1e-5), x.double())] != []
    assert describe(x) == "a torch tensor of float32"
    assert short(x.bfloat16()) == "[[1., 2., 3.]]"
    assert [found.kind for found in compare(x, np.ones((1, 3)))] == [EvidenceKind.TYPE]
