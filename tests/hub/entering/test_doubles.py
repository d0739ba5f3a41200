"""A list that two imported, neither knowing of the other: both find the same, and take back the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from field.importing import doubles
from field.importing.ledger import LaptopLedger
from sync.errors import Refused
from sync.importing.double_words import doubled_lines, doubles_taken_back_words
from sync.importing.doubles import DoubledImport, doubled_imports, take_back_doubles
from sync.importing.undo import undo_import
from sync.ledger.merge import Values
from sync.wording.i18n import speaking
from tests.hub.entering.entered import ROWS, UNIT, enter, ledger, table, take_on, twice
from tests.world import Laptop, World


def here(laptop: Laptop) -> LaptopLedger:
    return LaptopLedger(laptop.store, laptop.signer)


def extra(found: tuple[DoubledImport, ...]) -> set[str]:
    return {activity.extra for each in found for activity in each.activities}


def standing(world: World) -> list[Values]:
    return [record.values for record in world.hub_records(UNIT).values() if record.retracted is None]


def test_what_the_desk_entered_too_is_found_on_both_sides_and_the_units_own_stays(world: World, tmp_path: Path) -> None:
    laptop = twice(world, tmp_path)
    assert len(standing(world)) == 6, "so it counts until somebody says"
    found, at_the_desk = doubles.doubled(laptop.store), doubled_imports(ledger(world))
    assert extra(found) == extra(at_the_desk) and len(extra(found)) == 3
    assert [(each.file, each.rows) for each in (*found, *at_the_desk)] == [("so.csv", 3), ("binh-lu.csv", 3)]
    own = {row.record for row in laptop.store.imports.newest_rows()}
    assert {activity.kept for each in found for activity in each.activities} == own
    assert "3" in doubles.notice(laptop.store) and "so.csv" in doubles.notice(laptop.store)
    with speaking("en"):
        assert list(doubled_lines(found))[:3] == [
            f"Import {found[0].id} (so.csv): activities 3, of which count twice: 3.",
            "The unit states them, and the province entered them, too: what the province entered is taken back.",
            "- 19/10/2026, Phát loa về dịch vụ công",
        ]


@pytest.mark.parametrize("who", ["laptop", "desk", "each"])
def test_whoever_takes_back_what_stands_twice_each_counts_once(world: World, tmp_path: Path, who: str) -> None:
    laptop = twice(world, tmp_path)
    own = {row.record for row in laptop.store.imports.newest_rows()}
    if who != "laptop":
        done = take_back_doubles(ledger(world), now=world.now(), random_bytes=world.random)
        with speaking("en"):
            assert doubles_taken_back_words(done) == "3 activities that counted twice count once now."
    if who != "desk":
        take_back_doubles(here(laptop), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    laptop.exchange(world.line)
    left = {record for record, now in world.hub_records(UNIT).items() if now.retracted is None}
    assert left == own == {record for record, now in laptop.records().items() if now.retracted is None}
    assert not doubles.doubled(laptop.store) and not doubled_imports(ledger(world))
    assert doubles.notice(laptop.store) == ""
    with pytest.raises(Refused) as none:
        take_back_doubles(here(laptop), now=world.now(), random_bytes=world.random)
    assert none.value.code == "nothing-doubled"
    world.audit(tmp_path / "bundle.soxa")


def test_a_later_version_of_the_list_revises_what_stays_wherever_it_is_imported(world: World, tmp_path: Path) -> None:
    laptop = twice(world, tmp_path)
    take_back_doubles(ledger(world), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    done = enter(world, table(tmp_path, ROWS[0].replace(",4,", ",6,"), *ROWS[1:]))
    assert (done.taken, done.changed, done.again) == (0, 1, 2)
    laptop.exchange(world.line)
    done = take_on(laptop, table(tmp_path, ROWS[0].replace(",4,", ",7,"), *ROWS[1:], name="so.csv"))
    assert (done.taken, done.changed, done.again) == (0, 1, 2)
    laptop.exchange(world.line)
    assert sorted(values.quantity or 0 for values in standing(world)) == [0, 0, 7]


def test_taking_doubles_back_is_itself_taken_back(world: World, tmp_path: Path) -> None:
    laptop = twice(world, tmp_path)
    take_back_doubles(here(laptop), now=world.now(), random_bytes=world.random)
    newest = laptop.store.imports.imports()[0]
    undone = undo_import(here(laptop), newest.id, now=world.now(), random_bytes=world.random)
    assert (undone.taken_back, undone.restored) == (0, 3)
    assert len(extra(doubles.doubled(laptop.store))) == 3


def test_two_laptops_that_imported_one_list_take_back_the_same(world: World, tmp_path: Path) -> None:
    first, second = world.laptop(UNIT), world.laptop(UNIT)
    for laptop in (first, second):
        take_on(laptop, table(tmp_path, *ROWS, f"25/10/2026,Riêng máy {laptop is first},,,", name="so.csv"))
    for laptop in (first, second, first, second):
        laptop.exchange(world.line)
    found = extra(doubles.doubled(first.store))
    assert found == extra(doubles.doubled(second.store)) and len(found) == 3
    assert found < {row.record for row in second.store.imports.newest_rows()}, "what was begun later"
    for laptop in (first, second):
        take_back_doubles(here(laptop), now=world.now(), random_bytes=world.random)
    for laptop in (first, second, first, second):
        laptop.exchange(world.line)
    assert len(standing(world)) == 5, "the three once, and what each has alone"
    done = take_on(
        second, table(tmp_path, *(row.replace(",60", ",61") for row in ROWS), "25/10/2026,Riêng máy False,,,", name="so.csv")
    )
    assert (done.taken, done.changed, done.again) == (0, 1, 3), "the rows are the other's records now"


def test_what_was_corrected_since_stands_twice_still_and_what_is_elsewhere_does_not(world: World, tmp_path: Path) -> None:
    laptop = twice(world, tmp_path)
    rows = {
        now.values.title: record for record, now in laptop.records().items() if record in here(laptop).standing([record])
    }
    own = {row.record for row in laptop.store.imports.newest_rows()}
    by_title = {laptop.records()[record].values.title: record for record in own}
    assert by_title.keys() == rows.keys()
    laptop.revise(by_title["Họp bản Na Hum"], audience=66)
    laptop.revise(by_title["Phát loa về dịch vụ công"], channel="meeting")
    laptop.exchange(world.line)
    at_the_desk = doubled_imports(ledger(world))
    titles = {activity.title for each in at_the_desk for activity in each.activities}
    assert titles == {"Họp bản Na Hum", "Chiếu phim ở bản Pho"}, (
        "another way is another activity, for all that is known there"
    )
    assert len(extra(doubles.doubled(laptop.store))) == 3, "the laptop knows what its row said"


@pytest.mark.parametrize(
    "corrected",
    [{"title": "Họp bản khác"}, {"date": "2026-10-22"}, {"place": "Bản Hon"}, {"audience": 66, "text": "đã sửa"}],
)
def test_what_was_corrected_on_the_own_side_is_offered_still_and_what_differs_is_told(
    world: World, tmp_path: Path, corrected: dict[str, Any]
) -> None:
    laptop = twice(world, tmp_path)
    own = next(row.record for row in laptop.store.imports.newest_rows() if b"Na Hum" in row.said)
    laptop.revise(own, **corrected)
    found = doubles.doubled(laptop.store)
    assert len(extra(found)) == 3
    activity = next(each for every in found for each in every.activities if each.kept == own)
    told = {each.code: each.kept for each in activity.differs}
    assert told == {code: value for code, value in corrected.items() if code not in ("text", "place")}, (
        "what goes says nothing of the other"
    )
    with speaking("en"):
        lines = "\n".join(doubled_lines(found))
        assert (" stays, 60 goes. If 60 is right, put it into what stays." in lines) == ("audience" in corrected)


def test_what_the_other_side_entered_and_was_corrected_here_is_offered_still(world: World, tmp_path: Path) -> None:
    first, second = world.laptop(UNIT), world.laptop(UNIT)
    for laptop in (first, second):
        take_on(laptop, table(tmp_path, *ROWS, name="so.csv"))
    for laptop in (first, second, first, second):
        laptop.exchange(world.line)
    theirs = next(row.record for row in first.store.imports.newest_rows() if b"Na Hum" in row.said)
    second.revise(theirs, audience=66)
    assert len(extra(doubles.doubled(second.store))) == 3


def test_equal_rows_are_as_often_twice_as_both_have_them(world: World, tmp_path: Path) -> None:
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    enter(world, table(tmp_path, ROWS[0], ROWS[0]))
    take_on(laptop, table(tmp_path, ROWS[0], ROWS[0], ROWS[0], name="so.csv"))
    laptop.exchange(world.line)
    laptop.exchange(world.line)
    assert len(extra(doubles.doubled(laptop.store))) == 2
    take_back_doubles(here(laptop), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    assert len(standing(world)) == 3
