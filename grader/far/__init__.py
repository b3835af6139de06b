"""The far side of a sandbox: the only code of ours that runs next to a submission."""
