"""What is tried of an assignment: its reference, its starter, and everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from grader.assignments import Assignment, Course
from grader.checks.multiple_choice import ANSWERS
from grader.errors import CourseError
from grader.judge.plugin.question_checks import questions_of
from grader.model import SourceFile
from grader.validate import spoiler
from grader.validate.mistake_submission import with_mistake
from grader.validate.observation import Candidate, CandidateKind, Knowledge, Known
from grader.validate.spoiler import SPOILERS
from grader.validate.validation_record import ValidationRecord, meant_for


def reference_of(assignment: Assignment) -> Candidate:
    """The reference as a submission."""
    return Candidate(
        kind=CandidateKind.REFERENCE,
        name="reference",
        files=_parts(assignment, assignment.reference),
    )


def right_folders(course: Course, assignment: str) -> tuple[Path, ...]:
    """The folders of right solutions that `right` in `grader.toml` names, as far as they exist."""
    found = (
        course.root / each.replace("{assignment}", assignment) for each in course.settings.right
    )
    return tuple(sorted(folder for folder in found if folder.is_dir()))


def right_ones(course: Course, assignment: Assignment) -> Iterator[Candidate]:
    """Right solutions in another style, by the names of their folders."""
    for folder in right_folders(course, assignment.id):
        yield Candidate(
            kind=CandidateKind.RIGHT, name=folder.name, files=_parts(assignment, folder)
        )


def spoilt_ones(assignment: Assignment) -> Iterator[Candidate]:
    """The reference with results that no student means to return: they must not get a name."""
    module = SourceFile(path="spoiler.py", data=Path(spoiler.__file__).read_bytes())
    reference = _parts(assignment, assignment.reference)
    functions = {part.file: part.functions for part in assignment.settings.parts}
    for how in SPOILERS:
        files = (
            msgspec.structs.replace(each, data=each.data + _spoiling(functions[each.path], how))
            for each in reference
        )
        yield Candidate(
            kind=CandidateKind.SPOILT,
            name=f"results that are {how}",
            files=tuple(sorted((*files, module), key=lambda each: each.path)),
        )


def _spoiling(functions: Iterable[str], how: str) -> bytes:
    """The end of a part's file whose functions are spoilt."""
    lines = (f"{name} = spoiler.spoilt({name}, {how!r})\n" for name in functions)
    return "".join(("\n\nimport spoiler\n\n", *lines)).encode()


def starter_of(assignment: Assignment) -> Candidate:
    """The blank starter as a submission."""
    return Candidate(
        kind=CandidateKind.STARTER, name="starter", files=_parts(assignment, assignment.starter)
    )


def wrong_ones(
    assignment: Assignment, knowledge: Knowledge, record: ValidationRecord | None
) -> Iterator[Candidate]:
    """Every mistake, second realisation and double, for the checks that are meant for it.

    Without a record they are for all checks.
    """
    functions = {known.id: known.of for known in knowledge.mistakes}
    for candidate in _wrong_ones(assignment, knowledge):
        touched = {functions[id] for id in candidate.mistakes if id in functions}
        only = meant_for(record, candidate.name, touched) if record is not None else ()
        yield msgspec.structs.replace(candidate, only=only)


def _wrong_ones(assignment: Assignment, knowledge: Knowledge) -> Iterator[Candidate]:
    yield from _changed(assignment, CandidateKind.MISTAKE, knowledge.mistakes, assignment.mistakes)
    yield from _changed(assignment, CandidateKind.AGAIN, knowledge.again, assignment.again)
    for folder in assignment.doubles:
        name = f"doubles/{folder.name}"
        yield Candidate(
            kind=CandidateKind.DOUBLE,
            name=name,
            files=_parts(assignment, folder),
            mistakes=tuple(folder.name.split("+")),
        )


def choices_of(assignment: Assignment) -> Iterator[Candidate]:
    """The reference with wrong answers to the questions: every wrong option once."""
    file = assignment.questions
    questions = questions_of(file) if file is not None else ()
    wrong = [[option.text for option in q.options if option.why] for q in questions]
    for number in range(max(map(len, wrong), default=0)):
        answers = {
            question.id: texts[number]
            for question, texts in zip(questions, wrong, strict=True)
            if number < len(texts)
        }
        yield Candidate(
            kind=CandidateKind.CHOICE,
            name=f"wrong choice {number + 1}",
            files=_answering(assignment, answers),
            only=tuple(f"test_{question}" for question in answers),
        )


def _answering(assignment: Assignment, answers: Mapping[str, str]) -> tuple[SourceFile, ...]:
    """The reference with these answers in its first part, which counts before the others."""
    first = assignment.settings.parts[0].file
    line = f"\n\n{ANSWERS} = {dict(answers)!r}\n".encode()
    return tuple(
        SourceFile(path=each.path, data=each.data + line) if each.path == first else each
        for each in _parts(assignment, assignment.reference)
    )


def _changed(
    assignment: Assignment,
    kind: CandidateKind,
    known: Iterable[Known],
    file: Path | None,
) -> Iterator[Candidate]:
    if file is None:
        return
    source = file.read_text(encoding="utf-8")
    reference = _parts(assignment, assignment.reference)
    for each in known:
        part, _, function = each.of.partition(".")
        name = each.id if kind is CandidateKind.MISTAKE else f"{each.id} again"
        yield Candidate(
            kind=kind,
            name=name,
            files=with_mistake(
                reference, _file_of(assignment, part, each), function, each.name, source
            ),
            mistakes=(each.id,),
        )


def _file_of(assignment: Assignment, part: str, known: Known) -> str:
    for found in assignment.settings.parts:
        if found.name == part:
            return found.file
    names = ", ".join(found.name for found in assignment.settings.parts)
    raise CourseError(
        f"{assignment.id}: the mistake {known.id} is of {known.of}, and there is no part {part}",
        hint=f"The parts are: {names}.",
    )


def _parts(assignment: Assignment, folder: Path) -> tuple[SourceFile, ...]:
    files = sorted(part.file for part in assignment.settings.parts)
    missing = [file for file in files if not (folder / file).is_file()]
    if missing:
        raise CourseError(
            f"{folder} is no whole submission: {', '.join(missing)} missing",
            hint="Put every part's file there.",
        )
    return tuple(SourceFile(path=file, data=(folder / file).read_bytes()) for file in files)
