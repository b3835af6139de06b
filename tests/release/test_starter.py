"""Starters are the reference without what students write."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import CourseError
from grader.release.starter import starter_of

OURS = '''
    """Scores to probabilities."""

    from __future__ import annotations

    import numpy as np
    from numpy.typing import NDArray

    # BEGIN SOLUTION
    Array = NDArray[np.float64]

    # END SOLUTION


    def softmax(z: Array, *, base: float = np.e) -> Array:
        """Row by row: z (N, K) -> (N, K)."""
        # BEGIN SOLUTION
        weights = shifted(z)
        return weights / weights.sum(axis=1, keepdims=True)
        # END SOLUTION


    # BEGIN SOLUTION
    def shifted(z: Array) -> Array:
        return np.exp(z - z.max(axis=1, keepdims=True))


    # END SOLUTION
'''


def made(source: str) -> str:
    return starter_of(dedent(source).lstrip(), "part.py")


def in_body(lines: str) -> str:
    """A function with these lines as its body, and what becomes of it."""
    source = "def f(x):\n" + "".join(f"    {line}\n" for line in dedent(lines).strip().splitlines())
    return starter_of(source, "part.py").split("\n", 1)[1]


def test_a_starter_has_signatures_and_docstrings_but_no_bodies_and_no_types() -> None:
    assert made(OURS) == dedent('''\
        """Scores to probabilities."""

        import numpy as np


        def softmax(z, *, base=np.e):
            """Row by row: z (N, K) -> (N, K)."""
            raise NotImplementedError
        ''')


def test_a_starter_of_a_starter_is_itself() -> None:
    assert made(made(OURS)) == made(OURS)


def test_lines_outside_the_marks_stay() -> None:
    assert (
        in_body("""
        y = 2 * x
        # BEGIN SOLUTION
        y = y + 1
        # END SOLUTION
        return y
        """)
        == "    y = 2 * x\n    raise NotImplementedError\n    return y\n"
    )


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("### BEGIN SOLUTION", "### END SOLUTION"),
        ("# BEGIN SOLUTION", "# END SOLUTION"),
        (
            "# *****START OF YOUR CODE (DO NOT DELETE/MODIFY THIS LINE)*****",
            "# *****END OF YOUR CODE (DO NOT DELETE/MODIFY THIS LINE)*****",
        ),
        ("### START CODE HERE ### (about 3 lines)", "### END CODE HERE ###"),
    ],
)
def test_marks_of_other_courses_are_read(begin: str, end: str) -> None:
    assert in_body(f"{begin}\nreturn x\n{end}") == "    raise NotImplementedError\n"


def test_a_line_marked_as_solution_is_one() -> None:
    assert in_body("y = x  # SOLUTION\nreturn y  # SOLUTION") == "    raise NotImplementedError\n"


def test_a_line_without_prompt_leaves_nothing() -> None:
    assert in_body("y = x  # SOLUTION NO PROMPT\nreturn 1") == "    return 1\n"


def test_a_prompt_becomes_code() -> None:
    assert in_body('""" # BEGIN PROMPT\ny = ...\n""" # END PROMPT\nreturn x  # SOLUTION') == (
        "    y = ...\n    raise NotImplementedError\n"
    )


def test_hidden_tests_leave_no_trace() -> None:
    assert "secret" not in in_body(
        "### BEGIN HIDDEN TESTS\nassert secret\n### END HIDDEN TESTS\nreturn x"
    )


def test_marks_without_a_partner_are_refused_all_at_once() -> None:
    with pytest.raises(CourseError) as refused:
        made("# END SOLUTION\nx = 1\n# BEGIN SOLUTION\n# BEGIN SOLUTION\n")
    assert refused.value.problems == (
        "part.py:1: a region ends here that never began",
        "part.py:4: a region begins inside the one that began at line 3",
        "part.py:3: this region never ends",
    )


def test_a_region_that_leaves_no_python_is_refused() -> None:
    with pytest.raises(CourseError, match=r"the starter made from part\.py"):
        made("if True:\n    # BEGIN SOLUTION\n    x = 1\n    # END SOLUTION\n")


def test_a_signature_over_several_lines_becomes_one() -> None:
    source = """
        def f(
            x: int,  # the colon: here
            y: dict[str, int] = {},
        ) -> int:
            return 1
        """
    assert made(source) == "def f(x, y={}):\n    return 1\n"


@given(st.lists(st.sampled_from(["x = 1", "", "y = 'secret'", "# note"]), max_size=8))
def test_nothing_between_the_marks_survives(lines: list[str]) -> None:
    marked = "\n".join(["# BEGIN SOLUTION", *lines, "x = 'sold'", "# END SOLUTION", "z = 3", ""])
    assert starter_of(marked, "part.py") == "z = 3\n"
