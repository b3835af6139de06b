"""Does `grader run` work here, and if not, what helps? Behind `grader doctor`.

report           what was found, and what to do about it
examination      everything, in the order in which it is shown
software         Python and packages, PyTorch beside grader and in a slot
hardware         cores, memory, room on the disk
slot_trial       a slot that is really started and asked; the sandbox that `auto` takes
local_findings   the local sandbox
engine_findings  the docker engine, by what it says about itself
docker_findings  the docker sandbox
course_findings  the course, its packages, and the secret of its hidden checks
"""
