"""Asks the network for the address of a name."""

import socket


def double(x):
    return socket.getaddrinfo("example.org", 443)
