"""Opens files until it is refused."""

import os


def double(x):
    kept = []
    while True:
        kept.append(os.open("file", os.O_CREAT | os.O_WRONLY))
