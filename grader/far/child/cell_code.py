"""Run a cell of a notebook, statement by statement: one that fails takes nothing else away."""

from __future__ import annotations
import __future__

import ast
import contextlib
import io
from collections.abc import Iterator
from typing import Any

_DEFINITIONS = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
)
_PLAIN = (
    ast.Constant,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.UnaryOp,
    ast.BinOp,
    ast.Name,
    ast.Attribute,
    ast.unaryop,
    ast.operator,
    ast.expr_context,
)
"""What a plain constant is written with: `-1`, `[1, 2 * N]`, `np.float64`; no calls."""


def run_cell(
    source: bytes, path: str, namespace: dict[str, Any], *, definitions: bool
) -> BaseException | None:
    """Run a cell in `namespace`; returns what its first statement that failed raised.

    With `definitions` only imports, functions, classes and plain constants are run. What the cell
    prints goes nowhere. Raises SyntaxError, or what else `compile` raises; nothing has run then.
    """
    text = source.decode("utf-8", "replace")  # as text: a coding line means nothing in a notebook
    first: BaseException | None = None
    with _silence():
        tree = ast.parse(text, path)
        compile(tree, path, "exec", dont_inherit=True)
        for statement in tree.body:
            if definitions and not is_definition(statement):
                continue
            try:
                _run(statement, path, namespace)
            except BaseException as error:
                first = first or error
    return first


def notebook_names() -> dict[str, Any]:
    """What every notebook has without an import. Neither shows anything here."""
    shell = Shell()
    return {"display": _nothing, "get_ipython": lambda: shell}


class Shell:
    """What `get_ipython()` returns: all its methods do nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing


def is_definition(statement: ast.stmt) -> bool:
    """Whether a statement defines something and does no work: what a function may need."""
    if isinstance(statement, _DEFINITIONS):
        return True
    if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
        value = statement.value
        return isinstance(value, ast.Lambda) or all(isinstance(n, _PLAIN) for n in ast.walk(value))
    return False


def _run(statement: ast.stmt, path: str, namespace: dict[str, Any]) -> None:
    """Compile and run one statement, by the `from __future__` imports that came before it."""
    module = ast.Module(body=[statement], type_ignores=[])
    code = compile(module, path, "exec", flags=_flags(namespace), dont_inherit=True)
    exec(code, namespace)  # noqa: S102


def _flags(namespace: dict[str, Any]) -> int:
    flags = 0
    for name in __future__.all_feature_names:
        if namespace.get(name) is vars(__future__)[name]:
            flags |= vars(__future__)[name].compiler_flag
    return flags


class _Nowhere(io.TextIOBase):
    """A stream that swallows everything."""

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        return len(text)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Notebooks print long logs of training; they are of no check."""
    nowhere = _Nowhere()
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        yield


def _nothing(*args: object, **kwargs: object) -> None:
    """Do nothing."""
