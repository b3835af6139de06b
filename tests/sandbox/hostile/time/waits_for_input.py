"""Asks for input. There is no keyboard, and its standard input has nothing to say."""


def double(x):
    return input("What is twice x? ")
