"""Run the checks of an assignment against a submission, outside the sandbox.

    worker      a template per assignment, a fork of it per submission    rehearsal
      children    the processes of a submission: started, asked, replaced
      plugin      checks as pytest functions, and what their ends mean
      diagnosis   the known mistake that explains a failed check
        proxy       `student`: calls of a check as requests to the submission
          reference   the solution, called in the judge                 seeds

Imports go down this list; children, plugin and diagnosis know nothing of each other. `PUBLIC` is
what modules outside of `grader.judge` may import.
"""

PUBLIC = (
    "children.children",
    "children.conversation",
    "diagnosis.equivalence",
    "diagnosis.explanation",
    "plugin.check_session",
    "plugin.question_checks",
    "proxy.exchange",
    "proxy.failures",
    "proxy.recorded_calls",
    "proxy.transcript",
    "reference",
    "rehearsal",
    "worker.client",
)
