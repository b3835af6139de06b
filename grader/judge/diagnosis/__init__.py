"""The known mistake that explains a failed check, found by replaying its calls."""
