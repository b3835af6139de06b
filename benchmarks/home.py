"""How long a student waits for `grader check`: `python -m benchmarks.home`.

Prints medians over a release of an assignment with the right solution in it. Asserts nothing.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from queue import Queue
from typing import IO

from grader.assignments import open_course
from grader.release.contents import contents

ASSIGNMENT = "a03_losses"
ROUNDS = 9
COMMAND = (sys.executable, "-m", "grader", "check")
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure the first check, and the check after a save."""
    with tempfile.TemporaryDirectory() as folder:
        home = _unpacked(Path(folder))
        _row("cold, from the command line to its end", [_cold(home) for _ in range(ROUNDS)])
        _row("from a save to the answer, with --watch", _saves(home))


def _unpacked(home: Path) -> Path:
    """What students unpack, with the reference in place of the starters."""
    assignment = open_course(ROOT).assignment(ASSIGNMENT)
    for name, data in contents(assignment):
        file = home / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    for part in assignment.settings.parts:
        (home / part.file).write_bytes((assignment.reference / part.file).read_bytes())
    return home


def _cold(home: Path) -> float:
    began = time.perf_counter()
    subprocess.run(COMMAND, cwd=home, check=True, capture_output=True)
    return time.perf_counter() - began


def _saves(home: Path) -> list[float]:
    """Seconds from each save to the line that ends an answer."""
    process = subprocess.Popen([*COMMAND, "--watch"], cwd=home, stdout=subprocess.PIPE)
    if process.stdout is None:
        raise RuntimeError("the command was started without a pipe")
    ends: Queue[float] = Queue()
    threading.Thread(target=_note_ends, args=(process.stdout, ends), daemon=True).start()
    ends.get()
    seconds: list[float] = []
    for number in range(ROUNDS):
        time.sleep(2)  # a person reads, and writes
        began = time.perf_counter()
        with (home / "losses.py").open("a") as file:
            file.write(f"# {number}\n")
        seconds.append(ends.get() - began)
    process.kill()
    process.wait()
    return seconds


def _note_ends(said: IO[bytes], ends: Queue[float]) -> None:
    for line in said:
        if b"Ctrl-C ends" in line:
            ends.put(time.perf_counter())


def _row(what: str, seconds: list[float]) -> None:
    low, high = min(seconds), max(seconds)
    print(f"{what:<42}{statistics.median(seconds):>7.2f} s   ({low:.2f}-{high:.2f})", flush=True)


if __name__ == "__main__":
    main()
