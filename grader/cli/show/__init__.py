"""What the commands print: pages, tables, progress and messages in a terminal.

A command imports its page from here when it runs and not before: rich takes a fifth of a second,
and `grader --help` prints no page.
"""
