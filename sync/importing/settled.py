"""Questions that were answered before, and are not asked again: what was agreed to of the shape of a file, of a text of its
rows, and of the very file. Each is told with its answer, which can be changed as if it had been asked.

What is kept is of texts nothing but their fingerprints; of a file whose import was taken back nothing holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct, structs

from sync.importing.answers import ROWS_ASKED, ROWS_OF_SHAPE, Answers
from sync.importing.ledger import ImportTables
from sync.importing.questions import Question, QuestionCode, about_shape

_OF_TEXTS: Final[frozenset[QuestionCode]] = frozenset({"not-listed"})
"""The questions about texts of a column: each is answered for itself."""
_OF_CONTENT: Final[frozenset[QuestionCode]] = frozenset({"unread-sheet", "unread-table"})
"""The questions about all that a sheet or table has."""
_MOST_KEPT: Final = 5000


class Settled(Struct, frozen=True):
    """The questions of a plan, those that were answered before apart."""

    asked: tuple[Question, ...]
    before: tuple[Question, ...]


def settled(questions: Sequence[Question], answers: Answers, remembered: Answers) -> Settled:
    """Part the questions that are open from those that were answered. What somebody answers now is neither."""
    agreed = frozenset(remembered.agreed)
    asked, before = [], []
    for question in questions:
        if question.code in answers.rows:
            continue
        known = [key in agreed for key in _keys(question)]
        if question.code in remembered.rows or (known and all(known)) or _whole(question) in agreed:
            before.append(question)
        elif any(known) and question.code in _OF_TEXTS:
            before.append(of_examples(question, known))
            asked.append(of_examples(question, [not each for each in known]))
        else:
            asked.append(question)
    return Settled(tuple(asked), tuple(before))


def of_examples(question: Question, wanted: Sequence[bool]) -> Question:
    """A question about some of its examples alone. One that does not have all of them in sight stays as it is."""
    left = tuple(example for example, is_wanted in zip(question.examples, wanted, strict=True) if is_wanted)
    numbers = [number for example in question.examples for number in example.rows]
    facts = dict(question.facts)
    if len(question.examples) == question.count:
        count = len(left)
    elif len(numbers) == question.count:
        count = sum(len(example.rows) for example in left)
    else:
        return question
    if question.others or not left:
        return question
    facts["rows" if "rows" in facts else "cells"] = count
    if "first" in facts and left[0].rows:
        facts["first"] = left[0].rows[-1 if "again" in facts else 0]
    if "again" in facts:
        facts["again"] = count
    if {"before", "after"} <= facts.keys():
        facts |= {"before": left[0].before, "after": left[0].after}
    return structs.replace(question, facts=facts, examples=left)


def recalled(imports: ImportTables, shape: str, digest: str) -> Answers | None:
    """What was answered for files of a shape, and for the very file, where its import was not taken back."""
    of_shape = imports.answers(shape) if shape else None
    past = [each.undone for each in imports.imports() if each.digest == digest]
    of_file = imports.answers(digest) if not past or not all(past) else None
    if of_shape is None or of_file is None:
        return of_shape or of_file
    return structs.replace(
        of_file,
        columns={**of_shape.columns, **of_file.columns},
        day_order=of_file.day_order or of_shape.day_order,
        rows={**of_shape.rows, **of_file.rows},
        agreed=(*of_shape.agreed, *of_file.agreed),
    )


def keep(
    imports: ImportTables,
    shape: str,
    digest: str,
    columns: Mapping[str, str],
    answers: Answers,
    questions: Sequence[Question],
) -> None:
    """Keep what was answered, and what was agreed to of these questions, for files of a shape, and for the very file."""
    asked = {question.code for question in questions}
    rows = {code: answers.rows.get(code, what) for code, what in ROWS_ASKED.items() if code in asked or code in answers.rows}
    keys = [key for question in questions for key in _keys(question)]
    if shape and (columns or answers.day_order or keys or rows):
        before = imports.answers(shape) or Answers()
        turned = {code for code, what in answers.rows.items() if what != ROWS_ASKED[code]}
        kept = Answers(
            columns={**before.columns, **columns},
            day_order=answers.day_order or before.day_order,
            rows={**before.rows, **{code: what for code, what in rows.items() if code in ROWS_OF_SHAPE}},
            agreed=_newest([*(key for key in before.agreed if key.partition(" ")[0] not in turned), *keys]),
        )
        if kept != Answers():
            imports.keep_answers(shape, kept)
    if digest and (answers.sheets or rows or questions):
        before = imports.answers(digest) or Answers()
        imports.keep_answers(
            digest,
            Answers(
                columns={**before.columns, **answers.columns},
                sheets=answers.sheets or before.sheets,
                rows={**before.rows, **rows},
                agreed=_newest([*before.agreed, *map(_whole, questions)]),
            ),
        )


def _newest(keys: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))[-_MOST_KEPT:]


def _keys(question: Question) -> tuple[str, ...]:
    """What is kept where somebody agrees to what a question proposes, for files of its shape; none where that is of its file
    alone."""
    code = question.code
    if of_shape := about_shape(question):
        return of_shape
    if code in _OF_CONTENT:
        return (f"{code} {_fingerprint(question.sheet, question.about)}",) if question.about else ()
    if question.others or not (code in _OF_TEXTS or ROWS_ASKED.get(code) == "skip"):
        return ()
    under = str(question.facts.get("column", question.facts.get("name", "")))
    return tuple(f"{code} {_fingerprint(under, example.before)}" for example in question.examples)


def _whole(question: Question) -> str:
    """What is kept where somebody agrees to a question of a file."""
    return f"={_fingerprint(*_told(question))}"


def _told(question: Question) -> Iterator[str]:
    yield from (question.code, question.sheet, question.about, str(question.others))
    yield from (f"{name}={question.facts[name]}" for name in sorted(question.facts))
    yield from (
        f"{each.sheet}|{each.where}|{each.date}|{each.before}|{each.after}|{each.rows}" for each in question.examples
    )


def _fingerprint(*texts: str) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:20]
