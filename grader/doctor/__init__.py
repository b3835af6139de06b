"""Does `grader run` work here, and if not, what helps? Behind `grader doctor`.

findings    what was found, and what to do about it
diagnosis   everything, in the order in which it is shown
software    Python and packages
machine     cores, memory, room on the disk
trial       a slot that is really started and asked
local       the local sandbox
engine      the docker engine, by what it says about itself
docker      the docker sandbox
choice      the sandbox that `auto` takes
torch       PyTorch, beside grader and in a slot
course      the course, its packages, and the secret of its hidden checks
"""
