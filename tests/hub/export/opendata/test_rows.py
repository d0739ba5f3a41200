"""The rows of the open data: each in the order of its table's columns, and in none of them what must not be public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from field.reporting import reports
from hub import own_logs
from hub.export.opendata.rows import OpenDataSource, Row, moment, shown
from hub.export.opendata.tables import TABLES
from hub.registry import unit_changes
from hub.registry.directives.yaml import shipped
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative
from sync.ledger.vocabulary import vocabulary
from tests import later
from tests.hub.export.documents.reported import HEIR, MERGED
from tests.hub.export.opendata.stocked import HOSTILE, OFFICER, full, open_province
from tests.hub.intake.party import Party, outcome
from tests.hub.intake.reporting import report_of
from tests.world import World

Rows = dict[str, list[dict[str, Any]]]
_COLUMNS = {table.name: [column.name for column in table.columns] for table in TABLES}


def named(table: str, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows with the names of their columns, as many as there are cells."""
    return [dict(zip(_COLUMNS[table], row, strict=True)) for row in rows]


def rows_of(world: World) -> Rows:
    """Every row that the store tells now, table by table."""
    with world.store.reading() as transaction:
        source = OpenDataSource(transaction, world.keys, own_logs.registry(transaction, world.keys), world.now())
        found = {name: named(name, rows) for name, rows in source.small()}
        for some in source.activities():
            for name, unknown in some.unknown.items():
                found[name] += named(name, unknown)
            found.setdefault("activities", []).extend(named("activities", some.activities))
            found.setdefault("activity_topics", []).extend(named("activity_topics", some.topics))
        found["reports"] = named("reports", source.reports())
        found["standings"] = named("standings", source.standings())
    return found


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rows]:
    """All rows of a province with some of everything."""
    world = open_province(tmp_path_factory.mktemp("open") / "world")
    one, _other = full(world)
    narrative = Narrative(results="Xong\n" + HOSTILE)
    reports.submit(one.store, one.signer, "2026-11", narrative, now=world.now(), random_bytes=world.random)
    one.exchange(world.line)
    yield rows_of(world)
    world.close()


def titled(told: Rows, **values: object) -> dict[str, Any]:
    """The one activity with these values."""
    (found,) = [row for row in told["activities"] if values.items() <= row.items()]
    return found


def test_every_table_is_told_and_whatever_a_row_refers_to_is_a_row(told: Rows) -> None:
    assert set(told) == set(_COLUMNS)
    for table in TABLES:
        for column in table.columns:
            if column.refers is not None:
                key = next(other.key[0] for other in TABLES if other.name == column.refers)
                there = {row[key] for row in told[column.refers]}
                assert {row[column.name] for row in told[table.name]} - {None} <= there, (table.name, column.name)


def test_an_activity_is_told_as_it_stands(told: Rows) -> None:
    known = vocabulary().topics["digital-skills"].vi
    found = titled(told, title="Họp bản")
    assert found == found | {
        "unit": "03390",
        "unit_name": "Xã Bình Lư",
        "counts_for": "03390",
        "date": "2026-10-28",
        "month": "2026-11",
        "channel": "village-meeting",
        "topics": f"{known}; ai",
        "directive": None,
        "task": None,
        "quantity": 1,
        "people": 64,
        "minutes": None,
        "state": "stands",
    }
    assert found["id"].startswith("03390/")
    of_plan = titled(told, title="Theo văn bản")
    assert of_plan["task"] == f"{shipped()[0].id}#{shipped()[0].tasks[0].no}"
    assert [row["answer"] for row in told["activities"]].count("accepted") == 1


def test_of_what_was_taken_back_nothing_but_that_is_told(told: Rows) -> None:
    found = titled(told, state="taken-back")
    assert [name for name, value in found.items() if value is not None] == [
        "id",
        "unit",
        "unit_name",
        "counts_for",
        "date",
        "month",
        "state",
    ]
    assert found["id"] not in {row["activity"] for row in told["activity_topics"]}


def test_a_code_that_nobody_has_defined_is_a_row_once_and_called_as_itself(told: Rows) -> None:
    assert [row for row in told["topics"] if row["code"] == "nobody-knows"] == [
        {"code": "nobody-knows", "name": "nobody-knows", "name_en": "nobody-knows"}
    ]
    assert [row["name"] for row in told["channels"] if row["code"] == "from-tomorrow"] == ["from-tomorrow"]
    (directive,) = [row for row in told["directives"] if row["id"] == "unknown-plan"]
    assert (directive["name"], directive["issuer"]) == ("unknown-plan", None)
    assert [row for row in told["tasks"] if row["directive"] == "unknown-plan"] == [
        {"key": "unknown-plan#19", "directive": "unknown-plan", "number": "19", "label": None}
    ]


def test_who_people_are_and_what_the_province_said_is_in_no_row(told: Rows) -> None:
    every = repr(told)
    for secret in ("Vàng A", "vang-a", OFFICER, "an.account", "argon2", "ý kiến riêng", "nhầm"):
        assert secret not in every, secret


def test_a_strangers_text_is_defused_wherever_it_stands(told: Rows) -> None:
    found = titled(told, channel="from-tomorrow")
    assert found["title"] == found["place"] == shown(HOSTILE) != HOSTILE
    for rows in told.values():
        for row in rows:
            assert not [cell for cell in row.values() if isinstance(cell, str) and {"\u202e", "\x00"} & set(cell)]
    assert shown(None) is None


def test_reports_are_numbered_by_unit_as_they_were_received_in_vietnams_time(told: Rows) -> None:
    first, second = told["reports"]
    assert [(row["id"], row["period"]) for row in (first, second)] == [("03390/1", "2026-11"), ("03390/2", "2026-11")]
    assert first["received"] < second["received"] and second["received"].endswith("+07:00")
    assert (first["activities"], first["people"]) == (3, 64 + 10), "one is of the next month"
    assert first["results"] is None and second["results"] == shown("Xong\n" + HOSTILE)


def test_a_report_that_is_not_right_is_no_row(tmp_path: Path) -> None:
    world = open_province(tmp_path / "world")
    party = Party(1)
    party.says(party.join(world.keys, world.invite("03390")))
    party.says(report_of(party, records=9))
    party.says(report_of(party))
    assert outcome(world, party.push()) is None
    (row,) = rows_of(world)["reports"]
    assert (row["id"], row["results"]) == ("03390/1", "Xong")
    world.close()


def test_standings_are_those_of_every_unit_and_period_since_the_hub_was_founded(told: Rows) -> None:
    november = [row for row in told["standings"] if row["period"] == "2026-11"]
    assert len({row["unit"] for row in november}) == len(november) == 38
    assert {row["due"] for row in november} == {"2026-11-15T00:00:00+07:00"}
    (reported,) = [row for row in november if row["standing"] != "due"]
    assert (reported["unit"], reported["standing"], reported["received"]) == (
        "03390",
        "on-time",
        told["reports"][0]["received"],
    )


def test_a_predecessors_records_count_for_its_heir_from_that_day_on(tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World(tmp_path_factory.mktemp("merged"))
    laptop = world.laptop(MERGED)
    laptop.log(date="2026-10-20")
    laptop.log(date="2026-10-25")
    laptop.exchange(world.line)
    with world.store.writing() as transaction:
        unit_changes.merge(
            transaction,
            world.keys,
            [MERGED, HEIR],
            HEIR,
            since="2026-10-22",
            document="01/NQ",
            now=world.now(),
            random_bytes=world.random,
        )
    told = rows_of(world)
    world.close()
    assert sorted((row["date"], row["unit"], row["counts_for"]) for row in told["activities"]) == [
        ("2026-10-20", MERGED, MERGED),
        ("2026-10-25", MERGED, HEIR),
    ]
    assert [(row["heir"], row["stands"]) for row in told["units"] if row["code"] == MERGED] == [(HEIR, 0)]
    assert told["reorganisations"] == [{"id": 1, "how": "merged", "since": "2026-10-22", "document": "01/NQ"}]
    assert sorted((row["side"], row["unit"]) for row in told["reorganisation_units"]) == [
        ("after", HEIR),
        ("before", MERGED),
        ("before", HEIR),
    ]


@pytest.mark.parametrize(
    ("instant", "said"), [(0, "1970-01-01T07:00:00+07:00"), (None, None), (1 << 53, None), (253_402_300_800, None)]
)
def test_a_time_that_no_calendar_has_is_not_told(instant: int | None, said: str | None) -> None:
    assert moment(None if instant is None else Instant(instant)) == said


def test_of_a_directive_read_in_part_the_envelope_is_told(tmp_path: Path) -> None:
    world = open_province(tmp_path)
    before = rows_of(world)
    later.state(world, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    after = rows_of(world)
    (duty, edition) = [row for row in after["directives"] if row not in before["directives"]]
    assert [(row["id"], row["name"], row["subject"]) for row in (duty, edition)] == [
        ("later-duty", "72/KH-UBND", "Kế hoạch số 72/KH-UBND"),
        ("later-edition", "73/KH-UBND", "Kế hoạch số 73/KH-UBND"),
    ]
    assert [len(after[name]) - len(before[name]) for name in ("tasks", "standings")] == [0, 0]
    world.close()
