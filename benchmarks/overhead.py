"""What grader adds to the work of a submission: `python -m benchmarks.overhead`.

Prints medians, and ratios between things that were measured in the same run. Asserts nothing: a
number depends on the machine, and says something only beside the others.
"""

from __future__ import annotations

import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import tiny
from grader.assignments import Course
from grader.errors import GraderError
from grader.executors.machine import Machine
from grader.executors.slots import SlotPool
from grader.executors.tasks import Task
from grader.judge.children import Children
from grader.judge.line import Line
from grader.judge.student import Namespace
from grader.judge.transcript import Transcript
from grader.model import Check, Grade, Part, SandboxSpec, SourceFile, Submission
from grader.pipeline import Pipeline
from grader.sandbox.backends import sandbox
from grader.sandbox.seam import Sandbox
from grader.store import Store

SANDBOXES = ("local", "docker")
STARTS, SUBMISSIONS, TRIPS, CONTAINERS, STORED = 7, 30, 30, 5, 200
ARRAY = (64, 3072)
"""A batch of 64 small colour pictures."""
SECRET = bytes(32)


def main() -> None:
    """Measure everything that this machine can, and print it."""
    print(f"{_machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        course = tiny.course(Path(folder) / "course")
        costs = {name: _measure_sandbox(name, course) for name in SANDBOXES}
        _row(
            "a second run, from the store, per submission",
            _second_run(course, Path(folder) / "out"),
        )
    _row("a process with `import torch`", _median(CONTAINERS, _fresh_process))
    container = _per_container()
    for name, cost in costs.items():
        if container and cost:
            print(f"a container per submission costs {container / cost:.0f} times {name}")


# --- in a sandbox -----------------------------------------------------------------------------


def _measure_sandbox(name: str, course: Course) -> float | None:
    """Print what this sandbox costs; the seconds of a submission, None when there is no such."""
    try:
        box = sandbox(name, protected=(course.root,))
        _row(f"{name}: a slot is warm", _median(STARTS, lambda: _start(box)))
        cost = _submission(box, course)
        _row(f"{name}: a submission, {tiny.CHECKS} calls", cost)
        _row(f"{name}: {ARRAY} float64, there and back", _round_trip(box))
    except GraderError as error:
        print(f"{name}: not measured: {error.message}")
        return None
    return cost


def _start(box: Sandbox) -> None:
    pool = SlotPool(box)
    with pool.lend(SandboxSpec()):
        pass
    pool.close()


def _submission(box: Sandbox, course: Course) -> float:
    """Seconds of wall time from a task to its grade, in one slot that is warm."""
    machine = Machine(course.root, box, SECRET, slots=1)
    with machine.executor():
        machine.prove([course.assignment(tiny.ASSIGNMENT)])
        tasks = [Task(submission=tiny.submission(n), key="") for n in range(SUBMISSIONS + 1)]
        machine.grade(tasks.pop())  # starts the slot
        return statistics.median(_seconds(partial(machine.grade, task)) for task in tasks)


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
        work = Namespace(Line(children, transcript, (part,), files), part.name)
        seconds = _median(TRIPS, lambda: work.same(array))
        children.close()
    pool.close()
    return seconds


# --- a run that finds everything in the store --------------------------------------------------


class _Silent:
    """A watcher that looks away."""

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
        pipeline = Pipeline(course, box, SECRET, slots=2, store=store, watcher=_Silent())
        pipeline.run(submissions)
        return _median(5, lambda: pipeline.run(submissions)) / STORED


# --- what others do ----------------------------------------------------------------------------


def _fresh_process() -> None:
    subprocess.run([sys.executable, "-c", "import torch"], check=True)


def _per_container() -> float | None:
    """Seconds of a container that only imports torch and ends, one for each submission."""
    from grader.sandbox.docker.image import PYTHON, TAG

    if shutil.which("docker") is None:
        print("a container per submission: not measured: there is no docker command")
        return None
    run = ["docker", "run", "--rm", "--network=none", TAG, PYTHON, "-c", "import torch"]
    try:
        seconds = _median(CONTAINERS, lambda: subprocess.run(run, check=True, capture_output=True))
    except subprocess.CalledProcessError as error:
        print(f"a container per submission: not measured: {error.stderr.decode().strip()}")
        return None
    _row("a container with `import torch`", seconds)
    return seconds


# --- clocks and rows ---------------------------------------------------------------------------


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _median(times: int, work: Callable[[], object]) -> float:
    """The median of several goes, after one that does not count."""
    work()
    return statistics.median(_seconds(work) for _ in range(times))


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
