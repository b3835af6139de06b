"""Takes memory that could be shared with other processes: the data limit does not count it."""

import mmap


def double(x):
    kept = []
    while True:
        kept.append(mmap.mmap(-1, 2**24))
        kept[-1].write(b"x" * 2**24)
