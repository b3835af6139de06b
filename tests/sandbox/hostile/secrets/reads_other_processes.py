"""Reads environment, memory map and descriptors of init, its parents, the judge and a neighbour."""

import os

import places
import refusals


def double(x):
    loot = []
    for pid in ("self", 1, os.getppid(), *places.PROCESSES):
        for name in ("environ", "cmdline", "maps", "mem", "status"):
            with refusals.refused(), open(f"/proc/{pid}/{name}", "rb"):
                loot.append(f"{pid}: {name}")
        for name in ("fd", "task"):
            with refusals.refused():
                loot.append(f"{pid}: {name} {os.listdir(f'/proc/{pid}/{name}')}")
    return loot or 2 * x
