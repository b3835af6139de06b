"""Writes one file without end."""


def double(x):
    with open("huge", "wb") as file:
        while True:
            file.write(bytes(2**20))
