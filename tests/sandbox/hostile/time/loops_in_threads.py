"""Keeps eight threads busy, so that CPU time passes faster than the clock."""

import hashlib
import threading


def work():
    while True:
        hashlib.sha256(bytes(2**20))


def double(x):
    for _ in range(8):
        threading.Thread(target=work).start()
    work()
