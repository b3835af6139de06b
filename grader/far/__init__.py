"""The far side of a sandbox: the only code of ours that runs next to a submission.

    boot           how our Python processes are started, and in which environment
    clocks         what the kernel says of the time of another process
    kernel         the Linux calls that processes of a slot need and Python lacks
    limits_trial   which limits hold in a container, found out by going beyond them

    supervisor/    passes bytes on, counts, watches, kills; reads nothing of a submission
    child/         the zygote, and what it forks: runs a submission and answers requests
    lockdown/      what a child gives up before it sees a line of a submission

Imports go one way. lockdown, kernel, clocks and boot are at the bottom (kernel takes its system
call from lockdown). child takes from these; supervisor takes from these, and of child only the
messages of the zygote. All of it may use `grader.wire`, and nothing else of grader.
"""

PUBLIC = (
    "boot",
    "clocks",
    "kernel",
    "limits_trial",
    "child.calls",
    "child.loading",
    "child.serve",
    "child.warm",
    "lockdown",
    "lockdown.policy",
)
"""What the rest of grader may import, as paths inside this package."""
