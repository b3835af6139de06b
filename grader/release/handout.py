"""The handout as students get it: the assignment's, and how to check one's work at home. Pure."""

from __future__ import annotations

from grader.model import Part

_AT_HOME = """
## Check your work

Once, in this folder, in a virtual environment of Python 3.11 or newer:

    pip install -r requirements.txt

This takes the grader from `{wheel}`, which lies here. Then, as often as you like:

    grader check                 all public checks
    grader check . {function}    those of one function
    grader check --watch         again whenever you save

Your code runs on your own computer. Work in the files, or in the notebook. The public checks lie in
`checks/`; hidden ones are run when you hand in.
"""


def handout(text: str, first: Part, wheel: str) -> str:
    """The README.md of a release: the handout, and a section on `grader check` after it.

    `first` is the part whose first function stands in the example; `wheel` is a file name.
    """
    return text.rstrip("\n") + "\n" + _AT_HOME.format(wheel=wheel, function=first.functions[0])
