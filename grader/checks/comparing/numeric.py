"""Numbers, arrays and tensors compared: kind, shape, dtype, then values."""

from __future__ import annotations

import numpy as np

from grader.checks.comparing.gaps import Gaps, measure
from grader.checks.comparing.subject import Subject
from grader.checks.comparing.tolerance import Tolerance
from grader.checks.kinds import Array, Numeric, describe, dtype_word, numeric
from grader.checks.relating.expected_history import EXPECTED_HISTORY
from grader.checks.relating.pair import Explanation
from grader.checks.relating.relations import reduction, relation
from grader.checks.render import distinguishable, short
from grader.evidence import Evidence, EvidenceKind

_NOT_FINITE = (
    "NaN comes from 0/0, inf - inf or the log of a negative number, "
    "inf from an overflow, a division by zero or log(0)."
)
_KEEPDIMS = "keepdims=True, reshape(-1, 1) or a matrix product may have added the axis."
_LOST = "Indexing with a number and sum without keepdims=True both remove an axis."
_STALE = "This was right for an earlier call: is something kept from one call to the next?"

Shape = tuple[int, ...]


def compare_numbers(
    got: object, expected: Numeric, tolerance: Tolerance, subject: Subject
) -> tuple[Evidence, ...]:
    """Compare a value with the numbers that were expected; empty when they are equal."""
    numbers = numeric(got)
    if numbers is None:
        return (_type_evidence(got, expected, subject),)
    wrong_form = _wrong_form(got, numbers, expected, tolerance, subject)
    if wrong_form:
        return (wrong_form,)
    gaps = measure(numbers.values, expected.values, tolerance, expected.dtype)
    evidence = (value_evidence(gaps, subject),) if gaps.wrong.any() else ()
    EXPECTED_HISTORY.add(subject.noun, expected.values)
    return evidence


def form_evidence(
    got: object, expected: Numeric, tolerance: Tolerance, subject: Subject
) -> Evidence | None:
    """Compare kind, shape and dtype only; None when all three are right."""
    numbers = numeric(got)
    if numbers is None:
        return _type_evidence(got, expected, subject)
    return _wrong_form(got, numbers, expected, tolerance, subject)


def value_evidence(gaps: Gaps, subject: Subject) -> Evidence:
    """Evidence for wrong entries; the form is known to be right."""
    strange = _non_finite(gaps)
    related = explanation_of(gaps.got, gaps.expected, subject)
    hint, detail = (_NOT_FINITE, strange[1]) if strange else related
    return Evidence(
        kind=EvidenceKind.VALUE,
        summary=f"{subject.noun} {strange[0] if strange else _wrong(gaps)}.",
        hint=hint,
        detail=" ".join(text for text in (gap_sentence(gaps, "expected"), detail) if text),
        call=subject.call,
        got=short(gaps.got),
        expected=short(gaps.expected),
        got_shape=gaps.got.shape,
        expected_shape=gaps.expected.shape,
        got_dtype=gaps.got.dtype.name,
        expected_dtype=gaps.expected.dtype.name,
        places=gaps.places(),
        share_wrong=gaps.share_wrong,
        largest_absolute=gaps.largest_absolute,
        largest_relative=gaps.largest_relative,
    )


def explanation_of(got: Array, expected: Array, subject: Subject) -> Explanation:
    """Why an array may be wrong: it is that of an earlier call, or related to the right one."""
    if EXPECTED_HISTORY.is_stale(subject.noun, got, expected):
        return _STALE, ""
    return relation(got, expected, subject.source)


def gap_sentence(gaps: Gaps, against: str) -> str:
    """The worst place and how much is wrong: "Got 1.25, expected 1 at [0, 3]; ..."."""
    worst = gaps.places()[0]
    where = f" at {list(worst.index)}" if worst.index else ""
    got, expected = distinguishable(worst.got, worst.expected)
    facts = [f"Got {got}, {against} {expected}{where}"]
    if gaps.wrong.size == 1:
        return f"{facts[0]}."
    wrong = int(gaps.wrong.sum())
    verb = "is" if wrong == 1 else "are"
    facts.append(f"{wrong} of {gaps.wrong.size} entries {verb} wrong")
    if gaps.largest_absolute is not None:
        facts.append(f"largest gap {gaps.largest_absolute:.3g}")
    if gaps.largest_relative is not None:
        facts.append(f"largest relative gap {gaps.largest_relative:.3g}")
    return "; ".join(facts) + "."


def _wrong_form(
    got: object, numbers: Numeric, expected: Numeric, tolerance: Tolerance, subject: Subject
) -> Evidence | None:
    if not _comparable(numbers, expected):
        return _type_evidence(got, expected, subject)
    if numbers.shape != expected.shape:
        return _shape_evidence(got, numbers, expected, subject)
    if not _same_dtype(numbers, expected, tolerance):
        return _dtype_evidence(got, numbers, expected, subject)
    return None


def _wrong(gaps: Gaps) -> str:
    return "has the right shape, but wrong values" if gaps.wrong.ndim else "has a wrong value"


def _non_finite(gaps: Gaps) -> tuple[str, str] | None:
    """Words for an unexpected NaN or inf, and where the first one stands."""
    for name, found in (("NaN", np.isnan(gaps.got)), ("inf", np.isinf(gaps.got))):
        here = np.argwhere(found & gaps.wrong)
        if len(here):
            first = f" at {[int(i) for i in here[0]]}" if gaps.wrong.ndim else ""
            return f"contains {name}", f"First {name}{first}, {len(here)} in all."
    return None


def _comparable(numbers: Numeric, expected: Numeric) -> bool:
    """Numbers and NumPy arrays differ by shape only; everything else differs by kind."""
    by_shape = ("number", "NumPy array")
    return numbers.kind == expected.kind or (
        numbers.kind in by_shape and expected.kind in by_shape and numbers.shape != expected.shape
    )


def _same_dtype(numbers: Numeric, expected: Numeric, tolerance: Tolerance) -> bool:
    if not numbers.holds_numbers:
        return False
    if expected.is_scalar or tolerance.dtypes == "any":
        return True
    both_integer = _is_integer(numbers.values) and _is_integer(expected.values)
    return both_integer or numbers.dtype == expected.dtype


def _is_integer(array: Array) -> bool:
    return array.dtype.kind in "iu"


def _type_evidence(got: object, expected: Numeric, subject: Subject) -> Evidence:
    wanted = f"a {expected.kind}"
    if not expected.is_scalar:
        wanted += f" of shape {expected.shape}"
    return Evidence(
        kind=EvidenceKind.TYPE,
        summary=f"{subject.noun} is {describe(got)}, expected {wanted}.",
        hint=_type_hint(got, expected),
        call=subject.call,
        got=short(got),
        expected=short(expected.values),
        expected_shape=expected.shape,
        expected_dtype=expected.dtype,
    )


def _type_hint(got: object, expected: Numeric) -> str:
    if got is None:
        return "A function without a return statement returns None."
    if type(got) is list and expected.kind == "NumPy array":
        return "np.array(...) makes an array of a list."
    return ""


def _shape_evidence(got: object, numbers: Numeric, expected: Numeric, subject: Subject) -> Evidence:
    words, hint = _shape_words(numbers.shape, expected.shape)
    if numbers.holds_numbers:
        hint = reduction(numbers.values, expected.values, subject.source)[0] or hint
    return Evidence(
        kind=EvidenceKind.SHAPE,
        summary=f"{subject.noun} {words}.",
        hint=hint,
        detail=f"Got shape {numbers.shape}, expected {expected.shape}.",
        call=subject.call,
        got=short(got),
        expected=short(expected.values),
        got_shape=numbers.shape,
        expected_shape=expected.shape,
        got_dtype=numbers.dtype,
        expected_dtype=expected.dtype,
    )


def _dtype_evidence(got: object, numbers: Numeric, expected: Numeric, subject: Subject) -> Evidence:
    word = dtype_word(numbers.dtype)
    return Evidence(
        kind=EvidenceKind.DTYPE,
        summary=f"{subject.noun} has dtype {word}, expected {expected.dtype}.",
        hint=_dtype_hint(numbers, expected),
        call=subject.call,
        got=short(got),
        expected=short(expected.values),
        got_shape=numbers.shape,
        expected_shape=expected.shape,
        got_dtype=numbers.dtype,
        expected_dtype=expected.dtype,
    )


def _dtype_hint(numbers: Numeric, expected: Numeric) -> str:
    if expected.values.dtype.kind == "f" and _is_integer(numbers.values):
        return "An array of integers cuts off everything behind the decimal point."
    if expected.dtype == "float64" and numbers.dtype in ("float16", "float32"):
        return "Are the numbers converted on the way? float64 keeps 16 digits, float32 only 7."
    return ""


# --- a wrong shape in words ---------------------------------------------------------------------


def _shape_words(got: Shape, expected: Shape) -> tuple[str, str]:
    """The rest of a sentence that begins with a noun, and a hint (perhaps empty).

    The shape that came back is named only where it follows from the expected one by a rule, because
    its numbers could otherwise be a message from the submission.
    """
    if got == ():
        return f"is a number, expected shape {expected}", "Was it summed over one axis too many?"
    if expected == ():
        return "is an array, expected a number", "Is a sum or a mean over an axis missing?"
    if got == (*expected, 1):
        return _named(got, expected, _is_not("column", expected)), _KEEPDIMS
    if got == (1, *expected):
        return _named(got, expected, _is_not("row", expected)), _KEEPDIMS
    if expected in ((*got, 1), (1, *got)):
        return f"lacks an axis of length 1: expected shape {expected}", _LOST
    if got == expected[::-1]:
        return _named(got, expected, "transposed"), "Which index counts rows, which columns?"
    if len(got) != len(expected):
        return f"has the wrong number of axes: expected shape {expected}", ""
    return f"has the wrong shape: expected {expected}", ""


def _is_not(what: str, expected: Shape) -> str:
    return f"a {what} is not a vector" if len(expected) == 1 else "one axis of length 1 too many"


def _named(got: Shape, expected: Shape, why: str) -> str:
    return f"has shape {got}, expected {expected}: {why}"
