"""Starts threads without end, so small that thousands of them fit into its memory."""

import threading

never = threading.Event()


def double(x):
    threading.stack_size(2**15)
    while True:
        threading.Thread(target=never.wait, daemon=True).start()
