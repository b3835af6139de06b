"""Pages and files about grades: views (pure), templates, and the results folder.

redaction -> check_view -> student_page, class_page -> rendering -> folder.
"""
