"""Reads what is none of its business: passwords, the solution, the checks, a neighbour's files."""

import os
from contextlib import suppress

import places

FILES = (*places.FILES, "/etc/passwd", "/etc/hostname", "/proc/version", "/proc/self/environ")


def double(x):
    loot = []
    for file in FILES:
        with suppress(PermissionError), open(file, "rb") as stream:
            loot.append(f"{file}: {stream.read(40)}")
    for folder in (*places.FOLDERS, "/", "/etc", "/home", "/tmp", "/proc", "/proc/self/fd"):
        with suppress(PermissionError):
            loot.append(f"{folder}: {os.listdir(folder)}")
    return loot or 2 * x
