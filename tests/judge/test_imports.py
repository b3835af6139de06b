"""What a submission may import, and what it is told when it imports something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.model import CheckResult, Judged, SourceFile, Verdict
from tests.courses import make_course
from tests.judge.judging import judge, judge_files

TIERS = pytest.mark.parametrize("tier", ["local", "trusted"])


def judged(tmp_path: Path, source: str, tier: str = "local") -> CheckResult:
    """The public check of a submission that doubles numbers."""
    return judge(make_course(tmp_path), source, tier).results[0]


DOUBLE = "def double(x):\n    return 2 * x\n"


@TIERS
@pytest.mark.parametrize("package", ["torch", "grader.checks", "msgspec", "nunpy"])
def test_a_package_that_is_not_allowed_is_named_with_its_line(
    tmp_path: Path, tier: str, package: str
) -> None:
    result = judged(tmp_path, f"import numpy as np\n\nimport {package}\n\n{DOUBLE}", tier)
    top = package.partition(".")[0]
    assert (result.verdict, result.reason) == (Verdict.NOT_ALLOWED, "import")
    assert result.message == f"Line 3 of work.py imports {top}; this assignment allows numpy only."
    assert top not in result.summary
    assert result.raised is not None
    assert result.raised.frames[-1].source == f"import {package}"


@TIERS
def test_an_import_inside_a_function_costs_the_checks_that_call_it(
    tmp_path: Path, tier: str
) -> None:
    source = f"{DOUBLE}\ndef other(x):\n    import torch\n"
    assert judged(tmp_path, source, tier).verdict is Verdict.PASSED
    source = "def double(x):\n    from torch import nn\n    return 2 * x\n"
    assert judged(tmp_path / "2", source, tier).verdict is Verdict.NOT_ALLOWED


@TIERS
@pytest.mark.parametrize("call", ["importlib.import_module('torch')", "__import__('torch')"])
def test_an_import_by_a_call_is_no_other_than_a_statement(
    tmp_path: Path, tier: str, call: str
) -> None:
    result = judged(tmp_path, f"import importlib\n{call}\n{DOUBLE}", tier)
    assert result.message == "Line 2 of work.py imports torch; this assignment allows numpy only."


@TIERS
@pytest.mark.parametrize("error", ["ImportError", "ModuleNotFoundError"])
def test_a_submission_that_can_do_without_goes_on(tmp_path: Path, tier: str, error: str) -> None:
    source = f"try:\n    import torch\nexcept {error}:\n    torch = None\n\n{DOUBLE}"
    assert judged(tmp_path, source, tier).verdict is Verdict.PASSED


@TIERS
def test_the_standard_library_and_allowed_packages_import_what_they_need(
    tmp_path: Path, tier: str
) -> None:
    source = f"""
import __future__, asyncio, ctypes, dataclasses, decimal, email.mime.text, fractions, json
import multiprocessing, pickle, sqlite3, statistics, unittest, xml.etree.ElementTree, zoneinfo
import numpy as np
import numpy.testing, numpy.lib.stride_tricks, numpy.f2py
import numpy.polynomial.chebyshev as chebyshev
from numpy.ctypeslib import as_array
pickle.loads(pickle.dumps(np.arange(3)))
np.testing.assert_allclose(np.arange(3).mean(), 1)
{DOUBLE}"""
    result = judged(tmp_path, source, tier)
    assert result.verdict is Verdict.PASSED, result.message


@TIERS
def test_files_of_the_submission_and_given_import_each_other(tmp_path: Path, tier: str) -> None:
    files = {
        "work.py": "from helper import twice\nimport tools.deep as deep\nfrom given import one\n"
        "def double(x):\n    return deep.same(twice(x)) * one\n",
        "helper.py": "def twice(x):\n    return 2 * x\n",
        "tools/__init__.py": "",
        "tools/deep.py": "from . import shallow\nsame = shallow.same\n",
        "tools/shallow.py": "def same(x):\n    return x\n",
    }
    result = several(tmp_path, files, tier).results[0]
    assert result.verdict is Verdict.PASSED, result.message


@TIERS
def test_an_import_in_a_second_file_is_named_with_that_file(tmp_path: Path, tier: str) -> None:
    files = {"work.py": f"import helper\n{DOUBLE}", "helper.py": "\nimport torch\n"}
    message = several(tmp_path, files, tier).results[0].message
    assert message == "Line 2 of helper.py imports torch; this assignment allows numpy only."


def several(root: Path, files: dict[str, str], tier: str) -> Judged:
    course = make_course(root, given="one = 1\n")
    sources = [SourceFile(path=path, data=text.encode()) for path, text in files.items()]
    return judge_files(course, sources, tier)
