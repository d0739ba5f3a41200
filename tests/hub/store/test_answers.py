"""Answers in the store: of a record, of reports, the newest first; none is written over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hub.store import HubStore
from hub.store.rows import AnswerRow
from sync.encoding.types import Instant, Origin

RECORD = bytes(range(16))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HubStore]:
    made = HubStore.create(tmp_path / "hub.db")
    with made.writing() as transaction:
        assert transaction.logs.add(Origin("soxa.example/desk/03390"), "").id == 1
    yield made
    made.close()


def answer(idx: int, verdict: str, *, record: bytes | None = None, period: str | None = None) -> AnswerRow:
    return AnswerRow(
        log=1, idx=idx, unit="03390", record=record, period=period, at=Instant(1000 + idx), verdict=verdict, account="lan"
    )


def test_answers_are_found_by_what_they_answer(store: HubStore) -> None:
    first, second = answer(0, "returned", record=RECORD), answer(2, "accepted", record=RECORD)
    october, november, again = (
        answer(1, "accepted", period="2026-10"),
        answer(3, "returned", period="2026-11"),
        answer(4, "accepted", period="2026-11"),
    )
    with store.trying() as transaction:
        for given in (first, october, second, november, again):
            transaction.answers.add(given)
        assert transaction.answers.of_record("03390", RECORD) == [second, first]
        assert transaction.answers.of_record("03394", RECORD) == []
        assert transaction.answers.of_report("03390", "2026-11") == [again, november]
        assert transaction.answers.newest_of_reports() == {("03390", "2026-10"): october, ("03390", "2026-11"): again}


def test_an_answer_that_is_there_stays_as_it_is(store: HubStore) -> None:
    known = answer(0, "returned", record=RECORD)
    with store.trying() as transaction:
        transaction.answers.add(known)
        transaction.answers.add(msgspec.structs.replace(known, account=None))
        assert transaction.answers.of_record("03390", RECORD) == [known]
