"""Never returns to our code: talks to the judge itself, and is wrong."""

import insider


def double(x):
    while True:
        insider.answer(3 * x)
        insider.line().recv(2**20)
