"""Two assignments to hand in: `losses` has one part, `neuron` has two."""

from __future__ import annotations

from grader.config import AssignmentSettings
from grader.model import Part

ASSIGNMENTS = {
    "losses": AssignmentSettings(
        id="losses",
        title="Losses",
        parts=(Part(name="losses", file="losses.py", functions=("softmax", "entropy")),),
    ),
    "neuron": AssignmentSettings(
        id="neuron",
        title="One neuron",
        parts=(
            Part(name="xor", file="xor.py", functions=("layer1", "xor")),
            Part(name="delta", file="delta.py", functions=("layer1",)),
        ),
    ),
}

SOFTMAX = b"def softmax(z):\n    return z\n"
XOR = b"def xor(a, b):\n    return a ^ b\n"
DELTA = b"def layer1(x):\n    return x\n"
