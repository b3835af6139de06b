"""Where submissions are graded: tasks go in, grades come out.

tasks       what is sent and what comes back, plain data
spreading   tasks over any `concurrent.futures.Executor`, a bounded number at a time
machine     grades one task on this machine: tries, fresh slots, setting aside
templates   its judge templates
slots       its far sides, lent and reset
probe       whether a fresh slot works at all
grades      from what a judge said to a grade
cores       how many slots this machine has a core for
runtime     what the student's code runs on, for the store key
"""
