"""The feedback for every known mistake is the one that was read from top to bottom."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.assignments import open_course
from grader.far.boot import environment

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("assignment", open_course(ROOT).ids)
def test_the_feedback_is_the_one_that_was_read(assignment: str) -> None:
    """GRADER_UPDATE_GOLDEN=1 writes the files anew; then read the difference."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.feedback.feedback", str(ROOT), assignment],
        capture_output=True,
        cwd=ROOT,
        env={**environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    golden = GOLDEN / f"{assignment}.md"
    if os.environ.get("GRADER_UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == golden.read_text(encoding="utf-8")
