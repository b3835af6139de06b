"""Exits with the code that shells give a program that was asked to end."""

import os


def double(x):
    os._exit(143)
