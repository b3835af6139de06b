"""A student's folder, file or notebook as a submission, read by the rules of hand-in."""

from __future__ import annotations

from pathlib import Path

from grader.config import AssignmentSettings
from grader.errors import UsageError
from grader.intake.collecting import submission_from, submission_in
from grader.intake.disk import node_at
from grader.intake.names import is_notebook
from grader.intake.tree import File, Folder
from grader.model import Submission

_ME = "you"


def handed_in(path: Path, settings: AssignmentSettings) -> Submission:
    """What would be handed in: a folder, one notebook, or the folder of one Python file.

    Raises UsageError for anything else, SubmissionError when it cannot be read.
    """
    if not path.exists():
        raise UsageError(
            f"there is no {path} here",
            hint="Name the folder of the assignment, or one of its files.",
        )
    part_files = {part.file for part in settings.parts}
    if path.suffix == ".py" and path.name in part_files:
        path = path.parent  # with the modules beside it, as at hand-in
    node = node_at(path)
    if isinstance(node, Folder):
        return submission_in(node, _ME, settings)
    if isinstance(node, File) and (is_notebook(node.name) or node.name.endswith(".py")):
        return submission_from(node, _ME, settings)
    raise UsageError(
        f"{path} is neither a folder nor a Python file nor a notebook",
        hint="Name the folder of the assignment, or one of its files.",
    )
