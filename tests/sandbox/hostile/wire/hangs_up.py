"""Closes its half of the line, and waits."""

import socket
import time

import insider


def double(x):
    insider.line().shutdown(socket.SHUT_WR)
    time.sleep(1000)
