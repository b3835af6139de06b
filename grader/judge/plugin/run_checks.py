"""Run all checks of an assignment against the current submission."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.judge.plugin.collect import Runnable
from grader.judge.plugin.outcome import CheckOutcome
from grader.judge.plugin.plugin import JudgePlugin
from grader.judge.proxy.transcript import Transcript
from grader.model import Check, CheckResult, Judged, Verdict
from grader.scoring import earned
from grader.wire.limits import Limits

NEAR = 0.2
"""A check within this share of its CPU limit is repeated alone before its verdict counts."""
MOST_WARNINGS = 3
"""Notes on warnings for one check; the whole output is shown anyway."""
_WARNING = re.compile(r"^(?:.*/)?([^/\n]+\.py):(\d+): RuntimeWarning: (.+)$", re.MULTILINE)


def run_checks(plugin: JudgePlugin, checks: Sequence[Runnable], limits: Limits) -> Judged:
    """Run every check once, in order, within one CPU budget.

    What a check needs and is not among `checks` counts as met.
    """
    results: dict[str, CheckResult] = {}
    left = limits.budget_cpu
    near = False
    shares: list[float] = []
    notes: tuple[str, ...] = ()
    for runnable in checks:
        check = runnable.check
        cpu = min(runnable.cpu, left)
        outcome = _not_run(check, results, cpu)
        transcript = Transcript()
        if outcome is None:
            outcome = plugin.run(runnable.item, check, cpu)
            transcript = plugin.transcript
            notes = notes or transcript.about
            near = near or (abs(transcript.cpu - cpu) <= NEAR * cpu and outcome.reason != "cpu")
            outcome = _within(outcome, transcript, cpu, runnable.cpu)
            left -= min(transcript.cpu, cpu)
        results[check.id] = _result(check, outcome, transcript, limits)
        shares.append(transcript.cpu / runnable.cpu)
        if outcome.verdict is Verdict.INFRA:
            break
    return Judged(
        results=tuple(results.values()), near_limit=near, notes=notes, shares=tuple(shares)
    )


def _not_run(check: Check, results: Mapping[str, CheckResult], cpu: float) -> CheckOutcome | None:
    unmet = [
        need
        for need in check.needs
        if need in results and results[need].verdict is not Verdict.PASSED
    ]
    if unmet:
        titles = "; ".join(results[need].check.title.rstrip(".") for need in unmet)
        sentence = f"Not run, because this must hold first: {titles}."
        return CheckOutcome(verdict=Verdict.SKIPPED, summary=sentence, message=sentence)
    if cpu <= 0:
        sentence = "Not run: the checks before it used up the CPU time of the whole submission."
        return CheckOutcome(
            verdict=Verdict.TIMEOUT, reason="budget", summary=sentence, message=sentence
        )
    return None


def _within(
    outcome: CheckOutcome, transcript: Transcript, cpu: float, limit: float
) -> CheckOutcome:
    """A check that ended well but late is a timeout; one cut short by the budget says so."""
    late = outcome.verdict is Verdict.PASSED and transcript.cpu > cpu
    cut_short = outcome.reason == "cpu" and cpu < limit
    if not late and not cut_short:
        return outcome
    if cpu < limit:
        reason, sentence = "budget", "Your code used up the CPU time that all checks share."
    else:
        reason, sentence = "cpu", f"Your code needed more than {cpu:.3g} s of CPU time."
    return CheckOutcome(
        verdict=Verdict.TIMEOUT,
        reason=reason,
        summary=sentence,
        message=sentence,
        facts=outcome.facts,
    )


def _result(
    check: Check, outcome: CheckOutcome, transcript: Transcript, limits: Limits
) -> CheckResult:
    printed = bytes(transcript.output[: limits.output_kept]).decode("utf-8", "replace")
    return CheckResult(
        check=check,
        verdict=outcome.verdict,
        points=earned(check, outcome.verdict, outcome.share) or 0.0,
        share=outcome.share if outcome.verdict is Verdict.PASSED else 0.0,
        function=transcript.function,
        summary=outcome.summary,
        message=outcome.message,
        reason=outcome.reason,
        evidence=outcome.evidence,
        raised=outcome.raised,
        output=printed,
        notes=(*transcript.notes, *warnings_in(printed)),
        facts=outcome.facts,
    )


def warnings_in(printed: str) -> tuple[str, ...]:
    """`losses.py, line 3: NumPy warns of "overflow encountered in exp"`, each once.

    A warning is worth knowing and never costs a point: the value that came back decides.
    """
    found = (
        f'{file}, line {line}: NumPy warns of "{what}"'
        for file, line, what in _WARNING.findall(printed)
    )
    return tuple(dict.fromkeys(found))[:MOST_WARNINGS]
