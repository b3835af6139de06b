"""Pages and files about grades: views (pure), templates, and the results folder.

redaction -> check -> student, course -> rendering -> folder.
"""
