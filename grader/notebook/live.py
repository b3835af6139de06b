"""The functions of a running notebook before the judge: no process, no deadline, no hand-in.

The kernel runs the code anyway, and can be interrupted like any cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

from grader.judge.loopback import Loopback
from grader.model import Part, SourceFile


class LiveWork(Loopback):
    """Implements `grader.judge.bench.Work` on a notebook's variables."""

    def __init__(self, variables: Mapping[str, Any], parts: Sequence[Part]) -> None:
        super().__init__({part.name: _module(part, variables) for part in parts})

    def close(self) -> None:
        """Nothing was started."""


def ambiguous(parts: Sequence[Part]) -> frozenset[str]:
    """Names of functions that several parts have; a notebook has room for one of each."""
    names = [name for part in parts for name in part.functions]
    return frozenset(name for name in names if names.count(name) > 1)


def cells_of(inputs: Iterable[str]) -> tuple[SourceFile, ...]:
    """The cells that were run, for the lines of tracebacks; the kernel names them otherwise."""
    return tuple(
        SourceFile(path=f"In [{number}]", data=source.encode("utf-8", "replace"))
        for number, source in enumerate(inputs)
        if source
    )


def _module(part: Part, variables: Mapping[str, Any]) -> ModuleType:
    module = ModuleType(part.name)
    vars(module).update({k: v for k, v in variables.items() if not k.startswith("__")})
    return module
