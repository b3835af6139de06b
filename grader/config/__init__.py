"""Settings of a course and its assignments: TOML text in, frozen records out. No I/O."""

from __future__ import annotations

from grader.config.assignment_settings import AssignmentSettings, read_assignment
from grader.config.course_settings import NAME, CourseSettings, read_course
from grader.config.table import did_you_mean

__all__ = [
    "NAME",
    "AssignmentSettings",
    "CourseSettings",
    "did_you_mean",
    "read_assignment",
    "read_course",
]
