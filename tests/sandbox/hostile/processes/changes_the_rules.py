"""Raises its limits, and changes priority, processors and limits of itself and of a bystander."""

import os
import resource
from contextlib import suppress

import places
import refusals

FREE = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def changes(pid):
    yield lambda: os.setpriority(os.PRIO_PROCESS, pid, 7)
    yield lambda: os.sched_setaffinity(pid, {0})
    yield lambda: os.sched_setscheduler(pid, os.SCHED_BATCH, os.sched_param(0))
    yield lambda: resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1))


def double(x):
    loot = []
    for what in (resource.RLIMIT_CPU, resource.RLIMIT_DATA, resource.RLIMIT_NPROC):
        with suppress(PermissionError, ValueError):
            resource.setrlimit(what, FREE)
            loot.append(f"limit {what} is gone")
    for pid in (0, places.BYSTANDER):
        for number, change in enumerate(changes(pid)):
            with refusals.refused():
                change()
                loot.append(f"change {number} of process {pid}")
    return loot or 2 * x
