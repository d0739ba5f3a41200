"""What rotted of all that a report rests on: its figures are neither signed nor printed nor told as changed, it is said
which activities are damaged, and once the true entries are back the officer goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from field.activities.entries import retract_activity
from field.printing.paper import paper
from field.reporting.damaged_figures import damage_words
from field.reporting.reports import outdated, preview, stated_words, submit
from field.store.counting import DamagedActivity, FiguresDamage
from field.store.rows import ActivityFilter
from hub.monitoring import reviews
from sync.errors import Refused
from sync.ledger import origins
from sync.ledger.entry import Narrative
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import speaking
from tests.command import soxa
from tests.world import HUB, Laptop, World

UNIT = "03390"
MONTH, EARLIER = "2026-11", "2026-10"
WORDS = Narrative(results="Tốt")


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    """A laptop and a colleague's, each with an activity of the month and one of the month before, all received, as is a
    report."""
    world = World(tmp_path)
    colleague, made = world.laptop(UNIT), world.laptop(UNIT)
    for each in (colleague, made):
        each.log(title="Họp bản", audience=40)
        each.log(title="Phát loa", audience=40, date="2026-10-01")
        each.exchange(world.line)
    send(made)
    made.exchange(world.line)
    yield made
    world.close()


def send(laptop: Laptop, period: str = MONTH) -> int:
    """Submit the month's report; how many people it says there were."""
    world = laptop.world
    said = submit(laptop.store, laptop.signer, period, WORDS, now=world.now(), random_bytes=world.random)
    return said.figures.total.audience


def refused(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as raised:
        act()
    return raised.value


def rot_shown(laptop: Laptop) -> None:
    """What is shown of the activities rots: 90 people each, not 40."""
    sql = laptop.store._sql
    for number, state in sql.execute("SELECT num, state FROM record").fetchall():
        assert state.count(b"audience\x28") == 1
        sql.execute("UPDATE record SET state = ? WHERE num = ?", (state.replace(b"audience\x28", b"audience\x5a"), number))


def rot(laptop: Laptop, old: str, new: str, where: str, *values: object) -> None:
    """Some bytes of an entry change on the disk."""
    sql = laptop.store._sql
    log, idx, line = sql.execute(
        f"SELECT log, idx, line FROM entry JOIN log ON log.id = entry.log WHERE {where}", values
    ).fetchone()
    assert line.count(old.encode()) == 1
    sql.execute("UPDATE entry SET line = ? WHERE log = ? AND idx = ?", (line.replace(old.encode(), new.encode()), log, idx))


def of_colleague(laptop: Laptop) -> str:
    return str(laptop.world.laptops[0].origin)


OWN, THEIRS = "log.id = 1 AND idx = 1", "origin = ? AND idx = 1"


@pytest.mark.parametrize("whose", ["own", "colleague"])
def test_a_report_that_counts_what_rotted_is_not_signed_and_goes_once_it_is_back(laptop: Laptop, whose: str) -> None:
    values = () if whose == "own" else (of_colleague(laptop),)
    rot(laptop, '"audience":40', '"audience":90', OWN if whose == "own" else THEIRS, *values)
    rot_shown(laptop)
    size = laptop.store.logs.own.size
    told = refused(lambda: send(laptop))
    assert (told.code, laptop.store.logs.own.size) == ("figures-damaged", size)
    assert "Họp bản" in str(told.facts["what"]) and "Phát loa" not in str(told.facts["what"])
    (damaged,) = preview(laptop.store, MONTH, laptop.world.now()).damaged.activities
    assert (damaged.title, damaged.date) == ("Họp bản", "2026-10-28")
    assert refused(lambda: paper(laptop.store, MONTH, made=laptop.world.now())).code == "figures-damaged"
    assert outdated(laptop.store) == []
    assert send(laptop, EARLIER) == 80, "what rotted is of another month"
    laptop.exchange(laptop.world.line)
    assert send(laptop) == 80
    laptop.exchange(laptop.world.line)
    assert laptop.records() == laptop.world.hub_records(UNIT)
    laptop.world.audit(laptop.world.folder / "bundle")


def test_the_commands_say_what_is_damaged_and_what_to_do(laptop: Laptop) -> None:
    rot(laptop, '"audience":40', '"audience":90', OWN)
    home = ("--home", str(laptop.home.path))
    shown = soxa("field", "report", MONTH, *home)
    assert shown.returncode == 0 and b"Damaged on this disk" in shown.stdout + shown.stderr
    for words in (("--submit",), ("-o", "bao-cao.docx")):
        said = soxa("field", "report", MONTH, *words, *home, folder=laptop.world.folder)
        assert (
            said.returncode == ExitCode.DAMAGED and "Họp bản".encode() in said.stderr and b"soxa field sync" in said.stderr
        )
    assert not (laptop.world.folder / "bao-cao.docx").exists()
    status = soxa("field", "status", *home)
    assert b"changed" not in status.stdout and b"damaged" in status.stdout


def test_what_is_shown_is_held_against_the_entries_before_it_is_summed(laptop: Laptop) -> None:
    """The row alone rotted: its sum, and the day by which it is in the month."""
    before = preview(laptop.store, MONTH, laptop.world.now())
    rot_shown(laptop)
    assert preview(laptop.store, MONTH, laptop.world.now()) == before
    laptop.store._sql.execute("UPDATE record SET date = '2025-01-01'")
    assert preview(laptop.store, MONTH, laptop.world.now()) == before
    assert not before.damaged and before.figures.total.audience == 80


def test_an_entry_of_which_it_is_not_known_what_it_was_stands_against_any_report(laptop: Laptop) -> None:
    """As after reading out: neither its bytes nor its activity."""
    laptop.store._sql.execute("UPDATE entry SET line = x'', kind = 'invalid', record = NULL WHERE log = 1 AND idx = 2")
    assert preview(laptop.store, "2027-03", laptop.world.now()).damaged == FiguresDamage((), 1)
    laptop.exchange(laptop.world.line)
    assert send(laptop) == 80


def test_an_activity_whose_other_entry_is_gone_from_what_is_shown_may_be_of_any_time(laptop: Laptop) -> None:
    record = str(laptop.store.records.rows(ActivityFilter(search="phat loa"))[0].record)
    laptop.revise(record, place="Bản Mới")
    laptop.exchange(laptop.world.line)
    of_it = "record = (SELECT num FROM record WHERE record.id = ?) ORDER BY idx LIMIT 1"
    rot(laptop, "2026-10-01", "2025-10-01", of_it, record)
    assert not preview(laptop.store, MONTH, laptop.world.now()).damaged, "as it stands it is of all its entries"
    with laptop.store.transaction():
        laptop.store.logs._projection.project(range(1, 5))
    assert preview(laptop.store, MONTH, laptop.world.now()).damaged.activities


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("Tốt", "Xấu", "kind = 'report'"),
        (UNIT, "03391", "kind = 'unit' AND CAST(line AS TEXT) LIKE '%03390%'"),
    ],
)
def test_a_report_and_a_units_statement_that_rotted_stand_against_it(laptop: Laptop, old: str, new: str, where: str) -> None:
    rot(laptop, old, new, where)
    assert stated_words(laptop.store, MONTH).results in ("Tốt", ""), "what rotted goes into no report"
    assert refused(lambda: send(laptop)).code == "figures-damaged"
    laptop.exchange(laptop.world.line)
    send(laptop)


def test_of_laptops_that_rotted_in_the_registry_no_figure_is_made(laptop: Laptop) -> None:
    rot(laptop, '"kind":"device"', '"kind":"devicx"', "kind = 'device' ORDER BY idx DESC LIMIT 1")
    assert send(laptop) == 80


def test_nobody_builds_on_what_rotted(laptop: Laptop) -> None:
    rot(laptop, '"audience":40', '"audience":90', OWN)
    (record,) = {row.record for row in laptop.store.records.rows(ActivityFilter()) if row.altered}
    size, world = laptop.store.logs.own.size, laptop.world
    told = refused(
        lambda: retract_activity(laptop.store, laptop.signer, record, "nhầm", now=world.now(), random_bytes=world.random)
    )
    assert (told.code, laptop.store.logs.own.size) == ("altered-record", size)
    assert all("nhầm" not in str(line.entry) for line in laptop.store.records.page(record).history)


def test_what_the_province_said_and_rotted_is_not_shown(laptop: Laptop) -> None:
    world, record = laptop.world, laptop.record_ids()[0]
    with world.store.writing() as transaction:
        reviews.review(
            transaction, world.keys, f"{UNIT}/{record}", "returned", "Xem lại", now=world.now(), random_bytes=world.random
        )
    laptop.exchange(world.line)
    rot(laptop, "Xem lại", "Xem mãi", "kind = 'review'")
    assert laptop.store.reporting.messages() == []
    laptop.store.look(10_000)
    laptop.exchange(world.line)
    assert [getattr(message.entry, "comment", "") for message in laptop.store.reporting.messages()] == ["Xem lại"]


def test_what_rotted_is_no_habit_and_no_clock(laptop: Laptop) -> None:
    laptop.log(channel="meeting")
    laptop.log(channel="commune-radio")
    laptop.exchange(laptop.world.line)
    rot(laptop, "commune-radio", "commune-rodio", "CAST(line AS TEXT) LIKE '%commune-radio%'")
    assert laptop.store.records.habits("channel") == ["meeting"]
    rotten = laptop.store.logs.own.size - 1
    assert rotten not in [index for index, *_rest in laptop.store.logs.own_times(10)]


def test_a_registry_that_rotted_is_not_read_as_what_was_signed(laptop: Laptop) -> None:
    rot(laptop, UNIT, "03391", "kind = 'unit' AND CAST(line AS TEXT) LIKE '%03390%'")
    assert "03391" not in laptop.store.logs.registry().units
    laptop.store.counting.altered()
    assert [each.origin for each in laptop.store.mending.lost] == [origins.registry(HUB)]


def test_many_are_named_by_the_first_and_their_number() -> None:
    each = [DamagedActivity(f"0000000{number}-aaaa-bbbb", "2026-10-28", f"Việc {number}") for number in range(8)]
    with speaking("en"):
        assert damage_words(FiguresDamage(tuple(each), 2)) == (
            "“Việc 0” of 28/10/2026 (…aaa-bbbb); “Việc 1” of 28/10/2026 (…aaa-bbbb); “Việc 2” of 28/10/2026 (…aaa-bbbb); "
            "“Việc 3” of 28/10/2026 (…aaa-bbbb); “Việc 4” of 28/10/2026 (…aaa-bbbb); 3 activities more; "
            "2 entries that are of no activity that can be told"
        )
