"""The gradient that a loss function returns, against differences of its own loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.checks.calls.calling import Arguments, Function, call, call_many, name_of
from grader.checks.calls.source_call import SourceCall
from grader.checks.comparing.compare import type_evidence
from grader.checks.comparing.subject import Subject
from grader.checks.differences.claims import claim_words, claims_of, keyed, wrong_form, wrong_forms
from grader.checks.differences.conclusions import Forward, ReferenceResult, judge_claims
from grader.checks.differences.derivative import ScalarFunction
from grader.checks.differences.perturbed import element, finite_numbers
from grader.checks.differences.probes import Floats
from grader.checks.differences.variables import InputVariable, Wrt, variables_of
from grader.checks.failure import CheckFailure, raise_for


def check_gradient(
    function: Function,
    args: Sequence[object],
    *,
    wrt: Wrt = 0,
    loss: int = 0,
    gradient: int | Sequence[int] = 1,
    reference: Function | None = None,
    keywords: Mapping[str, object] | None = None,
    h: float = 1e-5,
    tolerance: float = 1e-7,
    names: Sequence[str] = (),
    what: str = "",
) -> Any:
    """The gradient is the derivative of the function's own loss; returns what it returned.

    `function(*args, **keywords)` returns a tuple with a number at `loss` and, at `gradient`, the
    gradients with respect to `wrt` (float64 arrays or floats). `wrt` are numbers of arguments, or
    keys of a dict among them: then a dict of gradients stands at `gradient`. `reference` is a
    function of the same form; with it the loss, and in the end the gradient, are compared with the
    right ones too. Without it a constant loss with a zero gradient passes. `names` name the
    gradients.
    """
    named, variables = keywords or {}, variables_of(wrt, args)
    places = _places(gradient, len(variables))
    whole = Subject.result_of(
        name_of(function, what), SourceCall(name_of(function), args, named, reference)
    )
    of_loss = whole.part("The loss")
    nouns, short_names = claim_words(names, variables)
    subjects = [whole.part(noun) for noun in nouns]

    got = call(function, args, named)
    _require_tuple(got, max(loss, *places), whole)
    gradients = _gradients(got, places, variables, whole)
    wrong_loss = wrong_form(got[loss], 0.0, of_loss)
    wrong = (wrong_loss,) if wrong_loss else wrong_forms(gradients, args, variables, subjects)
    raise_for(wrong)

    def losses(argument_lists: Iterable[Arguments]) -> Floats:
        results = call_many(function, argument_lists, named)
        values = (element(result, loss, of_loss) for result in results)
        return np.array([finite_numbers(value, (), of_loss) for value in values])

    at = float(finite_numbers(got[loss], (), of_loss))
    right = None if reference is None else call(reference, args, named)
    judge_claims(
        Forward(got[loss], of_loss, "its own loss"),
        ScalarFunction(losses, tuple(args), at, magnitude=abs(at)),
        claims_of(gradients, variables, subjects, short_names),
        None
        if right is None
        else ReferenceResult(right[loss], _gradients(right, places, variables, whole)),
        h=h,
        tolerance=tolerance,
    )
    return got


def _places(gradient: int | Sequence[int], count: int) -> Sequence[int]:
    """A place for each variable: its own, or one dict for all of them."""
    return [gradient] * count if isinstance(gradient, int) else list(gradient)


def _gradients(
    got: Any, places: Sequence[int], variables: Sequence[InputVariable], whole: Subject
) -> list[object]:
    """One gradient for each variable, those of keys out of the dict at their place."""
    of_dict = whole.part("The dict of gradients")
    return [
        keyed(got[place], [variable], of_dict)[0] if variable.key else got[place]
        for place, variable in zip(places, variables, strict=True)
    ]


def _require_tuple(got: object, last: int, whole: Subject) -> None:
    if not isinstance(got, tuple) or type(got) is not tuple or len(got) <= last:
        wanted = f"a tuple of at least {last + 1}: the loss and its gradient"
        raise CheckFailure((type_evidence(got, wanted, whole),))
