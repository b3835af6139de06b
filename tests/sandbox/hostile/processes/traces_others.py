"""Looks into the memory of its parents, the judge and a neighbour, in three ways."""

import ctypes
import errno
import os

import places

libc = ctypes.CDLL(None, use_errno=True)
ATTACH = 16


class Block(ctypes.Structure):
    _fields_ = (("address", ctypes.c_void_p), ("length", ctypes.c_size_t))


def read_memory(pid, address):
    buffer = ctypes.create_string_buffer(16)
    here = Block(ctypes.addressof(buffer), 16)
    there = Block(address, 16)
    ctypes.set_errno(0)
    libc.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    return ctypes.get_errno()


def attach(pid):
    ctypes.set_errno(0)
    libc.ptrace(ATTACH, pid, None, None)
    return ctypes.get_errno()


def open_memory(pid):
    try:
        os.close(os.open(f"/proc/{pid}/mem", os.O_RDWR))
    except OSError as error:
        return error.errno
    return 0


def double(x):
    loot = []
    for pid in (os.getppid(), *places.PROCESSES):
        for how in (lambda pid: read_memory(pid, id(None)), attach, open_memory):
            if errno.errorcode.get(how(pid)) not in places.REFUSALS:
                loot.append(f"got into {pid}")
    return loot or 2 * x
