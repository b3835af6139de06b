"""Loops forever, ignores every signal, swallows every exception and stops every alarm."""

import signal

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)


def double(x):
    while True:
        try:
            while True:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except BaseException:
            pass
