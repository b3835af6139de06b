"""Checks at home: a student's own code on the student's own machine, any system, no sandbox."""
