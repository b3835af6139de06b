"""The judge's processes: a template for an assignment, forked into a worker for a submission."""
