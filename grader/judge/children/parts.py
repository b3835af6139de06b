"""The parts of a submission, files or cells: read once in each child; what is broken stays so."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence
from typing import Protocol

from grader.judge.children.cell_runs import Cells, Manner, Reader
from grader.judge.proxy.exchange import Listener
from grader.judge.proxy.failures import Fault
from grader.model import Part, SourceFile
from grader.wire import messages as m
from grader.wire.limits import Limits

SHOWN = 60
"""Characters of a line of the submission that are quoted."""


class FileReader(Reader, Protocol):
    """A reader that reads files on behalf of a check, too."""

    def read_file(self, request: m.Load, listener: Listener) -> m.Done | m.Threw:
        """Have the child read a file, on CPU time of its own. Raises Fault when the child ends."""
        ...


class Parts:
    """What has been read of one submission."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        parts: Sequence[Part],
        limits: Limits,
        *,
        definitions: bool = False,
    ) -> None:
        """`definitions`: no work of a notebook's cells is done, they only define."""
        self._files = {file.path: file.data for file in files}
        self._names = frozenset(part.name for part in parts)
        manner = Manner.DEFINITIONS if definitions else Manner.WHOLE
        self.cells = Cells(files, parts, limits, manner)
        self._loaded: set[str] = set()
        self._broken: dict[str, Fault | m.Threw] = {}

    def begin(self, reader: Reader) -> None:
        """Have a fresh child that is ready for checks: with the cells run, and no file read."""
        self._loaded.clear()
        self.cells.run(reader)

    def load(self, request: m.Load, reader: FileReader, listener: Listener) -> m.Reply:
        """Read a part's file if the child has not. Raises Fault when that ends the child."""
        broken = self._broken.get(request.part)
        if request.part in self.cells.parts:
            broken = self.cells.given_up
        if isinstance(broken, Fault):
            raise broken
        if broken is not None:
            return broken
        if request.part in self._loaded or request.part in self.cells.parts:
            return m.Done()
        if request.part in self._names and request.file not in self._files:
            return _not_handed_in(request.file)
        return self._read(request, reader, listener)

    def _read(self, request: m.Load, reader: FileReader, listener: Listener) -> m.Reply:
        try:
            reply = reader.read_file(request, listener)
        except Fault as fault:
            if fault.reason == "load":
                fault.detail = work_at_the_top(self._files.get(request.file, b""))
            self._broken[request.part] = fault
            raise
        if isinstance(reply, m.Threw):
            self._broken[request.part] = reply
        else:
            self._loaded.add(request.part)
        return reply


def _not_handed_in(file: str) -> m.Threw:
    """What stands for a part that is not there: as if none of its functions were written."""
    name = NotImplementedError.__name__
    return m.Threw(type=name, base=name, message=f"{file} was not handed in", frames=())


def work_at_the_top(source: bytes) -> str:
    """What to do about a file that takes too long to read; empty if no line of it stands out.

    The line named is the first loop outside of functions, else the first call.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the submission's odd literals
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    loops = [node for node in tree.body if isinstance(node, ast.For | ast.While)]
    calls = [node for node in tree.body if _calls(node)]
    for node in (*loops, *calls):
        words = ast.unparse(node).splitlines()[0][:SHOWN]
        return (
            f"line {node.lineno}, `{words}`, runs whenever the file is read: put such work below "
            "`if __name__ == '__main__':`"
        )
    return ""


def _calls(node: ast.stmt) -> bool:
    """Whether a statement is a call, or keeps what one returned."""
    if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.With):
        return any(isinstance(inner, ast.Call) for inner in ast.walk(node))
    return False
