"""A unit's ledger at the province: imports taken back, plans remembered, what is kept beside the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.entering.ledger import MAX_SOURCE, Entering
from sync.errors import Misuse, NotListed, Refused
from sync.importing.answers import Answers
from sync.importing.file_plan import plan_file, remember
from sync.importing.undo import undo_import
from tests.hub.entering.entered import ROWS, UNIT, enter, ledger, table
from tests.world import World


def test_an_import_is_taken_back_in_one_act(world: World, tmp_path: Path) -> None:
    kept = enter(world, table(tmp_path, ROWS[0], name="before.csv"))
    done = enter(world, table(tmp_path, *ROWS[1:]))
    undone = undo_import(ledger(world), done.id, now=world.now(), random_bytes=world.random)
    assert (undone.taken_back, undone.restored) == (2, 0)
    assert sum(record.retracted is None for record in world.hub_records(UNIT).values()) == 1
    with pytest.raises(Refused) as again:
        undo_import(ledger(world), done.id, now=world.now(), random_bytes=world.random)
    assert again.value.code == "import-undone"
    with pytest.raises(NotListed) as none:
        undo_import(ledger(world, "03424"), kept.id, now=world.now(), random_bytes=world.random)
    assert none.value.code == "no-imports"
    with pytest.raises(NotListed) as other:
        undo_import(ledger(world), 99, now=world.now(), random_bytes=world.random)
    assert (other.value.code, other.value.facts["near"]) == ("no-such-import", f"{done.id}, {kept.id}")
    assert enter(world, table(tmp_path, *ROWS[1:])).taken == 2
    world.audit(tmp_path / "bundle.soxa")


def test_a_later_version_of_a_list_revises_what_it_became(world: World, tmp_path: Path) -> None:
    enter(world, table(tmp_path, *ROWS))
    later = table(tmp_path, ROWS[0].replace(",4,", ",6,"), ROWS[1])
    done = enter(world, later, answers=Answers(vanished="retract"))
    assert (done.taken, done.again, done.changed, done.vanished, done.taken_back) == (0, 1, 1, 1, 1)
    standing = [record for record in world.hub_records(UNIT).values() if record.retracted is None]
    assert sorted(record.values.quantity or 0 for record in standing) == [0, 6]


def test_lists_are_as_before_and_what_the_laptop_changed_is_named(world: World, tmp_path: Path) -> None:
    def listed(places: str, languages: str) -> Path:
        path = tmp_path / "list.csv"
        path.write_text(
            f"Ngày;Nội dung;Địa điểm;Ngôn ngữ\n19/10/2026;Họp bản;{places};{languages}\n20/10/2026;Loa;{places};vi",
            encoding="utf-8",
        )
        return path

    enter(world, listed("Bản Hon", "vi"))
    before = {record: now.values for record, now in world.hub_records(UNIT).items()}
    done = enter(world, listed('"Bản Hon; Na Hum"', '"vi, tai"'))
    assert done.changed == 2
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    loa = next(record for record, values in before.items() if values.title == "Loa")
    laptop.revise(loa, places=("Bản Thẳm",))
    laptop.exchange(world.line)
    undone = undo_import(ledger(world), done.id, now=world.now(), random_bytes=world.random)
    assert (undone.restored, [(kept.record, kept.fields) for kept in undone.kept]) == (1, [(loa, ("places",))])
    after = {record: now.values for record, now in world.hub_records(UNIT).items()}
    assert after.pop(loa).places == ("Bản Thẳm",)
    assert after == {record: values for record, values in before.items() if record != loa}
    world.audit(tmp_path / "bundle.soxa")


def test_what_was_answered_for_one_unit_is_proposed_for_the_next(world: World, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Ngày,Nội dung,Ai đến\n19/10/2026,Họp bản,40", encoding="utf-8")
    answers = Answers(columns={"ai den": "audience"})
    first = plan_file(ledger(world), path, answers, now=world.now())
    remember(ledger(world), first, answers)
    second = plan_file(ledger(world, "03424"), path, Answers(), now=world.now())
    assert second.plan.remembered
    (row,) = second.plan.taken[0].rows
    assert row.fields is not None and row.fields.audience == 40


def test_a_source_has_a_bound(world: World) -> None:
    longest = "x" * (MAX_SOURCE - 4)
    given = Entering("lan", f"  thư\n{longest} ", now=world.now(), random_bytes=world.random)
    assert given.source == f"thư {longest}"
    with pytest.raises(Misuse) as long:
        Entering("lan", "x" * (MAX_SOURCE + 1), now=world.now(), random_bytes=world.random)
    assert (long.value.code, long.value.facts) == ("long-source", {"limit": MAX_SOURCE})
