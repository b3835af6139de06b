"""Names a known mistake at home, by what it was recorded to reply in the public checks. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import zip_longest

from grader.home.recording import RecordedMistake, RecordedReply, digest
from grader.judge.diagnosis.equivalence import ReplyValues, reply_of
from grader.judge.diagnosis.explanation import (
    Explanation,
    best,
    comparable,
    contradicts,
    explanation,
    failed_checks,
    with_diagnoses,
)
from grader.judge.proxy.recorded_calls import RecordedCall, RecordedCalls
from grader.model import CheckResult


def with_recorded_mistakes(
    results: Sequence[CheckResult],
    recorded: Mapping[str, RecordedCalls],
    mistakes: Iterable[RecordedMistake],
) -> tuple[CheckResult, ...]:
    """The results, with a diagnosis where one known mistake alone explains a failure."""
    failed, calls = failed_checks(results), comparable(recorded)
    explained = [(each.mistake, _explained(each, calls, failed)) for each in mistakes]
    named = {
        check: best((each, found) for each, found in explained if found and check in found.failed)
        for check in failed
    }
    return with_diagnoses(results, {id: found for id, found in named.items() if found is not None})


def _explained(
    mistake: RecordedMistake,
    calls: Mapping[str, Sequence[RecordedCall]],
    failed: Collection[str],
) -> Explanation | None:
    """What a mistake explains; None when that is nothing, or it contradicts any reply."""
    function = mistake.mistake.of
    explained: set[str] = set()
    agreed: list[ReplyValues] = []
    for check, made in calls.items():
        called = any(call.function == function for call in made)
        replies = _agreed(made, mistake.replies.get(check, ()), function if called else "")
        if replies is None and called:
            return None
        if replies and check in failed and check in mistake.failed:
            explained.add(check)
            agreed += replies
    return explanation(explained, agreed)


def _agreed(
    calls: Sequence[RecordedCall], recorded: Sequence[RecordedReply], function: str
) -> list[ReplyValues] | None:
    """What both replied to the calls of a function, or to everything; None when they differ."""
    agreed: list[ReplyValues] = []
    for call, other in zip_longest(calls, recorded):
        if call is None or (function and call.function != function):
            continue
        if other is None or digest(call.request, call.buffers) != other.request:
            return None
        returned = reply_of(call.reply, call.reply_buffers)
        of_mistake = _values(other)
        if contradicts(returned, of_mistake):
            return None
        agreed += [] if returned.failed else [returned]
    return agreed


def _values(recorded: RecordedReply) -> ReplyValues:
    if recorded.reply is None:
        return ReplyValues((), failed=True)
    return reply_of(recorded.reply, recorded.buffers)
