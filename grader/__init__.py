"""Grade student implementations of deep-learning functions in a sandbox.

Importing the package imports nothing else: `grader check` must answer in a second.
"""

__version__ = "0.1.0"
