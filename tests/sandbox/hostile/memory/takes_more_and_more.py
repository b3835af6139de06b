"""Takes memory in small steps, and uses all of it."""


def double(x):
    kept = []
    while True:
        kept.append(b"x" * 2**20)
