"""Leaves files that would like to be found: modules, links, folders nobody may enter, odd names."""

import os
import sys
from contextlib import suppress

import places

MODULES = ("numpy", "sitecustomize", "usercustomize", "conftest", "work", "grader", "json")


def double(x):
    for name in MODULES:
        with open(f"{name}.py", "w") as file:
            file.write("raise SystemExit('caught in a trap')\n")
    with open("trap.pth", "w") as file:
        file.write("import os; os._exit(1)\n")
    with suppress(FileExistsError):
        os.symlink(places.FOLDERS[0], "course")
        os.symlink("loop", "loop")
        os.mkdir("closed", 0o000)
        os.mkdir(b"\xff\n\x1b[2J")
        os.mkdir("-rf *")
    sys.path.insert(0, os.getcwd())
    return 2 * x
