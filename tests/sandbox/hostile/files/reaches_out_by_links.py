"""Links files from outside into its scratch folder, and moves them in and out."""

import errno
import os

import places

REFUSED = (*places.REFUSALS, "EXDEV")


def attempts(file):
    yield os.link, file, "hard"
    yield os.rename, file, "moved"
    yield os.link, "mine", f"{file}.hostile"
    yield os.rename, "mine", file
    yield open, "soft", "rb"
    yield open, "soft", "ab"


def double(x):
    loot = []
    for file in places.FILES:
        os.symlink(file, "soft")
        open("mine", "w").close()
        for act, *arguments in attempts(file):
            try:
                act(*arguments)
                loot.append(f"{act.__name__}{arguments}")
            except OSError as error:
                if errno.errorcode.get(error.errno) not in REFUSED:
                    raise
        os.unlink("soft")
        os.unlink("mine")
    return loot or 2 * x
