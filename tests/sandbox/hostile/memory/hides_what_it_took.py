"""Fills memory and then makes it read-only: the data limit no longer counts it."""

import ctypes
import mmap

libc = ctypes.CDLL(None)
SIZE = 2**23
READ_ONLY = 1


def double(x):
    kept = []
    while True:
        block = mmap.mmap(-1, SIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        address = ctypes.addressof(ctypes.c_char.from_buffer(block))
        ctypes.memset(address, 1, SIZE)
        libc.mprotect(ctypes.c_void_p(address), SIZE, READ_ONLY)
        kept.append(block)
