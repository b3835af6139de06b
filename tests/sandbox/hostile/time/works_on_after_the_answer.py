"""Gives the right answer in time, while a thread of it goes on for ever."""

import threading
import time


def work():
    while True:
        time.sleep(0)


def double(x):
    if threading.active_count() == 1:
        threading.Thread(target=work).start()
    return 2 * x
