"""A file's plan beside what is there already, and what that leaves open; what was answered is remembered for its shape."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from sync.activities.check import nameable
from sync.encoding.types import Instant
from sync.errors import Misuse
from sync.importing.answers import Answers, column_key
from sync.importing.comparing.compare import compare
from sync.importing.comparing.comparison import ComparedRow, Comparison
from sync.importing.comparing.lists import STATED
from sync.importing.headings import meaning
from sync.importing.ledger import ImportLedger
from sync.importing.plan import Plan
from sync.importing.planning import make_plan, shape_of
from sync.importing.questions import ASKED, Example, Question, QuestionCode, each_once
from sync.importing.settled import keep, of_examples, recalled, settled
from sync.ledger.period import day_of
from sync.tables import read_book
from sync.wording.fields import field_name, field_value


class FilePlan(Struct, frozen=True, kw_only=True):
    """A file's plan, beside what is there already."""

    path: Path
    plan: Plan
    """With the questions that what is there raises, too."""
    compared: Comparison
    digest: str
    """The SHA-256 of the file's bytes, in hex."""


def plan_file(ledger: ImportLedger, path: Path, answers: Answers, *, now: Instant) -> FilePlan:
    """The plan of a file, with what was remembered for its shape.

    `BadInput` if it cannot be read at all, or has no heading; `Misuse` if the answers are not of it.
    """
    with _uncollected():
        book = read_book(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        known = recalled(ledger.imports, shape_of(book), digest)
        plan = make_plan(
            book,
            file=path.name,
            answers=answers,
            today=day_of(now),
            directives=nameable(ledger.registry()),
            remembered=known,
        )
        compared = compare(ledger, plan, answers)
    beside = settled(_questions(ledger, compared, answers, plan.directives), answers, known or Answers())
    plan = msgspec.structs.replace(
        plan,
        questions=(*_new_ones(plan.questions, compared), *beside.asked),
        settled=(*plan.settled, *beside.before),
    )
    return FilePlan(path=path, plan=plan, compared=compared, digest=digest)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage in cycles meanwhile: what a plan is made of stays, and looking at it again and again is a
    twentieth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _questions(
    ledger: ImportLedger, compared: Comparison, answers: Answers, directives: Mapping[str, str]
) -> list[Question]:
    """What a file leaves open beside what is there."""
    asked = [*_of_reported(ledger, compared), *_of_lists(compared, directives)]
    alike = [row for row in compared.rows if row.standing == "alike"]
    if alike and not answers.alike:
        facts: dict[str, str | int] = {"example": str(alike[0].said["title"])[:100], "date": str(alike[0].said["date"])}
        asked.append(_asked("alike", facts, [_example(row, str(row.said["title"])) for row in alike]))
    retitled = [row for row in compared.rows if row.other_title]
    if retitled:
        first = retitled[0]
        facts = {"before": first.other_title[:100], "after": str(first.said["title"])[:100], "date": str(first.said["date"])}
        asked.append(_asked("retitled", facts, [_example(row, row.other_title, str(row.said["title"])) for row in retitled]))
    moved = [row for row in compared.rows if row.is_moved]
    if moved:
        asked.append(_asked("moved", {}, [_changed_example(row, directives) for row in moved]))
    by_hand = [(row, code, value) for row in compared.rows for code, value in row.by_hand.items()]
    if by_hand and not answers.by_hand:
        told = [_put_right(row, code, value, directives) for row, code, value in by_hand]
        asked.append(_asked("by-hand", {}, told))
    if (unheld := [row for row in compared.vanished if row.unheld]) and not answers.unheld:
        asked.append(_asked("now-unheld", {}, [Example(row.title[:100], row.unheld[:100]) for row in unheld]))
    if (vanished := [row for row in compared.vanished if not row.unheld]) and not answers.vanished:
        facts = {"example": vanished[0].title[:100], "date": vanished[0].date}
        gone = [Example(row.title[:100], date=row.date) for row in vanished]
        asked.append(_asked("vanished", facts, gone))
    return asked


def _changed_example(row: ComparedRow, directives: Mapping[str, str]) -> Example:
    """A row that has changed, with what it says now."""
    changes: Mapping[str, Any] = row.changes
    told = (f"{field_name(code)}: {field_value(code, value, directives) or '–'}" for code, value in changes.items())
    return _example(row, str(row.said["title"]), ", ".join(told))


def _of_lists(compared: Comparison, directives: Mapping[str, str]) -> Iterator[Question]:
    """Whether what other lists say, too, is the same activities, of those lists of which nobody has said so."""
    for found in compared.lists:
        if found.answered:
            continue
        rows = [compared.rows[place] for place in found.rows or found.changed]
        if found.number == STATED and found.changed:
            others = [compared.rows[place] for place in found.changed]
            yield _asked("stated-changed", {"list": found.number}, [_changed_example(row, directives) for row in others])
            if not found.rows:
                continue
        facts: dict[str, str | int] = {"list": found.number, "changed": len(found.changed)}
        code: QuestionCode = "stated-same"
        if found.number != STATED:
            facts |= {"file": found.file[:60], "date": day_of(Instant(found.at)).isoformat()}
            code = "list-others" if found.decided == "others" else "list-same" if found.rows else "list-changed"
        yield _asked(code, facts, [_example(row, str(row.said["title"])) for row in rows])


def _put_right(row: ComparedRow, code: str, value: Any, directives: Mapping[str, str]) -> Example:
    """What somebody has put where the list says another thing, and that."""
    after: Any = row.changes[code]
    shown, said = (field_value(code, each, directives) or "–" for each in (value, after))
    return _example(row, f"{str(row.said['title'])[:60]}, {field_name(code)}: {shown}", said)


def _example(row: ComparedRow, before: str, after: str = "") -> Example:
    return Example(before[:100], after[:100], date=str(row.said["date"]), rows=(row.row.number,))


def _asked(code: QuestionCode, facts: dict[str, str | int], about: Sequence[Example]) -> Question:
    examples, others = each_once(about)
    return Question(code=code, sheet="", facts={"rows": len(about), **facts}, examples=examples, others=others)


def _of_reported(ledger: ImportLedger, compared: Comparison) -> list[Question]:
    """Whether rows are right that fall into periods whose reports were sent: the figures of those would be others."""
    registry = ledger.registry()
    periods = []
    for name in ledger.reported():
        try:
            periods.append(registry.period(name))
        except Misuse:
            continue  # of a directive that this program cannot read
    days = [str(row.said.get("until") or row.said["date"]) for row in compared.rows if row.standing in ("new", "changed")]
    rows = sum(any(period.holds(day) for period in periods) for day in days)
    names = ", ".join(period.name for period in periods if any(map(period.holds, days)))
    return [Question(code="reported", sheet="", facts={"rows": rows, "periods": names[:100]})] if rows else []


def _agreed_columns(plan: Plan) -> dict[str, str]:
    """The columns that a plan proposed and somebody agreed to, whose headings alone say what they are, or nothing does."""
    columns = [column for sheet in plan.taken for column in sheet.columns if column.cells]
    fields = {column_key(column.heading): column.field for column in columns}
    return {
        key: column.field
        for column in columns
        if column.why == "guessed"
        or (column.why == "unsure" and (found := meaning(column.heading)) is not None and not found.open)
        if (key := column_key(column.heading)) and fields[key] == column.field
    }


_OF_ROWS: Final[frozenset[QuestionCode]] = frozenset(
    {*ASKED.values(), "old-days", "hidden-rows", "maybe-not-held", "twice", "unlikely", "comments"}
)
"""The questions about rows that are taken."""


def _new_ones(questions: Sequence[Question], compared: Comparison) -> Iterator[Question]:
    """The questions, without what is of rows that were taken before, and say the same: that was answered then."""
    same = {(row.row.sheet, row.row.number) for row in compared.rows if row.standing == "same" and not row.taken_back}
    for question in questions:
        if question.code not in _OF_ROWS or question.others:
            yield question
            continue
        is_new = [
            not each.rows or any((each.sheet or question.sheet, number) not in same for number in each.rows)
            for each in question.examples
        ]
        if all(is_new):
            yield question
        elif any(is_new):
            yield of_examples(question, is_new)


def remember(ledger: ImportLedger, planned: FilePlan, answers: Answers) -> None:
    """Keep what was answered for files of a plan's shape: its columns, those that were agreed to, too, the order of its
    days, what else was agreed to that is about the shape or its texts, and no sheet's name; and all of it for the very
    file."""
    plan = planned.plan
    columns = {**_agreed_columns(plan), **answers.columns}
    keep(ledger.imports, plan.shape, planned.digest, columns, answers, (*plan.questions, *plan.settled))
