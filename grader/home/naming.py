"""Names a known mistake at home, by what it was heard to reply in the public checks. Pure.

The rules are those of `grader.judge.diagnosis`, without the code: a mistake is named when it
agrees with all that its function returned, and silence is better than a wrong name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

import msgspec

from grader.home.recording import Heard, Symptoms, digest
from grader.judge.diagnosis.equivalence import ReplyValues, same, tells
from grader.judge.diagnosis.replay import function_of, reply_of
from grader.judge.proxy.recorded_calls import RecordedCall, RecordedCalls
from grader.model import CheckResult, Verdict


def named(
    results: Sequence[CheckResult],
    dialogues: Mapping[str, RecordedCalls],
    symptoms: Iterable[Symptoms],
) -> tuple[CheckResult, ...]:
    """The results, with a diagnosis where one known mistake alone explains a failure."""
    failed = {result.check.id for result in results if result.verdict is Verdict.FAILED}
    heard = {id: d.said for id, d in dialogues.items() if d.complete and d.said}
    found = [(each, shown) for each in symptoms if (shown := _shown(each, heard, failed))]
    return tuple(_with(result, found) for result in results)


def _with(result: CheckResult, found: Sequence[tuple[Symptoms, frozenset[str]]]) -> CheckResult:
    fitting = [(each, shown) for each, shown in found if result.check.id in shown]
    best = [each for each, shown in fitting if not any(shown < more for _, more in fitting)]
    if len(best) != 1:
        return result
    return msgspec.structs.replace(result, diagnosis=best[0].mistake)


def _shown(
    symptoms: Symptoms, heard: Mapping[str, Sequence[RecordedCall]], failed: set[str]
) -> frozenset[str]:
    """The failed checks that a mistake explains; none when it contradicts any reply."""
    function = symptoms.mistake.of
    shown: set[str] = set()
    agreed: list[ReplyValues] = []
    for check, dialogue in heard.items():
        calls = any(function_of(said) == function for said in dialogue)
        replies = _agreement(dialogue, symptoms.heard.get(check, ()), function if calls else "")
        if replies is None and calls:
            return frozenset()
        if replies and check in failed and check in symptoms.failed:
            shown.add(check)
            agreed += replies
    return frozenset(shown) if tells(agreed) else frozenset()


def _agreement(
    dialogue: Sequence[RecordedCall], heard: Sequence[Heard], function: str
) -> list[ReplyValues] | None:
    """What both replied to the calls of a function, or to everything; None when they differ."""
    agreed: list[ReplyValues] = []
    for said, other in zip_longest(dialogue, heard):
        if said is None or (function and function_of(said) != function):
            continue
        if other is None or digest(said.request, said.buffers) != other.request:
            return None
        reply = reply_of(said.reply, said.answer)
        if other.reply is None:
            if not reply.failed:
                return None
        elif not same(reply, reply_of(other.reply, other.answer)):
            return None
        else:
            agreed.append(reply)
    return agreed
