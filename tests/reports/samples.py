"""Grades as a judge would make them, with every verdict, public and hidden."""

from __future__ import annotations

import math

from grader.evidence import Curve, Evidence, EvidenceKind, WrongEntry
from grader.model import (
    Check,
    CheckResult,
    Diagnosis,
    Facts,
    Frame,
    Grade,
    Provenance,
    Raised,
    Verdict,
)
from grader.scoring import maximum, total

SHAPE = Evidence(
    kind=EvidenceKind.SHAPE,
    summary="The result of softmax has the wrong shape: expected (3, 4).",
    hint="Sum over the classes with keepdims=True, so that every row keeps its own sum.",
    got_shape=(3, 1),
    expected_shape=(3, 4),
    got_dtype="float64",
    expected_dtype="float64",
)
VALUES = Evidence(
    kind=EvidenceKind.VALUE,
    summary="The result of softmax has the right shape, but wrong values.",
    hint="This is what comes out when the exponentials are divided by the sum of the whole array.",
    detail="Largest gap 0.25 at [0, 3]: got 1.25, expected 1.0.",
    call="softmax(np.array([[1.0, 2.0, 3.0],\n                  [1.0, 1.0, 1.0]]))",
    got="[[0.05, 0.14, 0.37],\n [0.05, 0.05, 0.05]]",
    expected="[[0.09, 0.245, 0.665],\n [0.333, 0.333, 0.333]]",
    got_shape=(2, 3),
    expected_shape=(2, 3),
    got_dtype="float64",
    expected_dtype="float64",
    places=(
        WrongEntry(index=(0, 2), got=0.3662, expected=0.66524096),
        WrongEntry(index=(1, 0), got=0.0495, expected=0.33333333),
        WrongEntry(index=(1, 1), got="nan", expected=0.33333333),
    ),
    share_wrong=1.0,
    largest_absolute=0.299,
    largest_relative=0.85,
)
GRADIENT = Evidence(
    kind=EvidenceKind.GRADIENT,
    summary="dz of softmax_loss is not the derivative of its own loss.",
    hint="The gradient is 7 times too large: is the mean over the rows missing?",
    detail="Largest gap 0.857 at [2, 1].",
    expected_shape=(7, 5),
    got_shape=(7, 5),
    expected_dtype="float64",
    got_dtype="float64",
    largest_absolute=0.857,
)
DIAGNOSIS = Diagnosis(
    mistake="LOSS-03",
    of="losses.softmax_loss",
    hint="Every entry of dx is N times the slope of your loss: the loss is a mean, is dx as well?",
    source="Notes on deep learning, Softmax classifier",
)
CONVERGENCE = Evidence(
    kind=EvidenceKind.CONVERGENCE,
    summary="The loss of train goes up instead of down.",
    hint="Is the gradient added where it should be subtracted?",
    detail="The loss after 60 steps is 310.5, expected at most 0.35.",
    curves=(
        Curve(label="yours", values=(*(1.1**i for i in range(60)), math.inf, math.nan)),
        Curve(label="reference", values=tuple(0.3 + 2 * 0.9**i for i in range(62))),
    ),
)
RAISED = Raised(
    type="ValueError",
    builtin=True,
    message="operands could not be broadcast together with shapes (3,4) (3,)",
    frames=(
        Frame(file="losses.py", line=31, function="softmax_loss", source="    p = softmax(z)"),
        Frame(file="losses.py", line=12, function="softmax", source="    return e / e.sum(axis=1)"),
    ),
)


def check(name: str, title: str, points: float = 4, *, hidden: bool = False) -> Check:
    return Check(id=f"test_{name}", title=title, points=points, hidden=hidden, group="losses")


def result(check: Check, verdict: Verdict = Verdict.PASSED, **fields: object) -> CheckResult:
    points = check.points if verdict is Verdict.PASSED else 0.0
    return CheckResult(**{"check": check, "verdict": verdict, "points": points, **fields})  # type: ignore[arg-type]


def grade(
    student: str,
    results: tuple[CheckResult, ...],
    *,
    assignment: str = "a03_losses",
    infra: str = "",
) -> Grade:
    return Grade(
        submission=f"{assignment}/{student}",
        assignment=assignment,
        people=(student,),
        digest="00" * 32,
        results=results,
        points=total(results) or 0.0,
        max_points=maximum(r.check for r in results),
        infra=infra,
        provenance=Provenance(grader="0.1.0", tier="local", python="3.11.2", numpy="2.4.0"),
    )


def every_verdict(*, hidden: bool) -> tuple[CheckResult, ...]:
    """One result of each kind that a judge makes, INFRA left out."""
    prefix = "hidden_" if hidden else ""

    def one(name: str, title: str, points: float = 4) -> Check:
        return check(prefix + name, title, points, hidden=hidden)

    return (
        result(one("entropy", "The entropy of a fair coin is one bit.")),
        result(
            one("kl", "The KL divergence of a distribution from itself is zero."), output="0.0\n"
        ),
        result(
            one("stages", "The loss falls below 0.5, and then below 0.1.", 6), points=3.6, share=0.6
        ),
        result(
            one("softmax_shape", "softmax keeps the shape of its input."),
            Verdict.FAILED,
            function="softmax",
            evidence=(SHAPE,),
        ),
        result(
            one("softmax", "softmax of two rows is what the handout computes by hand."),
            Verdict.FAILED,
            function="softmax",
            source="Notes on deep learning, Softmax",
            summary=VALUES.summary,
            message="softmax(z): wrong values, largest gap 0.25 at [0, 3]",
            evidence=(VALUES,),
            output="shape of e: (2, 3)\n\x1b[31mred\x1b[0m\n",
        ),
        result(
            one("gradient", "The gradient of softmax_loss is the derivative of its own loss.", 8),
            Verdict.FAILED,
            function="softmax_loss",
            evidence=(GRADIENT,),
            diagnosis=DIAGNOSIS,
        ),
        result(
            one("train", "Training brings the loss down.", 8),
            Verdict.FAILED,
            function="train",
            evidence=(CONVERGENCE,),
        ),
        result(one("hinge", "The hinge loss of one row."), Verdict.NOT_IMPLEMENTED),
        result(one("rows", "softmax works on many rows."), Verdict.EXCEPTION, raised=RAISED),
        result(
            one("files", "The loss needs no files."),
            Verdict.NOT_ALLOWED,
            summary="The submission tried to import a package that is not allowed.",
            message="It imports 'socket'; a submission may import numpy and the standard library.",
        ),
        result(one("exit", "The loss returns."), Verdict.EXITED, reason="3"),
        result(one("crash", "The loss survives empty input."), Verdict.SIGNAL, reason="11"),
        result(
            one("large", "softmax_loss is fast enough for 1,000 rows."),
            Verdict.TIMEOUT,
            reason="cpu",
            message="The check used 4.01 s of CPU; 4 s are allowed.",
            facts=Facts(
                cpu_seconds=4.01, wall_seconds=4.3, peak_bytes=80 * 2**20, killed_for="cpu"
            ),
        ),
        result(one("memory", "softmax_loss needs little memory."), Verdict.MEMORY),
        result(one("quiet", "softmax_loss does not print."), Verdict.OUTPUT),
        result(one("answer", "softmax_loss answers with numbers."), Verdict.PROTOCOL),
        result(
            one("both", "Loss and gradient agree."),
            Verdict.SKIPPED,
            summary="It needs test_gradient.",
        ),
    )


def mixed() -> Grade:
    """A submission with every verdict, public and hidden."""
    return grade("ana", every_verdict(hidden=False) + every_verdict(hidden=True))


def perfect(student: str = "bo", assignment: str = "a03_losses") -> Grade:
    results = tuple(result(r.check) for r in mixed().results)
    return grade(student, results, assignment=assignment)


def broken(student: str = "cleo") -> Grade:
    """A submission that we could not grade."""
    results = (result(mixed().results[0].check, Verdict.INFRA, summary="The sandbox died."),)
    return grade(student, results, infra="quarantined: three sandboxes died with this submission")


def course() -> tuple[Grade, ...]:
    """A small class over two assignments."""
    everything = mixed().results
    partly = tuple(
        grade(f"student{i:02d}", _first_failures(everything, i))
        for i in range(1, len(everything), 2)
    )
    others = (perfect("ana", "a01_neuron"), perfect("bo", "a01_neuron"))
    return (mixed(), perfect(), broken(), *partly, *others)


def _first_failures(results: tuple[CheckResult, ...], count: int) -> tuple[CheckResult, ...]:
    return tuple(r if i < count else result(r.check) for i, r in enumerate(results))
