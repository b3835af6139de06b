"""Submissions before a judge, in real slots that the tests of a module share."""

from __future__ import annotations

from collections.abc import Sequence

from grader.assignments import Course
from grader.executors.slots import SlotPool
from grader.judge.worker.client import JudgeTemplate
from grader.model import Judged, SourceFile
from grader.sandbox.backends import sandbox
from tests.courses import submission

SECRET = b"0123456789abcdef0123456789abcdef"

_pools: dict[str, SlotPool] = {}
_templates: dict[tuple[str, bytes], JudgeTemplate] = {}


def judge(course: Course, source: str, tier: str = "local") -> Judged:
    """Judge a submission that consists of one file."""
    return judge_files(course, submission(source).files, tier)


def judge_files(
    course: Course,
    files: Sequence[SourceFile],
    tier: str = "local",
    *,
    secret: bytes = SECRET,
    only: Sequence[str] = (),
) -> Judged:
    """Judge a submission of several files, with all checks or with those named."""
    template = template_of(course, secret)
    with pool(tier).lend(course.assignment("a00").settings.spec) as slot:
        return template.judge(files, slot.session.sock, 60, only)


def template_of(course: Course, secret: bytes = SECRET) -> JudgeTemplate:
    """A template of `a00`, the same for courses with the same content.

    Raises CourseError when the reference does not prove itself.
    """
    key = (course.assignment("a00").digest, secret)
    if key not in _templates:
        template = JudgeTemplate(course.root, "a00", secret)
        try:
            template.prepared()
        except BaseException:
            template.close()
            raise
        _templates[key] = template
    return _templates[key]


def pool(tier: str = "local") -> SlotPool:
    """The slots of a tier."""
    if tier not in _pools:
        _pools[tier] = SlotPool(sandbox(tier))
    return _pools[tier]


def close_all() -> None:
    """End what was started."""
    for template in _templates.values():
        template.close()
    for slots in _pools.values():
        slots.close()
    _templates.clear()
    _pools.clear()
