"""A backward pass, against differences of its own forward pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from grader.checks.beside import element, finite_numbers
from grader.checks.calling import Arguments, Function, call, call_many, name_of
from grader.checks.claims import (
    claims_of,
    gradient_names,
    require_float64,
    several,
    wrong_form,
    wrong_forms,
)
from grader.checks.compare import tuple_words, type_evidence
from grader.checks.conclusions import Answer, Forward, judge
from grader.checks.derivative import Scalar
from grader.checks.expression import call_expression
from grader.checks.failure import CheckFailure, raise_for
from grader.checks.kinds import numeric
from grader.checks.probes import Floats
from grader.checks.slopes import Evaluate
from grader.checks.subject import Subject


def check_backward(
    forward: Function,
    backward: Function,
    args: Sequence[object],
    *,
    wrt: int | Sequence[int] = (0, 1, 2),
    rng: np.random.Generator,
    reference: tuple[Function, Function] | None = None,
    h: float = 1e-5,
    tolerance: float = 1e-7,
    names: Sequence[str] = (),
    what: str = "",
) -> Any:
    """`backward` is the derivative of `forward`; returns the gradients it returned.

    `forward(*args)` returns (out, cache), and `backward(dout, cache)` the gradients by the
    arguments `wrt` (float64 arrays or floats) in that order: a tuple, or one gradient when `wrt` is
    a number. dout is random, by one draw from `rng`. `reference` is the right pair of functions;
    with it `out`, and in the end the gradients, are compared with the right ones too.
    """
    arguments = several(wrt)
    require_float64(args, arguments)
    expression = call_expression(name_of(forward), args, {})
    whole = Subject.result_of(name_of(forward, what), expression)
    of_out = whole.part("The output")
    of_backward = Subject.result_of(name_of(backward), expression)
    subjects = [of_backward.part(name) for name in gradient_names(names, arguments)]

    out, cache = _pair(call(forward, args), whole)
    right = _pair(call(reference[0], args), whole) if reference else None
    _require_floats(out, of_out, right[0] if right else out)
    dout = _upstream(out, rng)
    got = call(backward, (dout, cache))
    gradients = [got] if isinstance(wrt, int) else _each(got, len(arguments), names, of_backward)
    raise_for(wrong_forms(gradients, args, arguments, subjects))

    terms = np.asarray(dout) * finite_numbers(out, np.shape(dout), of_out)
    scalar = Scalar(
        evaluate=_weighted(forward, dout, of_out),
        args=tuple(args),
        value=float(np.sum(terms)),
        magnitude=float(np.sum(np.abs(terms))),
    )
    judge(
        Forward(out, of_out, "its own forward pass"),
        scalar,
        claims_of(gradients, arguments, subjects),
        _answer(reference, right, dout, wrt) if reference and right else None,
        h=h,
        tolerance=tolerance,
    )
    return got


def _pair(got: Any, whole: Subject) -> tuple[object, object]:
    """(out, cache); the cache may be an object of any kind."""
    if type(got) is not tuple or len(got) != 2:
        raise CheckFailure((type_evidence(got, tuple_words(("out", "cache"), 2), whole),))
    return got[0], got[1]


def _each(got: object, count: int, names: Sequence[str], subject: Subject) -> Sequence[object]:
    """One gradient for every argument."""
    if not isinstance(got, tuple) or type(got) is not tuple or len(got) != count:
        raise CheckFailure((type_evidence(got, tuple_words(names, count), subject),))
    return got


def _require_floats(out: object, of_out: Subject, like: object) -> None:
    numbers = numeric(out)
    if numbers is None or numbers.kind not in ("number", "NumPy array"):
        raise CheckFailure((type_evidence(out, "a NumPy array of float64", of_out),))
    wrong = wrong_form(out, like, of_out)
    raise_for((wrong,) if wrong else ())


def _upstream(out: Any, rng: np.random.Generator) -> Any:
    """A random gradient of the shape of `out`. However large that is, `rng` moves on alike."""
    return np.random.default_rng(rng.integers(2**63)).standard_normal(np.shape(out))


def _weighted(forward: Function, dout: Any, of_out: Subject) -> Evaluate:
    """The sum of dout * out as a function of the arguments; its gradients are those of backward."""

    def evaluate(argument_lists: Iterable[Arguments]) -> Floats:
        outs = (element(pair, 0, of_out) for pair in call_many(forward, argument_lists))
        sums = [np.sum(dout * finite_numbers(out, np.shape(dout), of_out)) for out in outs]
        return np.array(sums, dtype=np.float64)

    return evaluate


def _answer(
    reference: tuple[Function, Function],
    right: tuple[object, object],
    dout: Any,
    wrt: int | Sequence[int],
) -> Answer:
    out, cache = right
    gradients = call(reference[1], (dout, cache))
    return Answer(out, [gradients] if isinstance(wrt, int) else gradients)
