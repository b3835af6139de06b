"""From a path on disk to submissions: layouts, archives, and what is wrong with either.

caps         how much is read before something is refused
safe_names   what things are called: students, files in archives, text that is safe to print
tree         folders and files, whether they lie on disk or in an archive
disk         the tree below a path, never through a link
archives     from a list of members to a tree; `zips` and `tars` read them, in memory
opening      whatever stands for a folder, as a folder
sources      the bytes of a Python file, checked to be text
part_matching  which file of a folder is which part of the assignment
notebook_cells, notebook_reading  the same for the cells of a notebook, and how it is read
collecting   one student's folder or file to one `Submission`
layouts      where students and assignments are in a tree
gathering    submissions and problems as they are found
discovery    `discover`: all of it
"""

from __future__ import annotations

from grader.intake.discovery import discover as discover
from grader.intake.gathering import Discovery as Discovery
