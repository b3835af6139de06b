"""From a path on disk to submissions: layouts, archives, and what is wrong with either.

names        what things are called: students, files in archives, text that is safe to print
tree         folders and files, whether they lie on disk or in an archive
disk         the tree below a path, never through a link
zips, tars   the tree inside an archive, read in memory under caps
sources      the bytes of a Python file, checked to be text
matching     which file of a folder is which part of the assignment
collecting   one student's folder or file to one `Submission`
layouts      where students and assignments are in a tree
discovery    `discover`: all of it, with every problem in one line
"""

from __future__ import annotations

from grader.intake.discovery import discover as discover
from grader.intake.gathering import Discovery as Discovery
