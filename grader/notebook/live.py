"""The functions of a running notebook before the judge: no process, no deadline, no hand-in.

The kernel runs the code anyway, and can be interrupted like any cell.
"""

from __future__ import annotations

import linecache
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from grader.judge.proxy.exchange import Listener, Loopback
from grader.model import Part, SourceFile
from grader.wire import messages as m
from grader.wire.marshalling import Buffers


class LiveSubmission(Loopback):
    """A `SubmissionUnderTest` on a notebook's variables."""

    def __init__(
        self,
        variables: Mapping[str, Any],
        parts: Sequence[Part],
        cells: Mapping[str, str],
        given: ModuleType | None,
    ) -> None:
        """`cells` says what the cells, which the kernel gives names of its own, are called."""
        modules = {part.name: _module(part, variables) for part in parts}
        if given is not None:
            modules["given"] = given
        super().__init__(modules, dict.fromkeys(cells, b""))
        self._cells = cells

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Answer at once; tracebacks name cells as the notebook does."""
        reply, answer = super().request(request, buffers, listener)
        if isinstance(reply, m.Threw):
            frames = tuple(
                m.FrameOf(file=self._cells[f.file], line=f.line, function=f.function)
                for f in reply.frames
            )
            reply = m.Threw(type=reply.type, base=reply.base, message=reply.message, frames=frames)
        return reply, answer

    def close(self) -> None:
        """Nothing was started."""


def ambiguous(parts: Sequence[Part]) -> frozenset[str]:
    """Names of functions that several parts have; a notebook has room for one of each."""
    names = [name for part in parts for name in part.functions]
    return frozenset(name for name in names if names.count(name) > 1)


def cells_of(inputs: Sequence[str]) -> tuple[SourceFile, ...]:
    """The cells that were run, by the names that notebooks give them."""
    return tuple(
        SourceFile(path=_name(number), data=source.encode("utf-8", "replace"))
        for number, source in enumerate(inputs)
        if source.strip()
    )


def names_of(inputs: Sequence[str]) -> dict[str, str]:
    """The kernel's name of each cell that was run -> the notebook's."""
    numbers = {source.strip(): number for number, source in enumerate(inputs) if source.strip()}
    found: dict[str, str] = {}
    for name in list(linecache.cache):
        source = "".join(linecache.getlines(name)).strip() if "ipy" in name else ""
        if source in numbers:
            found[name] = _name(numbers[source])
    return found


def _name(number: int) -> str:
    return f"In [{number}]"


def _module(part: Part, variables: Mapping[str, Any]) -> ModuleType:
    module = ModuleType(part.name)
    vars(module).update({k: v for k, v in variables.items() if not k.startswith("__")})
    return module
