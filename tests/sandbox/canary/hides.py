"""Leaves its canary wherever the next submission in this slot might find it."""

import builtins
import ctypes
import mmap
import os
import sys
import threading

import insider
import numpy as np
import refusals
from song import CANARY

libc = ctypes.CDLL(None)
NAMES = [f"{CANARY}-{number}" for number in range(1000)]


def sing():
    threading.Event().wait()


def double(x):
    builtins.canary = np.canary = sys.canary = sys.intern(CANARY)
    np.canaries = np.frombuffer(CANARY.encode() * 100_000, np.uint8).copy()
    builtins.mapped = mmap.mmap(-1, 2**20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    builtins.mapped.write(CANARY.encode() * 1000)
    os.environ["CANARY"] = CANARY
    libc.setenv(b"CANARY_IN_C", CANARY.encode(), 1)
    threading.Thread(target=sing, name=CANARY, daemon=True).start()
    with open(f"{CANARY}.txt", "w") as file:
        file.write(CANARY)
    for folder in ("/tmp", "/var/tmp", "/dev/shm", os.path.dirname(np.__file__)):
        with refusals.refused():
            open(f"{folder}/{CANARY}", "w").close()
    read, write = os.pipe()
    os.write(write, CANARY.encode())
    os.dup2(read, 40)
    print(CANARY)
    insider.line().sendall(CANARY.encode())
    os._exit(0)
