"""`grader new`: the assignment that new ones begin as, in the folders beside this file.

`course/`, `assignment/` and `reference/` hold its files, which are text here and never run. Words
like $part in them are replaced.
"""
