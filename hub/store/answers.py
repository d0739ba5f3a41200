"""The province's answers to activities and reports. Who gave one is kept here alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from hub.store import schema as t
from hub.store.rows import AnswerRow


class StoredAnswers:
    """The answers, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, answer: AnswerRow) -> None:
        """Keep an answer; one that is there already stays as it is."""
        there = select(t.answer.c.log).where(t.answer.c.log == answer.log, t.answer.c.idx == answer.idx)
        if self._db.execute(there).first() is None:
            self._db.execute(insert(t.answer).values(msgspec.structs.asdict(answer)))

    def forget(self) -> None:
        """Take all answers out, to be read again: who gave them is then known no more."""
        self._db.execute(delete(t.answer))

    def answered_by(self, accounts: Sequence[tuple[int, int, str]]) -> None:
        """Say who gave answers, by their logs and indices."""
        for log, index, account in accounts:
            there = (t.answer.c.log == log, t.answer.c.idx == index)
            self._db.execute(update(t.answer).where(*there).values(account=account))

    def of_record(self, unit: str, record: bytes) -> list[AnswerRow]:
        """The answers to a record, the newest first."""
        return self._found(unit, t.answer.c.record == record)

    def of_report(self, unit: str, period: str) -> list[AnswerRow]:
        """The answers to a unit's reports of a name, the newest first."""
        return self._found(unit, t.answer.c.period == period)

    def _found(self, unit: str, subject: ColumnElement[bool]) -> list[AnswerRow]:
        query = select(t.answer).where(t.answer.c.unit == unit, subject).order_by(t.answer.c.idx.desc())
        return [_answer(row) for row in self._db.execute(query)]

    def newest_of_reports(self) -> dict[tuple[str, str], AnswerRow]:
        """The newest answer to each unit's reports, by unit and period's name."""
        query = select(t.answer).where(t.answer.c.period.is_not(None)).order_by(t.answer.c.log, t.answer.c.idx)
        return {(row.unit, row.period): _answer(row) for row in self._db.execute(query)}


def _answer(row: Any) -> AnswerRow:
    return AnswerRow(**row._mapping)
