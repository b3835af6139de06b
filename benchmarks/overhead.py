"""What grader adds to the work of a submission: `python -m benchmarks.overhead`.

Prints medians, and ratios between things that were measured in the same run. Asserts nothing: a
number depends on the machine, and says something only beside the others.
"""

from __future__ import annotations

import itertools
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import tiny
from grader.assignments import Course
from grader.errors import GraderError
from grader.executors.grades import Task
from grader.executors.slots import SlotPool
from grader.executors.this_machine import Machine
from grader.judge.children.children import Children
from grader.judge.proxy.connection import Connection
from grader.judge.proxy.student_proxy import Namespace
from grader.judge.proxy.transcript import Transcript
from grader.model import Check, Grade, Part, SandboxSpec, SourceFile, Submission
from grader.pipeline import Pipeline
from grader.sandbox.backends import sandbox
from grader.sandbox.base import Sandbox
from grader.sandbox.docker.sandbox_image import PYTHON, TAG
from grader.store import Store

STARTS, ROUNDS, TRIPS, STORED = 7, 10, 30, 200
PER_ROUND = 3
"""Submissions in each sandbox for one container: so all of them meet the same noise."""
ARRAY = (64, 3072)
"""A batch of 64 small colour pictures."""
SECRET = bytes(32)

Work = Callable[[], object]


def main() -> None:
    """Measure everything that this machine can, and print it."""
    print(f"{_machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        course = tiny.course(Path(folder) / "course")
        boxes = dict(_boxes(course))
        for name, box in boxes.items():
            _row(f"{name}: a slot is warm", _median(STARTS, partial(_start, box)))
            _row(f"{name}: {ARRAY} float64, there and back", _round_trip(box))
        with ExitStack() as stack:
            works = {name: _grading(stack, box, course) for name, box in boxes.items()}
            _compare(works)
        stored = _second_run(course, Path(folder) / "out")
    _row("a second run, from the store, per submission", stored)


def _boxes(course: Course) -> Iterator[tuple[str, Sandbox]]:
    """The sandboxes that work here."""
    for name in ("local", "docker"):
        try:
            yield name, sandbox(name, protected=(course.root,))
        except GraderError as error:
            print(f"{name}: not measured: {error.message}")


def _compare(works: Mapping[str, Work]) -> None:
    """Submissions in each sandbox against what starting anew for each of them would cost alone."""
    anew = {"a process": _fresh_process}
    if "docker" in works:
        anew["a container"] = _fresh_container
    several = {name: (PER_ROUND, work) for name, work in works.items()}
    seconds = _in_turns(several | {name: (1, work) for name, work in anew.items()})
    for name in works:
        _row(f"{name}: a submission, {tiny.CHECKS} calls", seconds[name])
    for name in anew:
        _row(f"{name} with `import torch`", seconds[name])
    for name, other in itertools.product(works, anew):
        print(f"{other} per submission costs {seconds[other] / seconds[name]:.0f} times {name}")


# --- in a sandbox -----------------------------------------------------------------------------


def _grading(stack: ExitStack, box: Sandbox, course: Course) -> Work:
    """Grades another submission at each call, from task to grade, in one slot that is warm."""
    machine = Machine(course.root, box, SECRET, slots=1)
    stack.enter_context(machine.executor())
    machine.prove([course.assignment(tiny.ASSIGNMENT)])
    numbers = itertools.count()
    return lambda: machine.grade(Task(submission=tiny.submission(next(numbers)), key=""))


def _start(box: Sandbox) -> None:
    pool = SlotPool(box)
    with pool.lend(SandboxSpec()):
        pass
    pool.close()


def _round_trip(box: Sandbox) -> float:
    """Seconds of a call that returns its argument."""
    part = Part(name="work", file="work.py", functions=("same",))
    files = (SourceFile(path=part.file, data=b"def same(x):\n    return x\n"),)
    check, transcript = Check(id="test_same", title="The same.", points=1), Transcript()
    array = np.random.default_rng(0).standard_normal(ARRAY)
    pool = SlotPool(box)
    with pool.lend(SandboxSpec()) as slot:
        limits = slot.spec.limits
        children = Children(slot.session.sock, files=files, given=None, limits=limits)
        children.begin(check, limits.check_cpu, transcript)
        work = Namespace(Connection(children, transcript, (part,), files), part.name)
        seconds = _median(TRIPS, partial(work.same, array))
        children.close()
    pool.close()
    return seconds


# --- a run that finds everything in the store --------------------------------------------------


class _Silent:
    """An observer that looks away."""

    def proving(self, assignments: Sequence[str]) -> None: ...
    def grading(self, total: int, stored: int) -> None: ...
    def started(self, submission: Submission) -> None: ...
    def postponed(self, submission: Submission) -> None: ...
    def finished(self, grade: Grade) -> None: ...


def _second_run(course: Course, out: Path) -> float:
    """Seconds per submission when all grades are stored."""
    submissions = [tiny.submission(number) for number in range(STORED)]
    box = sandbox("auto", protected=(course.root, out))
    with Store.open(out / "grades.sqlite") as store:
        pipeline = Pipeline(course, box, SECRET, slots=2, store=store, observer=_Silent())
        pipeline.run(submissions)
        return _median(5, lambda: pipeline.run(submissions)) / STORED


# --- what others do ----------------------------------------------------------------------------


def _fresh_process() -> None:
    subprocess.run([sys.executable, "-c", "import torch"], check=True)


def _fresh_container() -> None:
    run = ["docker", "run", "--rm", "--network=none", TAG, PYTHON, "-c", "import torch"]
    subprocess.run(run, check=True, capture_output=True)


# --- clocks and rows ---------------------------------------------------------------------------


def _seconds(work: Work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _median(times: int, work: Work) -> float:
    """The median of several goes, after one that does not count."""
    return _in_turns({"": (1, work)}, times)[""]


def _in_turns(works: Mapping[str, tuple[int, Work]], rounds: int = ROUNDS) -> dict[str, float]:
    """The median of each, all done so many times in every round; the first does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _, work in works.values():
        work()
    for _ in range(rounds):
        for name, (times, work) in works.items():
            seconds[name] += [_seconds(work) for _ in range(times)]
    return {name: statistics.median(each) for name, each in seconds.items()}


def _row(what: str, seconds: float) -> None:
    print(f"{what:<46}{seconds * 1000:>10.2f} ms", flush=True)


def _machine() -> str:
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}"
    return f"{_processor()}, {platform.system()} {platform.release()}, {versions}"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.machine()


if __name__ == "__main__":
    main()
