"""A backward pass, against differences of its own forward pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from grader.checks.calls.calling import Arguments, Function, call, call_many, keeping, name_of
from grader.checks.calls.source_call import SourceCall
from grader.checks.calls.unattributed import unattributed
from grader.checks.comparing.compare import tuple_words, type_evidence
from grader.checks.comparing.subject import Subject
from grader.checks.differences.claims import claim_words, claims_of, keyed, wrong_form, wrong_forms
from grader.checks.differences.conclusions import Forward, ReferenceResult, judge_claims
from grader.checks.differences.derivative import ScalarFunction
from grader.checks.differences.perturbed import element, finite_numbers
from grader.checks.differences.probes import Floats
from grader.checks.differences.slopes import Evaluate
from grader.checks.differences.variables import InputVariable, Wrt, variables_of
from grader.checks.failure import CheckFailure, raise_for
from grader.checks.kinds import numeric


def check_backward(
    forward: Function,
    backward: Function,
    args: Sequence[object],
    *,
    wrt: Wrt = (0, 1, 2),
    rng: np.random.Generator,
    reference: tuple[Function, Function] | None = None,
    h: float = 1e-5,
    tolerance: float = 1e-7,
    names: Sequence[str] = (),
    what: str = "",
) -> Any:
    """`backward` is the derivative of `forward`; returns the gradients it returned.

    `forward(*args)` returns (out, cache), and `backward(dout, cache)` the gradients with respect to
    the arguments `wrt` (float64 arrays or floats) in that order: a tuple, or one gradient when
    `wrt` is a number, or a dict when `wrt` are keys of a dict argument. dout is random, by one draw
    from `rng`. `reference` is the right pair of functions; with it `out`, and in the end the
    gradients, are compared with the right ones too. The cache stays in the sandbox, so it may be of
    any kind.
    """
    variables = variables_of(wrt, args)
    source = SourceCall(name_of(forward), args, {}, reference[0] if reference else None)
    whole = Subject.result_of(name_of(forward, what), source)
    forward = keeping(forward, 1)
    of_out = whole.part("The output")
    of_backward = Subject.result_of(name_of(backward), source)
    nouns, short_names = claim_words(names, variables)
    subjects = [of_backward.part(noun) for noun in nouns]

    out, cache = _pair(call(forward, args), whole)
    right = _pair(call(reference[0], args), whole) if reference else None
    _require_floats(out, of_out, right[0] if right else out)
    dout = _upstream(out, rng)
    got = call(backward, (dout, cache))
    gradients = _gradients(got, wrt, variables, names, of_backward)
    raise_for(wrong_forms(gradients, args, variables, subjects))

    terms = np.asarray(dout) * finite_numbers(out, np.shape(dout), of_out)
    scalar = ScalarFunction(
        evaluate=_weighted(forward, dout, of_out),
        args=tuple(args),
        value=float(np.sum(terms)),
        magnitude=float(np.sum(np.abs(terms))),
    )
    expected = None
    if reference and right:
        rights = call(reference[1], (dout, right[1]))
        expected = ReferenceResult(right[0], _gradients(rights, wrt, variables, names, of_backward))
    judge_claims(
        Forward(out, of_out, "its own forward pass"),
        scalar,
        claims_of(gradients, variables, subjects, short_names),
        expected,
        h=h,
        tolerance=tolerance,
    )
    return got


def _pair(got: Any, whole: Subject) -> tuple[object, object]:
    """(out, cache); the cache may be an object of any kind."""
    if type(got) is not tuple or len(got) != 2:
        raise CheckFailure((type_evidence(got, tuple_words(("out", "cache"), 2), whole),))
    return got[0], got[1]


def _gradients(
    got: object,
    wrt: Wrt,
    variables: Sequence[InputVariable],
    names: Sequence[str],
    subject: Subject,
) -> Sequence[object]:
    """One gradient for each variable: the only one, those of a dict by key, or those of a tuple."""
    if all(variable.key for variable in variables):
        return keyed(got, variables, subject)
    if isinstance(wrt, int):
        return [got]
    count = len(variables)
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
    """A random gradient of the shape of `out`, by one draw from `rng` whatever that shape is."""
    return np.random.default_rng(rng.integers(2**63)).standard_normal(np.shape(out))


def _weighted(forward: Function, dout: Any, of_out: Subject) -> Evaluate:
    """The sum of dout * out as a function of the arguments; its gradients are those of backward."""

    def evaluate(argument_lists: Iterable[Arguments]) -> Floats:
        with unattributed():  # the check is about backward, which was called before
            pairs = call_many(forward, argument_lists)
        outs = (element(pair, 0, of_out) for pair in pairs)
        sums = [np.sum(dout * finite_numbers(out, np.shape(dout), of_out)) for out in outs]
        return np.array(sums, dtype=np.float64)

    return evaluate
