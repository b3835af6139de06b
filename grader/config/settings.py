"""The settings of a course and its assignments, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping

from grader.model import Part, Record, SandboxSpec
from grader.wire.limits import Limits


class CourseSettings(Record):
    """`grader.toml`."""

    name: str
    """Short, for file names: letters, digits, `-` and `_`."""
    title: str
    right: tuple[str, ...] = ()
    """Folders of right solutions for `grader validate`, with `{assignment}` for an id."""


class AssignmentSettings(Record):
    """`assignment.toml`; the id is the name of the assignment's folder."""

    id: str
    title: str
    parts: tuple[Part, ...]
    torch: bool = False
    packages: tuple[str, ...] = ("numpy",)
    """Top-level packages a submission may import; torch is among them if `torch` is set."""
    isolation: str = "reset"
    """Whether submissions share slots that are `reset` in between, or each has a `fresh` one."""
    limits: Limits = Limits()
    rounding: float = 0.0
    """What the points of a submission are a multiple of, such as 0.5; 0: they are not rounded."""
    suspects: tuple[str, ...] = ()
    """Calls inside allowed packages, such as `numpy.polyfit`, that staff are told about."""
    definitions: bool = False
    """Whether cells of notebooks only define (`cells = "functions"`): no work of theirs is done."""
    sources: Mapping[str, str] = {}
    """Where a function stands in the documents: `"part.function"` to `"Document, Heading"`."""

    @property
    def spec(self) -> SandboxSpec:
        """The far side that this assignment needs."""
        return SandboxSpec(
            packages=self.packages,
            torch=self.torch,
            isolation=self.isolation,
            limits=self.limits,
        )
