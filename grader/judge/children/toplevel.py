"""Work at the top level of a file, which is done whenever the file is read. Pure."""

from __future__ import annotations

import ast
import warnings

SHOWN = 60


def work_at_the_top(source: bytes) -> str:
    """What to do about a file that takes too long to read; empty if no line of it stands out.

    The line named is the first loop outside of functions, else the first call.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the submission's odd literals
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    loops = [node for node in tree.body if isinstance(node, ast.For | ast.While)]
    calls = [node for node in tree.body if _calls(node)]
    for node in (*loops, *calls):
        words = ast.unparse(node).splitlines()[0][:SHOWN]
        return (
            f"line {node.lineno}, `{words}`, runs whenever the file is read: put such work below "
            "`if __name__ == '__main__':`"
        )
    return ""


def _calls(node: ast.stmt) -> bool:
    """Whether a statement is a call, or keeps what one returned."""
    if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.With):
        return any(isinstance(inner, ast.Call) for inner in ast.walk(node))
    return False
