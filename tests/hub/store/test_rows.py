"""Rows: their fields are the columns of the tables that they come from and go to."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from hub.store import schema
from hub.store.rows import (
    ANSWERS,
    AcceptedRow,
    AnswerRow,
    InviteRow,
    LaptopContact,
    LogRow,
    QuarantineRow,
    RecordRow,
    ReportRow,
)


def test_a_record_is_written_by_the_place_of_its_fields() -> None:
    columns = [column.name for column in schema.record.columns]
    assert [{"stands": "standing"}.get(name, name) for name in RecordRow.__struct_fields__] == columns


@pytest.mark.parametrize(
    ("row", "table"),
    [
        (LogRow, schema.log),
        (QuarantineRow, schema.held),
        (ReportRow, schema.report),
        (AnswerRow, schema.answer),
        (InviteRow, schema.invite),
        (LaptopContact, schema.laptop),
    ],
)
def test_a_row_has_the_columns_of_its_table(row: type, table: Table) -> None:
    assert set(row.__struct_fields__) == {column.name for column in table.columns}  # type: ignore[attr-defined]


def test_an_acceptance_names_no_log_for_it_was_asked_for_by_one() -> None:
    assert ("log", *AcceptedRow.__struct_fields__) == tuple(column.name for column in schema.accepted.columns)


def test_the_numbers_of_answers_are_what_stores_hold() -> None:
    assert ANSWERS == ("awaited", "accepted", "returned")
