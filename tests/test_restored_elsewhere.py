"""A hub that is lost with its keys: a unit's laptops join another one, and what they hold of the old is stated to it anew:
whoever brings it, once, with its history; and nothing of it is counted twice."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from field.exchange.kept_drafts import take, written
from field.exchange.rescue import rescue
from field.exchange.rescued import DamagedEntry, Rescued
from field.home import LaptopHome
from field.messages import sentence
from field.reporting.reports import submit
from field.store import LaptopStore
from field.store.rows import StoredDraft
from hub.safekeeping.derived import put_right
from sync.activities.draft import ActivityDraft
from sync.encoding.types import Instant
from sync.errors import Refused, Unproven
from sync.ledger.entry import Narrative, ReportInPart
from sync.ledger.versions import version_of
from sync.wording.i18n import speaking
from tests.field.cli.desk import Desk
from tests.hub.entering.entered import ROWS, enter, table
from tests.hub.safekeeping.rot import rot
from tests.test_going_on import audit, summed
from tests.world import HUB, Laptop, World

UNIT = "03390"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "old")
    yield made
    made.close()


@pytest.fixture(params=["soxa.new.example", HUB])
def new(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """Another hub, of another name or of the same: its keys are others."""
    made = World(tmp_path / "new", seed=7, name=request.param)
    yield made
    made.close()


def rescued(laptop: Laptop, out_of: LaptopHome, **how: Any) -> Rescued:
    world = laptop.world
    return rescue(laptop.store, laptop.signer, out_of, now=world.now(), random_bytes=world.random, **how)


def history(world: World) -> dict[str, int]:
    """By record how many entries the hub counts of it."""
    return {record: merged.entries for record, merged in world.hub_records(UNIT).items()}


def said(world: World) -> dict[str, tuple[Any, ...]]:
    """By record what the hub shows of it."""
    records = world.hub_records(UNIT).items()
    return {record: (merged.values, merged.retracted, len(merged.conflicts), merged.parallel) for record, merged in records}


def lived(old: World, tmp_path: Path) -> tuple[Laptop, Laptop, Laptop]:
    """Three laptops' work, corrected by each other, taken back, in conflict, reported; and what the province entered. The
    second has not heard the last of it."""
    old.ask_monthly()
    mine, other, gone = (old.laptop(UNIT) for _ in range(3))
    for laptop, title in ((mine, "Của tôi"), (other, "Của bạn"), (gone, "Của máy đã mất")):
        laptop.exchange(old.line)
        laptop.log(title=title, quantity=2)
        laptop.exchange(old.line)
    enter(old, table(tmp_path, *ROWS))
    mine.exchange(old.line)
    by_title = {str(record.values.title): name for name, record in mine.records().items()}
    mine.revise(by_title["Của bạn"], quantity=5, audiences=("women",))
    mine.revise(by_title["Họp bản Na Hum"], audience=61)
    other.revise(by_title["Của bạn"], quantity=7)
    mine.log(title="Nhầm")
    (wrong,) = (name for name, record in mine.records().items() if record.values.title == "Nhầm")
    for laptop in (mine, other, mine):
        laptop.exchange(old.line)
    mine.retract(wrong)
    submit(mine.store, mine.signer, "2026-10", Narrative(results="Cũ"), now=old.now(), random_bytes=old.random)
    submit(mine.store, mine.signer, "2026-10", Narrative(results="Tốt"), now=old.now(), random_bytes=old.random)
    mine.exchange(old.line)
    gone.store.close()
    return mine, other, gone


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_whoever_brings_it_and_whenever_each_record_is_there_once(
    old: World, new: World, tmp_path: Path, order: tuple[int, ...]
) -> None:
    mine, other, _gone = lived(old, tmp_path)
    before, entries, sums = said(old), history(old), summed(old)
    fresh, also = new.laptop(UNIT), new.laptop(UNIT)

    def all_exchange() -> None:
        for laptop in (fresh, also, fresh):
            laptop.exchange(new.line)

    steps: tuple[Callable[[], object], ...] = (
        lambda: rescued(fresh, mine.home, of_all=True),
        lambda: rescued(also, other.home, of_all=True),
        all_exchange,
    )
    for step in order:
        steps[step]()
    all_exchange()
    assert said(new) == before and history(new) == entries and summed(new) == sums
    assert fresh.records() == also.records() == new.hub_records(UNIT)
    assert fresh.store.records.unsent() == also.store.records.unsent() == 0
    assert audit(new).findings == ()
    assert put_right(new.store, new.home, new.keys.logs.verifier, lambda _count: None) == {}, "nothing rotted"
    assert rescued(fresh, mine.home, of_all=True).entries == rescued(also, other.home, of_all=True).entries == 0


def test_each_brings_its_own_and_what_was_entered_and_says_what_it_leaves(old: World, new: World, tmp_path: Path) -> None:
    mine, other, _gone = lived(old, tmp_path)
    fresh, also = new.laptop(UNIT), new.laptop(UNIT)
    done = rescued(fresh, mine.home)
    shown = {str(record.values.title) for record in fresh.records().values() if record.retracted is None}
    assert shown == {"Của tôi", "Của bạn", *(row.split(",")[1] for row in ROWS)}, "what it corrected, too"
    assert (done.hub, done.activities, done.colleagues) == (HUB, 5, 1)
    (period,) = done.reports
    assert msgspec.json.decode(fresh.store.local.setting(f"narrative:{period}") or "{}") == {"results": "Tốt"}
    fresh.exchange(new.line)
    also.exchange(new.line)
    done = rescued(also, other.home)
    assert (done.entries, done.activities, done.colleagues) == (0, 4, 1), "a colleague brought it before"
    assert rescued(also, other.home, of_all=True).colleagues == 0
    also.exchange(new.line)
    assert said(new) == said(old)


def test_what_a_laptop_succeeded_had_stated_is_its_own(old: World, new: World) -> None:
    """And drafts go along, with what they are drafts of."""
    mine, other = old.laptop(UNIT), old.laptop(UNIT)
    for laptop, title in ((mine, "Trước"), (other, "Của bạn")):
        laptop.log(title=title)
        laptop.exchange(old.line)
    mine.exchange(old.line)
    mine.home.key.unlink()
    mine.begin_anew()
    mine.exchange(old.line)
    mine.log(title="Sau")
    (theirs,) = (name for name, record in mine.records().items() if record.values.title == "Của bạn")
    typed = msgspec.json.encode(ActivityDraft(title="Của bạn, sửa"))
    mine.store.local.keep_draft(StoredDraft(0, theirs, typed, old.now()))
    fresh = new.laptop(UNIT)
    done = rescued(fresh, mine.home)
    assert (done.drafts, done.colleagues) == (1, 1), "the log before is another laptop's: nobody said that it is this one's"
    assert theirs in fresh.records()
    (file := new.folder / "drafts").write_bytes(written(mine.store))
    assert take(fresh.store, file).drafts == 0, "they are kept already, whatever hub they were for"


def test_a_damaged_entry_is_no_entry_and_what_was_shown_is_a_draft(old: World, new: World) -> None:
    mine = old.laptop(UNIT)
    mine.log(title="Lành")
    mine.log(title="Hỏng")
    mine.exchange(old.line)
    rot(mine.home.database, "UPDATE entry SET line = x'7b22ff' WHERE log = 1 AND idx = ?", 2)
    fresh = new.laptop(UNIT)
    done = rescued(fresh, mine.home)
    assert done.damaged == (DamagedEntry(done.damaged[0].record, "Hỏng", "2026-10-28"),)
    assert {record.values.title for record in fresh.records().values()} == {"Lành"}
    (draft,) = fresh.store.local.drafts()
    assert msgspec.json.decode(draft.typed, type=ActivityDraft).title == "Hỏng"


def test_the_lines_are_made_of_the_old_ones_alone(old: World, new: World) -> None:
    """They cite nothing: what the old hub had accepted proves nothing to this one."""
    mine = old.laptop(UNIT)
    mine.exchange(old.line)
    mine.log(title="Loa")
    (record,) = mine.record_ids()
    mine.exchange(old.line)
    mine.revise(record, quantity=3)
    fresh = new.laptop(UNIT)
    rescued(fresh, mine.home)
    was = [version_of(line).entry for line in mine.store.logs.lines(mine.origin, 1, 2**40)]
    now = [version_of(line) for line in fresh.store.logs.lines(fresh.origin, 1, 2**40)]
    assert all(entry.seen is not None for entry in was) and all(version.entry.seen is None for version in now)
    assert [version.entry.salt for version in now] == [entry.salt for entry in was]
    assert [version.entry.at for version in now] == [entry.at for entry in was]
    assert len(now[1].entry.base) == 1 and now[1].entry.base != was[1].base
    assert fresh.records()[record].values.quantity == 3 and not fresh.records()[record].parallel


def test_a_laptop_of_the_lost_hub_hears_what_is_to_be_done_of_the_new_one(old: World, new: World) -> None:
    """Of one under another name; and under the old one, where nothing tells it from somebody else who speaks as the hub."""
    mine = old.laptop(UNIT)
    mine.exchange(old.line)
    mine.log(title="Chưa gửi")
    with pytest.raises((Refused, Unproven)) as refused:
        mine.exchange(new.line)
    assert refused.value.code == ("unsigned-answer" if new.keys.hub == HUB else "another-hub")
    with speaking("en"):
        told = sentence(refused.value)
    assert "rename this folder, join" in told and "soxa field rescue" in told


def test_an_officer_types_it(old: World, new: World, tmp_path: Path) -> None:
    mine, _other, _gone = lived(old, tmp_path)
    mine.store.close()
    new.set_clock(Instant(int(time.time())))
    (tmp_path / "xa.invite").write_text(new.invite(UNIT), encoding="utf-8")
    desk, folder = Desk(tmp_path), str(mine.home.path)
    desk.soxa("join", "@xa.invite", "--home", folder, expect=1)
    assert "soxa field rescue" in desk.said, "the folder of the old hub is no place for the new one"
    desk.soxa("join", "@xa.invite")
    desk.soxa("rescue", folder)
    for words in (f"5 activities of the folder of {HUB}", "--all", f"month 10/2026 went to {HUB} alone. Its texts are kept"):
        assert words in desk.said
    assert desk.json("report", "2026-10")["narrative"]["results"] == "Tốt"
    assert "results: Tốt" in desk.soxa("report", "2026-10", "--submit", "--difficulties", "Mưa")
    assert "What was written for this report before and was not typed anew goes with it." in desk.said
    done = desk.json("rescue", "--all", folder)
    assert (done["entries"], done["colleagues"], done["hub"]) == (1, 0, HUB)
    assert len([row for row in desk.json("list") if row["retracted"] is None]) == 6
    desk.soxa("rescue", "--all", folder)
    assert f"6 activities of the folder of {HUB} were here already" in desk.said and "here now" not in desk.said
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        (head,) = store.reporting.reports()["2026-10"]
        assert not isinstance(head.entry, ReportInPart)
        assert (head.entry.narrative.results, head.entry.narrative.difficulties) == ("Tốt", "Mưa")
        assert store.local.kept_words("2026-10") is None, "it was submitted, and does not come back by a second rescue"
    mine.reopen()
