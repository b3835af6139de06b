"""What cannot be graded on this machine because a package is not installed; the rest is graded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from grader.config import AssignmentSettings
from grader.errors import SandboxMissing
from grader.executors.runtime import absent, how_to_install
from grader.intake import Discovery
from grader.model import Problem


def gradable(found: Discovery, assignments: Mapping[str, AssignmentSettings]) -> Discovery:
    """The submissions whose assignment has its packages here; a problem for each that has not.

    Raises SandboxMissing when none is left.
    """
    counts = Counter(submission.assignment for submission in found.submissions)
    missing = {name: absent(assignments[name].packages) for name in sorted(counts)}
    kept = tuple(each for each in found.submissions if not missing[each.assignment])
    problems = tuple(
        Problem(path=name, message=f"left out ({counts[name]}), {_need(packages)}")
        for name, packages in missing.items()
        if packages
    )
    if not kept and problems:
        packages = tuple(sorted({name for names in missing.values() for name in names}))
        raise SandboxMissing(
            f"{', '.join(missing)}: {_need(packages)}", hint=how_to_install(packages)
        )
    return Discovery(submissions=kept, problems=(*found.problems, *problems))


def _need(packages: tuple[str, ...]) -> str:
    return f"needs {', '.join(packages)}, which is not installed here"
