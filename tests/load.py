"""A machine with other work: processes that are busy on the one processor that a test may use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress

BUSY = 16
LIFETIME = 120
"""Seconds after which a busy process ends by itself, should the test be killed."""
_LOOP = f"import time\nend = time.monotonic() + {LIFETIME}\nwhile time.monotonic() < end: pass"


@contextmanager
def busy_processor(pids: Collection[int] = ()) -> Iterator[None]:
    """This process, those of `pids` and all they start share one processor with busy processes."""
    before = os.sched_getaffinity(0)
    for pid in (0, *pids):
        os.sched_setaffinity(pid, {min(before)})
    busy = [  # each in a session of its own, which the kernel gives a share like a child's
        subprocess.Popen([sys.executable, "-S", "-c", _LOOP], start_new_session=True)
        for _ in range(BUSY)
    ]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
        for process in busy:
            process.wait()
        for pid in (0, *pids):
            with suppress(ProcessLookupError):
                os.sched_setaffinity(pid, before)
