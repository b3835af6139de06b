"""Calls the kernel by the numbers of another architecture, which name other calls: x32."""

import ctypes

X32_GETPID = 0x40000000 + 39


def double(x):
    return [ctypes.CDLL(None).syscall(X32_GETPID)]
