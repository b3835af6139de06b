"""The process that runs a submission, and the zygote that it is forked from."""
