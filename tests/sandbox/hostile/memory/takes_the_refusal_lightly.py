"""Asks again whenever it is told that there is no memory left."""


def double(x):
    kept = []
    while True:
        try:
            kept.append(b"x" * 2**20)
        except MemoryError:
            continue
