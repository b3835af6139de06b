"""Writes, creates, renames and removes wherever a file may be: course, home, /tmp, Python itself.

Python's own files it only asks to be opened, lest a broken sandbox cost more than a test.
"""

import os
import sys

import places
import refusals

PYTHON = os.__file__
SHARED = ("/tmp", "/var/tmp", "/dev/shm", sys.prefix, os.path.dirname(PYTHON))


def attempts():
    for folder in (*places.FOLDERS, *SHARED):
        yield os.mkdir, f"{folder}/hostile"
        yield os.symlink, "/", f"{folder}/hostile-link"
        yield open, f"{folder}/hostile.py", "x"
    for file in (*places.FILES, PYTHON):
        yield open, file, "a"
        yield open, file, "r+"
    for file in places.FILES:
        yield os.open, file, os.O_RDONLY | os.O_TRUNC
        yield os.truncate, file, 0
        yield os.chmod, file, 0o777
        yield os.utime, file, (0, 0)
        yield os.setxattr, file, "user.hostile", b"x"
        yield os.rename, file, f"{file}.hostile"
        yield os.unlink, file


def double(x):
    loot = []
    for act, *arguments in attempts():
        with refusals.refused():
            act(*arguments)
            loot.append(f"{act.__name__}{arguments}")
    return loot or 2 * x
