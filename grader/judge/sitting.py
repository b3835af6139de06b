"""One submission before the judge: in a fork of the template, from hello to goodbye."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence

from msgspec import structs

from grader.assignments import Assignment
from grader.errors import SandboxError
from grader.judge.bench import Bench
from grader.judge.children import Children
from grader.judge.collect import Runnable
from grader.judge.diagnosis import Diagnostician
from grader.judge.dialogue import Dialogue
from grader.judge.orders import Hear, Lost, Post, Verdicts
from grader.judge.patience import TooLong, cpu_seconds
from grader.judge.plugin import JudgePlugin
from grader.judge.run import Judged, run_checks
from grader.judge.suspects import suspect_uses
from grader.judge.transcript import Transcript
from grader.model import CheckResult, Verdict

PATIENCE = 20.0
"""CPU seconds for the likely causes, a thousand times what they take. A known mistake runs on what
the submission returned, which may be anything."""


class Sitting:
    """Judges one submission in one slot."""

    def __init__(
        self,
        plugin: JudgePlugin,
        checks: Sequence[Runnable],
        assignment: Assignment,
        secret: bytes,
        diagnostician: Diagnostician,
    ) -> None:
        self._plugin = plugin
        self._checks = checks
        self._assignment = assignment
        self._secret = secret
        self._diagnostician = diagnostician

    def hold(self, slot: socket.socket, coordinator: socket.socket) -> None:
        """Hear the submission from the coordinator, judge it in the slot, report."""
        post: Post[Hear] = Post(coordinator, Hear)
        hear, _ = post.receive()
        try:
            judged = self._judge(hear, slot)
        except SandboxError as error:
            post.send(Lost(why=error.message))
            return
        infra = [result for result in judged.results if result.verdict is Verdict.INFRA]
        post.send(Lost(why=infra[0].message) if infra else Verdicts(judged=judged))

    def _judge(self, hear: Hear, slot: socket.socket) -> Judged:
        settings = self._assignment.settings
        given = self._assignment.given
        children = Children(
            slot,
            files=hear.files,
            given=given.read_bytes() if given is not None else None,
            limits=settings.limits,
            parts=settings.parts,
            definitions=settings.definitions,
        )
        bench = Bench(
            work=children,
            parts=settings.parts,
            files=hear.files,
            secret=self._secret,
            transcript=Transcript(),
        )
        self._plugin.bench = bench
        try:
            judged = run_checks(self._plugin, _chosen(self._checks, hear.only), settings.limits)
        finally:
            children.close()
        return structs.replace(
            judged,
            results=self._explained(judged.results, bench.dialogues),
            staff_notes=suspect_uses(hear.files, settings.suspects),
        )

    def _explained(
        self, results: Sequence[CheckResult], dialogues: Mapping[str, Dialogue]
    ) -> tuple[CheckResult, ...]:
        """The results with likely causes; without, should a known mistake never come to an end."""
        try:
            with cpu_seconds(PATIENCE):
                return self._diagnostician.explain(results, dialogues)
        except TooLong:
            return tuple(results)


def _chosen(checks: Sequence[Runnable], only: Sequence[str]) -> Sequence[Runnable]:
    return [runnable for runnable in checks if not only or runnable.check.id in only]
