"""Sends signals: to everybody, to its parents, to the judge, to a neighbour.

Where a broken sandbox would let it end half the machine, the signal is one that means nothing.
"""

import os
import signal

import places
import refusals

HARMLESS = signal.SIGURG


def double(x):
    loot = []
    for victim in (-1, 0, 1, os.getppid(), -os.getpgrp(), *places.PROCESSES):
        with refusals.refused():
            os.kill(victim, HARMLESS)
            loot.append(f"signalled {victim}")
    for number in (signal.SIGKILL, signal.SIGSTOP):
        with refusals.refused():
            os.kill(places.BYSTANDER, number)
            loot.append(f"sent {number} to the bystander")
    with refusals.refused():
        signal.pidfd_send_signal(os.pidfd_open(places.BYSTANDER), signal.SIGKILL)
        loot.append("killed the bystander by descriptor")
    return loot or 2 * x
