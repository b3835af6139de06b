"""Checks inside a notebook: `%load_ext grader`, `%grader softmax`, `grader.check("softmax")`."""
