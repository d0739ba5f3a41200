"""The unit that counts, asked in SQL: as of a day, through every step that has come by then."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import String, column, literal
from sqlalchemy.dialects import sqlite

from hub.store.counting_units import CountsFor, counting_unit

MERGED, HEIR, NEXT, OTHER = "03390", "03394", "03405", "03424"
STEPS: CountsFor = {
    MERGED: (("2026-07-01", HEIR), ("2026-10-15", NEXT)),
    OTHER: (("2026-07-01", NEXT),),
}


def counted(unit: str, day: str, counts_for: CountsFor) -> str:
    """Whose a row of this unit and day is."""
    asked = counting_unit(column("unit", String), counts_for, lambda since: column("day") >= literal(since))
    sql = asked.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with closing(sqlite3.connect(":memory:")) as db:
        (found,) = db.execute(f"SELECT {sql} FROM (SELECT ? AS unit, ? AS day)", (unit, day)).fetchone()
    return str(found)


@pytest.mark.parametrize(
    ("unit", "day", "counts"),
    [
        (MERGED, "2026-06-30", MERGED),
        (MERGED, "2026-07-01", HEIR),
        (MERGED, "2026-10-14", HEIR),
        (MERGED, "2026-10-15", NEXT),
        (MERGED, "2027-01-01", NEXT),
        (OTHER, "2026-06-30", OTHER),
        (OTHER, "2026-10-15", NEXT),
        (HEIR, "2026-10-15", HEIR),
    ],
)
def test_a_row_counts_for_the_unit_of_the_last_step_that_has_come(unit: str, day: str, counts: str) -> None:
    assert counted(unit, day, STEPS) == counts


def test_where_nothing_happened_every_unit_counts_for_itself() -> None:
    unit = column("unit", String)
    assert counting_unit(unit, {}, lambda _since: literal(True)) is unit
