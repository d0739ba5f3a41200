"""An entry that is not sent and whose bytes rotted: mended from the reserve, or left behind and stated anew; what stands
before it is sent, what is whole behind it goes on."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from field.activities import drafts
from field.activities.entries import revise_activity
from field.exchange import joining, kept_drafts, reserve
from field.exchange.rescue import rescue
from field.home import LaptopHome
from field.reporting.reports import submit
from field.session import Session
from field.store.logs import Logs
from field.store.rows import ActivityFilter
from sync.activities.draft import ActivityDraft
from sync.encoding.limits import MAX_EXACT
from sync.encoding.types import Hash, Index
from sync.errors import Refused, SoxaError
from sync.ledger.entry import Narrative
from tests.command import soxa
from tests.test_going_on import audit, shown
from tests.world import Laptop, World

UNIT = "03390"


@pytest.fixture
def laptop(world: World) -> Laptop:
    """A laptop with one entry that is received and three that are not sent."""
    made = world.laptop(UNIT)
    made.exchange(world.line)
    for title in ("Một", "Hai", "Ba"):
        made.log(title=title, quantity=3)
    return made


def rot(laptop: Laptop, index: int, old: bytes = b'"quantity":3', new: bytes = b'"quantity":9') -> None:
    """A byte of an own entry changes on the disk."""
    with closing(sqlite3.connect(laptop.home.database)) as sql:
        (line,) = sql.execute("SELECT line FROM entry WHERE log = 1 AND idx = ?", (index,)).fetchone()
        assert line.count(old) == 1
        sql.execute("UPDATE entry SET line = ? WHERE log = 1 AND idx = ?", (line.replace(old, new), index))
        sql.commit()


def refused(laptop: Laptop) -> str:
    with pytest.raises(Refused) as raised:
        laptop.exchange(laptop.world.line)
    return raised.value.code


def begun_anew(laptop: Laptop) -> None:
    laptop.begin_anew()


def test_what_stands_before_it_is_sent_and_then_nothing_is_said_to_be_saved(world: World, laptop: Laptop) -> None:
    rot(laptop, 2)
    assert refused(laptop) == "home-damaged"
    assert len(world.hub_leaves(laptop.origin)) == laptop.store.logs.own.acked == 2
    with pytest.raises(Refused) as raised:
        laptop.log(title="Không gửi được")
    assert raised.value.code == "home-damaged" and laptop.store.closed is not None


@pytest.mark.parametrize("new", [b'"quantity":9', b'"quantity":!'])
def test_what_is_whole_goes_on_and_what_is_not_is_a_draft(world: World, laptop: Laptop, new: bytes) -> None:
    rot(laptop, 2, new=new)
    refused(laptop)
    begun_anew(laptop)
    (draft,) = laptop.store.local.drafts()
    typed = msgspec.json.decode(draft.typed, type=ActivityDraft)
    assert (typed.title, typed.quantity, draft.record) == ("Hai", "3", None)
    laptop.exchange(world.line)
    assert shown(laptop) == {"Một", "Ba"} and laptop.store.records.unsent() == 0
    assert audit(world).findings == ()


def test_a_damaged_revision_is_a_draft_of_its_activity(world: World, laptop: Laptop) -> None:
    record = laptop.record_ids()[0]
    title = laptop.store.records.page(record).record.values.title
    laptop.revise(record, quantity=7)
    rot(laptop, 4, b'"quantity":7')
    refused(laptop)
    old, other = laptop.copied(laptop.home.path.parent / "old"), world.laptop(UNIT)
    other.exchange(world.line)
    done = rescue(other.store, other.signer, LaptopHome(old), now=world.now(), random_bytes=world.random)
    ((found, shown_title, _date),) = [msgspec.structs.astuple(entry) for entry in done.damaged]
    assert (found, shown_title) == (record, title) and done.there == 0 and done.entries == 0, "all before it was sent"
    (draft,) = other.store.local.drafts()
    assert draft.record == record and msgspec.json.decode(draft.typed, type=ActivityDraft).quantity == "7"


def test_a_damaged_report_is_named_and_is_no_draft(world: World, laptop: Laptop) -> None:
    submit(laptop.store, laptop.signer, "2026-11", Narrative(results="Tốt"), now=world.now(), random_bytes=world.random)
    rot(laptop, 4, "Tốt".encode(), "Xấu".encode())
    refused(laptop)
    old, other = laptop.copied(laptop.home.path.parent / "old"), world.laptop(UNIT)
    done = rescue(other.store, other.signer, LaptopHome(old), now=world.now(), random_bytes=world.random)
    assert [entry.title for entry in done.damaged] == [""] and done.reports == () and other.store.local.drafts() == []


def test_the_reserve_has_the_true_bytes_and_they_are_put_back_by_themselves(world: World, laptop: Laptop) -> None:
    leaves = laptop.leaves()
    reserve.keep(laptop.store, laptop.home, now=world.now())
    records = laptop.records()
    rot(laptop, 2)
    rot(laptop, 3)
    with laptop.store.transaction():  # as when more of them comes
        laptop.store.logs._projection.project(range(1, 4))
    assert laptop.records() == records, "no text that rotted is shown"
    laptop.exchange(world.line)
    assert world.hub_leaves(laptop.origin) == leaves and laptop.store.closed is None
    assert laptop.records() == records


@pytest.mark.parametrize("known_there", [True, False])
def test_what_rotted_is_not_written_over_the_true_bytes_of_the_backup(
    world: World, laptop: Laptop, known_there: bool
) -> None:
    """The backup of the same day is written anew as more is saved: with what is true, or not at all."""
    leaves = laptop.leaves()
    if known_there:
        reserve.keep(laptop.store, laptop.home, now=world.now())
    rot(laptop, 2)
    leaves += laptop.log(title="Bốn")
    reserve.keep(laptop.store, laptop.home, now=world.now())
    assert (laptop.store.logs.damaged() == []) is known_there
    assert len(reserve.all_of(laptop.store, laptop.home)) == known_there
    laptop.reopen()
    assert (laptop.store.closed is None) is known_there
    if known_there:
        rot(laptop, 2)
        laptop.exchange(world.line)
        assert world.hub_leaves(laptop.origin) == leaves


def test_a_backup_that_comes_back_mends_what_was_closed(world: World, laptop: Laptop, tmp_path: Path) -> None:
    reserve.keep(laptop.store, laptop.home, now=world.now())
    folder = reserve.beside(laptop.home)
    folder.rename(tmp_path / "away")
    rot(laptop, 1)
    assert refused(laptop) == "home-damaged"
    (tmp_path / "away").rename(folder)
    laptop.exchange(world.line)
    assert laptop.store.closed is None
    laptop.log(title="Bốn")


def test_a_join_in_its_place_takes_from_the_backup_what_is_sound_there(world: World, laptop: Laptop, tmp_path: Path) -> None:
    """Whether or not the damage was known: the laptop goes on, and no invite is spent."""
    reserve.keep(laptop.store, laptop.home, now=world.now())
    leaves = laptop.leaves()
    for known in (False, True):
        rot(laptop, 2)
        laptop.store.logs.standing.damaged(is_so=known)
        with pytest.raises(Refused) as raised:
            laptop.begin_anew()
        assert (raised.value.code, raised.value.facts) == ("home-mended", {"count": 1})
        laptop.reopen()
        assert laptop.leaves() == leaves and laptop.store.closed is None and laptop.store.logs.damaged() == []
    laptop.exchange(world.line)
    assert world.hub_leaves(laptop.origin) == leaves


def test_a_join_in_its_place_finds_the_damage_itself_and_keeps_what_the_backup_has(world: World, laptop: Laptop) -> None:
    """The backup has the entries of its day: what was saved since rotted for good, and is a draft."""
    reserve.keep(laptop.store, laptop.home, now=world.now())
    laptop.log(title="Bốn", quantity=3)
    for index in (2, 4):
        rot(laptop, index)
    laptop.begin_anew()
    shown_here = {record.values.title: record.values.quantity for record in laptop.records().values()}
    assert {title: shown_here.get(title) for title in ("Hai", "Ba", "Bốn")} == {"Hai": 3, "Ba": 3, "Bốn": None}
    (draft,) = laptop.store.local.drafts()
    assert msgspec.json.decode(draft.typed, type=ActivityDraft).title == "Bốn"


def test_what_was_typed_over_what_rotted_is_one_draft_with_it_and_marked(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    """The activity does not come along, and a draft of it alone would stand on nothing."""
    rot(laptop, 2)
    (record,) = [key for key, one in laptop.records().items() if one.values.title == "Hai"]
    drafts.keep_unsaved(laptop.store, ActivityDraft(place="Bản mới"), record=record, now=world.now())
    drafts.keep(laptop.store, ActivityDraft(title="Khác"), id=0, record=None, now=world.now())
    laptop.begin_anew()
    found = {(kept.draft.title, kept.draft.place, kept.record, kept.damaged) for kept in drafts.kept(laptop.store)}
    assert found == {("Hai", "Bản mới", None, True), ("Khác", None, None, False)}
    file = tmp_path / "drafts"
    file.write_bytes(kept_drafts.written(laptop.store))
    assert kept_drafts.take(laptop.store, file).drafts == 0, "each is the same in a file, mark and all"


def test_another_laptop_takes_out_of_a_folder_and_its_backup_what_is_sound_there(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    reserve.keep(laptop.store, laptop.home, now=world.now())
    rot(laptop, 2)
    old, other = laptop.copied(tmp_path / "old"), world.laptop(UNIT)
    reserve.beside(laptop.home).rename(tmp_path / "old-backup")
    other.exchange(world.line)
    done = rescue(other.store, other.signer, LaptopHome(old), now=world.now(), random_bytes=world.random)
    assert (done.entries, done.damaged, other.store.local.drafts()) == (3, (), [])


def test_what_is_known_to_be_damaged_is_put_back_by_whatever_opens_the_folder(world: World, laptop: Laptop) -> None:
    """By a command, and by the program."""
    reserve.keep(laptop.store, laptop.home, now=world.now())
    home = laptop.home
    laptop.store.close()
    for opening in (
        lambda: soxa("field", "status", "--home", str(home.path)),
        lambda: Session(home, clock=world.now, random_bytes=world.random).close(),
    ):
        laptop.reopen()
        rot(laptop, 2)
        laptop.store.mending.look(10_000)
        assert laptop.store.closed is not None
        laptop.store.close()
        opening()
        laptop.reopen()
        assert laptop.store.closed is None and laptop.store.logs.damaged() == []


def test_what_rotted_is_never_shown_or_revised_as_if_it_were_what_was_signed(world: World, laptop: Laptop) -> None:
    """In a list, on the page of the activity, and where it is to be revised; other activities are as they were."""
    rot(laptop, 2)
    rows = {row.values.title: row for row in laptop.store.records.rows(ActivityFilter())}
    assert {title: row.altered for title, row in rows.items()} == {"Một": False, "Hai": True, "Ba": False}
    hai, ba = rows["Hai"].record, rows["Ba"].record
    assert laptop.store.records.page(hai).altered and not laptop.store.records.page(ba).altered
    size = laptop.store.logs.own.size
    with pytest.raises(Refused) as raised:
        revise_activity(laptop.store, laptop.signer, hai, ActivityDraft(), now=world.now(), random_bytes=world.random)
    assert (raised.value.code, laptop.store.logs.own.size) == ("altered-record", size)
    home = str(laptop.home.path)
    for command in (("list",), ("show", hai)):
        assert b"damaged" in soxa("field", *command, "--home", home).stdout
    assert b"its backup alone has it whole" in soxa("field", "show", hai, "--home", home).stdout
    assert b"damaged" not in soxa("field", "show", ba, "--home", home).stdout
    shown_rows = json.loads(soxa("field", "list", "--json", "--home", home).stdout)
    assert {row["title"]: row["damaged"] for row in shown_rows} == {"Một": False, "Hai": True, "Ba": False}


def test_a_stick_brings_what_stands_before_it(world: World, laptop: Laptop, tmp_path: Path) -> None:
    rot(laptop, 3)
    world.unpack(laptop.pack(tmp_path / "out.soxa"), tmp_path / "answer.soxa")
    assert len(world.hub_leaves(laptop.origin)) == 3
    assert laptop.store.closed is not None and laptop.store.closed.code == "home-damaged"
    laptop.unpack(tmp_path / "answer.soxa")
    laptop.store.close()
    joining.join(laptop.home, world.invite(UNIT), officer=None, passphrase=None, now=world.now(), random_bytes=world.random)
    laptop.reopen()
    assert len(laptop.store.local.drafts()) == 1


def test_each_entry_is_looked_at_once_as_it_goes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many wait behind it on a line that is cut."""
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    for number in range(300):
        laptop.log(title=f"Số {number}", text="x" * 400)
    laptop.store.local.set_setting("line-pace", "16384 16384")
    looked: list[int] = []
    real = type(laptop.store.logs).damaged

    def damaged(logs: Logs, start: int = 0, end: int = MAX_EXACT) -> list[tuple[Index, Hash]]:
        own = logs.own
        looked.append(min(end, own.size) - max(start, own.acked))
        return real(logs, start, end)

    monkeypatch.setattr(type(laptop.store.logs), "damaged", damaged)
    with pytest.raises(SoxaError):
        laptop.exchange(world.cut_request(0.5))
    assert 0 < sum(looked) < 60
    looked.clear()
    laptop.exchange(world.line)
    assert (sum(looked), laptop.store.logs.own.acked) == (300, 301)
    looked.clear()
    laptop.exchange(world.line)
    assert sum(looked) == 0


@pytest.mark.parametrize("has_reserve", [True, False])
def test_what_rots_far_behind_is_found_when_it_is_to_go(world: World, laptop: Laptop, *, has_reserve: bool) -> None:
    for number in range(300):
        laptop.log(title=f"Số {number}", text="x" * 400, quantity=3)
    leaves = laptop.leaves()
    if has_reserve:
        reserve.keep(laptop.store, laptop.home, now=world.now())
    laptop.store.local.set_setting("line-pace", "16384 16384")
    rot(laptop, 250)
    bodies: list[bytes] = []
    if has_reserve:
        laptop.exchange(world.recorded(bodies))
        assert world.hub_leaves(laptop.origin) == leaves and laptop.store.closed is None
    else:
        assert refused(laptop) == "home-damaged"
        assert laptop.store.logs.own.acked == 250 and world.hub_leaves(laptop.origin) == leaves[:250]


def test_what_rots_unsent_is_found_by_the_look_that_goes_around(laptop: Laptop) -> None:
    rot(laptop, 2)
    laptop.store.mending.look(10_000)
    assert laptop.store.closed is not None and laptop.store.closed.code == "home-damaged"
