"""Reads what is none of its business: passwords, the solution, the checks, a neighbour's files."""

import os

import places
import refusals

FILES = (
    *places.FILES,
    *("/etc/passwd", "/etc/hostname", "/proc/version", "/proc/self/environ", "/proc/1/environ"),
)


def double(x):
    loot = []
    for file in FILES:
        with refusals.refused(), open(file, "rb") as stream:
            loot.append(f"{file}: {stream.read(40)}")
    for folder in (*places.FOLDERS, "/", "/etc", "/home", "/sys", "/tmp", "/proc", "/proc/self/fd"):
        with refusals.refused():
            loot.append(f"{folder}: {os.listdir(folder)}")
    return loot or 2 * x
