"""From submissions to grades: what is stored is kept, the rest is graded, nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from grader import __version__
from grader.assignments import Assignment, Course
from grader.errors import SandboxMissing, SlotLost
from grader.executors.probe import works
from grader.executors.runtime import runtime
from grader.executors.slots import SlotPool
from grader.judge.client import JudgeTemplate
from grader.judge.run import Judged
from grader.judge.seeds import fingerprint
from grader.model import Check, Grade, Provenance, Submission
from grader.sandbox.seam import Sandbox
from grader.scoring import maximum
from grader.store import Store, store_key

TRIES = 3
"""Fresh slots that one submission may lose before it is set aside for a person."""
WINDOW = 4
"""Submissions under way or waiting, per slot: memory does not grow with the class."""


class Watcher(Protocol):
    """Somebody who wants to see how it goes."""

    def started(self, submission: Submission) -> None:
        """A submission is being graded."""

    def finished(self, grade: Grade) -> None:
        """A grade is there, from the store or new."""


@dataclass
class Bench:
    """An assignment that is ready to judge."""

    assignment: Assignment
    template: JudgeTemplate
    checks: tuple[Check, ...] = ()

    @property
    def timeout(self) -> float:
        """Seconds after which a judge has failed: every check may use all of its wall time."""
        return (len(self.checks) + 3) * (self.assignment.settings.limits.check_wall + 20.0)


@dataclass
class Pipeline:
    """Grades submissions of one course in the slots of one sandbox."""

    course: Course
    sandbox: Sandbox
    secret: bytes
    slots: int
    store: Store
    watcher: Watcher
    _benches: dict[str, Bench] = field(default_factory=dict)

    def run(self, submissions: Sequence[Submission]) -> list[Grade]:
        """Grade them all; the grades come in the order of the submissions."""
        assignments = {s.assignment: self.course.assignment(s.assignment) for s in submissions}
        keys = {s.id: self._key(s, assignments[s.assignment]) for s in submissions}
        grades = self._stored(submissions, keys)
        todo = [s for s in submissions if s.id not in grades]
        pool = SlotPool(self.sandbox)
        try:
            self._prepare({s.assignment: assignments[s.assignment] for s in todo})
            with ThreadPoolExecutor(max_workers=self.slots) as executor:
                grades |= self._grade_all(todo, keys, pool, executor)
        finally:
            pool.close()
            for bench in self._benches.values():
                bench.template.close()
        return [grades[submission.id] for submission in submissions]

    # what was done before

    def _stored(
        self, submissions: Iterable[Submission], keys: Mapping[str, str]
    ) -> dict[str, Grade]:
        grades: dict[str, Grade] = {}
        for submission in submissions:
            grade = self.store.get(keys[submission.id])
            if grade is not None:
                grade = msgspec.structs.replace(
                    grade, submission=submission.id, people=submission.people
                )
                grades[submission.id] = grade
                self.watcher.finished(grade)
        return grades

    def _key(self, submission: Submission, assignment: Assignment) -> str:
        return store_key(
            {
                "submission": submission.digest,
                "assignment": assignment.digest,
                "secret": fingerprint(self.secret),
                "runtime": runtime(self.sandbox.tier),
                "grader": __version__,
            }
        )

    # what is new

    def _prepare(self, assignments: Mapping[str, Assignment]) -> None:
        """Start all judge templates at once; each must prove its reference."""
        for name, assignment in assignments.items():
            template = JudgeTemplate(self.course.root, name, self.secret)
            self._benches[name] = Bench(assignment, template)
        for bench in self._benches.values():
            bench.checks = bench.template.prepared()

    def _grade_all(
        self,
        submissions: Sequence[Submission],
        keys: Mapping[str, str],
        pool: SlotPool,
        executor: Executor,
    ) -> dict[str, Grade]:
        """Grade with all slots; what came close to a limit is then repeated on an idle machine."""
        grades: dict[str, Grade] = {}
        again: list[Submission] = []
        for submission, (judged, grade) in self._spread(
            submissions, executor, lambda s: self._grade(s, keys[s.id], pool)
        ):
            if judged is not None and judged.near_limit:
                again.append(submission)
            else:
                grades[submission.id] = self._keep(keys[submission.id], grade)
        for submission in again:
            _, grade = self._grade(submission, keys[submission.id], pool)
            grades[submission.id] = self._keep(keys[submission.id], grade)
        return grades

    def _spread(
        self,
        submissions: Sequence[Submission],
        executor: Executor,
        work: Callable[[Submission], tuple[Judged | None, Grade]],
    ) -> Iterator[tuple[Submission, tuple[Judged | None, Grade]]]:
        """Results as they come, with a bounded number of submissions under way."""
        waiting = iter(submissions)
        under_way: dict[Future[tuple[Judged | None, Grade]], Submission] = {}
        try:
            while True:
                while len(under_way) < self.slots * WINDOW and (submission := next(waiting, None)):
                    under_way[executor.submit(work, submission)] = submission
                if not under_way:
                    return
                done, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    yield under_way.pop(future), future.result()
        finally:
            for future in under_way:
                future.cancel()

    def _keep(self, key: str, grade: Grade) -> Grade:
        if not grade.infra:
            self.store.put(key, grade)
        self.watcher.finished(grade)
        return grade

    # one submission

    def _grade(
        self, submission: Submission, key: str, pool: SlotPool
    ) -> tuple[Judged | None, Grade]:
        """Judge a submission; a slot that fails is our fault, and it is tried again."""
        bench = self._benches[submission.assignment]
        spec = bench.assignment.settings.spec
        self.watcher.started(submission)
        begun = time.monotonic()
        why = ""
        for attempt in range(TRIES):
            try:
                with pool.lend(spec, fresh=attempt > 0) as slot:
                    judged = bench.template.judge(
                        submission.files, slot.session.sock, bench.timeout
                    )
                    ready = slot.ready
            except SlotLost as error:
                why = error.message
                continue
            provenance = Provenance(
                grader=__version__,
                tier=ready.tier,
                isolation="reset",
                python=ready.python,
                numpy=ready.versions.get("numpy", ""),
                key=key,
            )
            grade = self._graded(submission, bench, judged, provenance)
            return judged, msgspec.structs.replace(grade, seconds=time.monotonic() - begun)
        if not works(pool, spec):
            raise SandboxMissing(
                f"the {self.sandbox.tier} sandbox stopped working: {why}",
                hint="`grader doctor` says what is wrong; nothing that is graded was lost.",
            )
        return None, self._set_aside(submission, bench, key, why)

    def _graded(
        self, submission: Submission, bench: Bench, judged: Judged, provenance: Provenance
    ) -> Grade:
        return Grade(
            submission=submission.id,
            assignment=submission.assignment,
            people=submission.people,
            digest=submission.digest,
            results=judged.results,
            points=sum(result.points for result in judged.results),
            max_points=maximum(bench.checks),
            notes=submission.notes,
            provenance=provenance,
        )

    def _set_aside(self, submission: Submission, bench: Bench, key: str, why: str) -> Grade:
        """No grade: it cost three slots that work for others. A person has to look."""
        provenance = Provenance(grader=__version__, tier=self.sandbox.tier, key=key)
        grade = self._graded(submission, bench, Judged(results=()), provenance)
        return msgspec.structs.replace(grade, infra=f"set aside after {TRIES} slots failed: {why}")
