"""Where submissions are graded: tasks go in, grades come out.

this_machine  grades one task on this machine: tries, fresh slots, setting aside
templates     its judge templates
slots         its far sides, lent and reset
probe         whether a fresh slot works at all
grades        tasks and grades, and from what a judge said to a grade
runtime       what the student's code runs on, for the store key, and on how many cores
"""
