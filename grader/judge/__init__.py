"""Run the checks of an assignment against a submission, outside the sandbox."""
