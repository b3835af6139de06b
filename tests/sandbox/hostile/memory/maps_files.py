"""Writes to memory that is a file of its scratch folder: the data limit does not count it."""

import mmap


def double(x):
    kept = []
    while True:
        with open(f"block-{len(kept)}", "w+b") as file:
            file.truncate(2**23)
            kept.append(mmap.mmap(file.fileno(), 2**23))
        kept[-1].write(b"x" * 2**23)
