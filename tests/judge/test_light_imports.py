"""The coordinator starts judges without importing what judges work with."""

from __future__ import annotations

import subprocess
import sys

import pytest

COUNT = """
import importlib, sys
importlib.import_module(sys.argv[1])
ours = [m for n, m in sys.modules.items() if n.startswith("grader") and not hasattr(m, "__path__")]
print(len(ours), *({"numpy", "pytest", "_pytest"} & set(sys.modules)))
"""


def imported(module: str) -> tuple[int, list[str]]:
    """How many modules of ours come with a module, packages aside, and which heavy packages do."""
    done = subprocess.run(
        [sys.executable, "-c", COUNT, module], stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    count, *heavy = done.stdout.split()
    return int(count), heavy


@pytest.mark.parametrize("module", ["worker_messages", "client"])
def test_what_speaks_with_a_judge_needs_few_modules(module: str) -> None:
    count, heavy = imported(f"grader.judge.worker.{module}")
    assert count < 10
    assert heavy == []


def test_a_pipeline_needs_neither_pytest_nor_numpy() -> None:
    assert imported("grader.pipeline")[1] == []
