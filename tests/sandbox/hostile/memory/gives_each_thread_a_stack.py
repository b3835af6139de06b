"""Starts threads without end; each of them gets a stack."""

import threading

never = threading.Event()


def double(x):
    while True:
        threading.Thread(target=never.wait, daemon=True).start()
