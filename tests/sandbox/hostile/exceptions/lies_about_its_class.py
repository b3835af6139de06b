"""Raises an exception whose class gives false answers about its name, module and ancestors."""


class Liar(type):
    __module__ = "builtins"
    __mro__ = property(lambda cls: ())


class Innocent(Exception, metaclass=Liar):
    __module__ = "builtins"


def double(x):
    raise Innocent
