"""Searches everything it can reach for canaries of the submission before it, and prints them.

It hides some of its own first, and is right only if it finds those: where it finds nothing else, it
has really looked.
"""

import ctypes
import gc
import os
import re
import select
from contextlib import suppress

import numpy as np
import refusals

CANARY = re.compile(rb"canary-[0-9a-f]{32}")
OWN = b"canary-" + os.urandom(16).hex().encode()
BLOCK = 2**20
PAGE = 2**12

libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
libc.getenv.restype = ctypes.c_char_p
own = np.frombuffer(OWN * 100, np.uint8).copy()


def blocks():
    """Numbers of the megabytes in which objects of Python, NumPy and C lie, and of those around."""
    addresses = {id(thing) for thing in gc.get_objects()} | {own.ctypes.data, id(own)}
    end = libc.sbrk(0)
    addresses |= set(range(end - 256 * BLOCK, end, BLOCK))
    numbers = {address // BLOCK for address in addresses}
    return sorted({number + step for number in numbers for step in range(-2, 3)})


def memory():
    """Every page of them that exists: write(2) refuses, and does not crash, where there is none."""
    there, here = os.pipe()
    for number in blocks():
        for address in range(number * BLOCK, (number + 1) * BLOCK, PAGE):
            if libc.write(here, ctypes.c_void_p(address), PAGE) == PAGE:
                yield os.read(there, PAGE)


def files():
    for folder in (".", "/tmp", "/var/tmp", "/dev/shm", os.path.dirname(np.__file__), "/proc/self"):
        with refusals.refused():
            for name in os.listdir(folder):
                yield os.fsencode(name)
                with suppress(OSError), open(f"{folder}/{name}", "rb") as file:
                    yield file.read(BLOCK)


def descriptors():
    for number in range(256):
        with suppress(OSError):
            if select.select([number], [], [], 0)[0]:
                yield os.read(number, BLOCK)


def environment():
    yield from os.environb.values()
    yield libc.getenv(b"CANARY_IN_C") or b""


def hide_my_own():
    os.environb[b"OWN"] = OWN
    with open("own.txt", "wb") as file:
        file.write(OWN)
    os.write(os.pipe()[1], OWN)


def double(x):
    hide_my_own()
    looked_well = True
    for source in (descriptors, files, environment, memory):
        found = {canary for data in source() for canary in CANARY.findall(data)}
        looked_well = looked_well and OWN in found
        print(*sorted(canary.decode() for canary in found - {OWN}))
    return 2 * x if looked_well else None
