"""Which differences of a filed annex may be the work of a newer program, and which prove that it is false: each clause of
the rule, with what it lets pass and what it does not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar, cast
from unittest import mock

import msgspec
import openpyxl
import pytest

from field.reporting.reports import submit
from field.store import logs
from hub.registry import unit_changes
from sync.annex.model import Annex, CountRow, Sums
from sync.audit.recount_outcome import RecountOutcome
from sync.encoding.types import Index
from sync.ledger.entry import Narrative, Noted, Report
from sync.ledger.figures import By
from tests import later
from tests.field.alone import report
from tests.hub.export.documents.reported import bundled, checked, filed, gathered, soxa
from tests.test_one_state import PLAN, History
from tests.world import Laptop

UNIT, OTHER, HEIR = "03390", "03405", "09901"
KINDS = (".xlsx", ".csv", ".json")
Place = tuple[str, str]
_Sums = TypeVar("_Sums", bound=Sums)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """A province in which one activity was logged and taken in."""
    made = History(tmp_path / "province")
    made.take(("log", 0, 2))
    made.take(("exchange", 0, 0))
    made.take(("exchange", 3, 0))
    yield made
    made.world.close()


def write_later(history: History, laptop: Laptop) -> None:
    """A newer program on a laptop logs what this one cannot read."""
    entry = Noted(salt=history.world.random(8).hex(), at=history.world.now(), directive=PLAN.id, position=Index(0))
    line = msgspec.json.encode(msgspec.to_builtins(entry) | {"kind": "of-a-later-time"})
    with mock.patch.object(logs, "encode", lambda _entry: line):
        laptop.store.logs.append([entry], laptop.signer)
    laptop.exchange(history.world.line)


def report_later(history: History, laptop: Laptop, period: str = "2026-11") -> Report:
    """A newer program on a laptop reports by rules that this one does not know."""
    made = report(period, author=laptop.signer, index=laptop.store.logs.own.size, level=9)
    laptop.store.logs.append([made], laptop.signer)
    laptop.exchange(history.world.line)
    return made


def more(annex: Annex, *places: Place, name: str | None = None) -> Annex:
    """The annex with five more activities in the rows of these tables and keys, or of another name."""
    for table, key in places:
        if table == "total":
            annex = msgspec.structs.replace(annex, total=_raised(annex.total))
            continue
        rows = annex.tables[cast(By, table)]
        assert key in [row.key for row in rows], (table, key)
        changed = tuple(
            row if row.key != key else msgspec.structs.replace(row, name=name) if name else _raised(row) for row in rows
        )
        annex = with_rows(annex, table, changed)
    return annex


def with_rows(annex: Annex, table: str, rows: tuple[CountRow, ...]) -> Annex:
    return msgspec.structs.replace(annex, tables=annex.tables | {cast(By, table): rows})


def _raised(sums: _Sums) -> _Sums:
    return msgspec.structs.replace(sums, activities=sums.activities + 5)


def counted(unit: str, *but: str) -> list[Place]:
    """Where the activities of a unit count, by what they say of themselves: nothing."""
    tables = ("topic", "channel", "directive", "task", "audience", "body", "total")
    return [place for place in [("unit", unit), *((table, "") for table in tables)] if place[0] not in but]


def standing(annex: Annex, unit: str, **said: object) -> Annex:
    """The annex with another standing of a unit."""
    rows = tuple(msgspec.structs.replace(row, **said) if row.unit == unit else row for row in annex.standings)
    return msgspec.structs.replace(annex, standings=rows)


def outcome_of(history: History, annex: Annex, kind: str) -> RecountOutcome:
    found = checked(history.world, filed(history.world.folder, annex, kind))
    assert not found.faults
    return found


def reported(history: History) -> None:
    """The first laptop's unit reports the month, and the hub has it."""
    laptop, world = history.laptops[0], history.world
    submit(laptop.store, laptop.signer, "2026-11", Narrative(results="Xong"), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)


def is_false(history: History, annex: Annex, kind: str = ".json") -> bool:
    """Whether a changed annex is shown to be false; else all that differs in it is undecided, and something does."""
    found = outcome_of(history, annex, kind)
    assert bool(found.differences) == found.false
    assert found.differences or found.undecided
    return found.false


@pytest.mark.parametrize("kind", KINDS)
def test_an_unread_entry_may_count_for_its_own_unit_and_in_what_sums_over_units(history: History, kind: str) -> None:
    assert is_false(history, more(gathered(history.world), *counted(UNIT)), kind)
    write_later(history, history.laptops[0])
    annex = gathered(history.world)
    assert outcome_of(history, annex, kind).undecided == () and outcome_of(history, annex, kind).unread == 1
    assert not is_false(history, more(annex, *counted(UNIT)), kind)
    assert is_false(history, more(annex, *counted(OTHER)), kind)
    assert is_false(history, more(annex, ("unit", UNIT), name="Xã khác"), kind)
    assert is_false(history, more(annex, ("channel", ""), name="Loa"), kind)
    assert is_false(history, more(annex, ("topic", "")), kind), "by more than the unit has"
    row = next(row for row in annex.tables["topic"] if row.key == "")
    other = with_rows(annex, "topic", (msgspec.structs.replace(row, activities=row.activities - 1),))
    assert not is_false(history, other, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_filed_must_add_up_all_the_same(history: History, kind: str) -> None:
    write_later(history, history.laptops[0])
    annex = gathered(history.world)
    assert is_false(history, more(annex, ("total", "")), kind)
    for table in ("unit", "channel", "directive", "task", "audience", "total"):
        assert is_false(history, more(annex, *counted(UNIT, table)), kind), table
        assert is_false(history, more(annex, (table, UNIT if table == "unit" else "")), kind), table


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_stands_twice_or_out_of_its_place_is_never_explained(history: History, kind: str) -> None:
    write_later(history, history.laptops[0])
    annex = gathered(history.world)
    units = annex.tables["unit"]
    mine = [row for row in units if row.key == UNIT]
    for rows in ((*units, *mine), (*mine, *units), units[::-1]):
        changed = with_rows(annex, "unit", rows)
        assert is_false(history, changed, kind)
    without = tuple(row for row in units if row.key != OTHER)
    assert is_false(history, with_rows(annex, "unit", without), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_undecided_hides_no_wrong_order_of_rows(history: History, kind: str) -> None:
    write_later(history, history.laptops[0])
    annex = gathered(history.world)
    undecided = more(annex, *counted(UNIT))
    assert not is_false(history, undecided, kind)
    before = len(outcome_of(history, undecided, kind).undecided)
    swapped = msgspec.structs.replace(
        undecided, tables=undecided.tables | {"unit": tuple(reversed(undecided.tables["unit"]))}
    )
    found = outcome_of(history, swapped, kind)
    assert len(found.undecided) == before and len(found.differences) == 1
    (order,) = found.differences
    first, last = (undecided.tables["unit"][at].key for at in (0, -1))
    assert order.column == "" and last in (order.stated or "") and first in (order.recomputed or "")


def test_a_row_may_be_there_for_what_an_unread_entry_counts_under(history: History) -> None:
    write_later(history, history.laptops[0])
    annex = more(gathered(history.world), ("unit", UNIT), ("total", ""))
    for table, key, name in (
        ("channel", "commune-radio", "Truyền thanh cấp xã"),
        ("directive", "x", "x"),
        ("task", "x#1", "1"),
        ("audience", "1-49", "1–49 người"),
        ("body", "digital-team", "Tổ công nghệ số cộng đồng"),
        ("language", "hmn", "Tiếng Mông"),
    ):
        row = CountRow(key=key, name=name, activities=5, quantity=0, audience=0, minutes=0)
        annex = with_rows(annex, table, (row, *annex.tables[cast(By, table)]))
    assert not is_false(history, annex)


@pytest.mark.parametrize("kind", KINDS)
def test_an_unread_entry_or_report_may_answer_for_its_unit_and_for_no_other(history: History, kind: str) -> None:
    annex = gathered(history.world)
    said = {"standing": "on-time", "received": annex.made - 1, "claimed": annex.made - 1}
    assert is_false(history, standing(annex, UNIT, **said), kind)
    write_later(history, history.laptops[0])
    annex = gathered(history.world)
    assert not is_false(history, standing(annex, UNIT, **said), kind)
    assert is_false(history, standing(annex, OTHER, **said), kind)
    assert is_false(history, standing(annex, UNIT, **said, name="Xã khác"), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_an_unread_report_explains_no_count(history: History, kind: str) -> None:
    report_later(history, history.laptops[0])
    annex = gathered(history.world)
    (row,) = (row for row in annex.standings if row.unit == UNIT)
    assert row.received is not None and outcome_of(history, annex, kind).unread == 1
    missing = {"standing": "due", "received": None, "claimed": None, "provisional": False}
    assert not is_false(history, standing(annex, UNIT, **missing), kind)
    assert is_false(history, standing(annex, OTHER, standing="late"), kind)
    assert is_false(history, more(annex, *counted(UNIT)), kind)


def test_an_unread_report_explains_no_standing_of_another_period(history: History) -> None:
    report_later(history, history.laptops[0], "2026-09")
    annex = gathered(history.world)
    (row,) = (row for row in annex.standings if row.unit == UNIT)
    assert row.received is None and outcome_of(history, annex, ".json").unread == 1
    assert is_false(history, standing(annex, UNIT, standing="on-time", received=annex.made - 1, claimed=annex.made - 1))


def test_a_sum_of_standings_must_be_that_of_the_rows(history: History, tmp_path: Path) -> None:
    write_later(history, history.laptops[0])
    annex = gathered(history.world)
    said = {"standing": "on-time", "received": annex.made - 1, "claimed": annex.made - 1}
    file = filed(history.world.folder, standing(annex, UNIT, **said))
    assert not checked(history.world, file).false
    for sheet, head, column in (("Tổng hợp", "Đúng hạn", 2), ("Ai đã báo cáo", "Tổng cộng", 2)):
        book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
        (row,) = (cells for cells in book[sheet].iter_rows() if cells[0].value == head)
        row[column - 1].value = 7 if sheet == "Tổng hợp" else "Đã báo cáo 7 trên 38 đơn vị"
        changed = tmp_path / "changed.xlsx"
        book.save(changed)
        (difference,) = checked(history.world, changed).differences
        assert difference.row == head


def test_an_unread_entry_may_count_for_every_heir_that_its_unit_ever_had(history: History) -> None:
    write_later(history, history.laptops[0])
    with history.world.store.writing() as transaction:
        unit_changes.merge(
            transaction,
            history.world.keys,
            [UNIT, "03394"],
            HEIR,
            name="Hợp Nhất",
            type="xã",
            since="2026-11-01",
            now=history.world.now(),
            random_bytes=history.world.random,
        )
    annex = gathered(history.world)
    row = CountRow(key=HEIR, name="Xã Hợp Nhất", activities=0, quantity=0, audience=0, minutes=0)
    rows = annex.tables["unit"]
    if HEIR not in [found.key for found in rows]:
        rows = tuple(sorted([*rows, row], key=lambda found: found.key))
    annex = with_rows(annex, "unit", rows)
    for unit, false in ((HEIR, False), (UNIT, False), (OTHER, True)):
        assert is_false(history, more(annex, *counted(unit))) is false, unit
    said = {"standing": "on-time", "received": annex.made - 1, "claimed": annex.made - 1}
    assert not is_false(history, standing(gathered(history.world), HEIR, **said))


@pytest.mark.parametrize("choice", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_a_directive_that_is_not_read_may_explain_standings_and_no_count(history: History, kind: str, choice: int) -> None:
    """Who owes a report follows from directives: units that are listed may owe it by what is not read, and the figures are
    none of its business."""
    before = gathered(history.world)
    assert {UNIT, OTHER} <= {row.unit for row in before.standings}
    history.take(("direct", 0, choice))
    annex = gathered(history.world)
    assert annex.standings == ()
    assert is_false(history, with_rows(annex, "unit", before.tables["unit"]), kind), "rows of units that owe nothing"
    owed = with_rows(msgspec.structs.replace(annex, standings=before.standings), "unit", before.tables["unit"])
    assert not is_false(history, owed, kind)
    said = {"standing": "on-time", "received": annex.made - 1, "claimed": annex.made - 1}
    for unit in (UNIT, OTHER):
        assert not is_false(history, standing(owed, unit, **said), kind)
        assert is_false(history, more(owed, *counted(unit)), kind)
    twice = msgspec.structs.replace(owed, standings=(before.standings[0], *before.standings))
    assert is_false(history, twice, kind)
    assert is_false(history, msgspec.structs.replace(owed, due=annex.due + 86_400), kind)


def test_a_sum_of_the_units_that_owe_a_report_is_that_of_the_rows(history: History) -> None:
    before = gathered(history.world)
    history.take(("direct", 0, 1))
    annex = gathered(history.world)
    owed = with_rows(msgspec.structs.replace(annex, standings=before.standings), "unit", before.tables["unit"])
    book = openpyxl.load_workbook(filed(history.world.folder, owed))
    sheet = book["Tổng hợp"]
    (row,) = (line for line in sheet.iter_rows() if line[0].value == "Số đơn vị")
    assert row[1].value == len(before.standings)
    row[1].value = 7
    path = history.world.folder / "edited.xlsx"
    book.save(path)
    assert checked(history.world, path).false


def test_a_directive_that_asks_for_nothing_in_the_period_explains_nothing(history: History) -> None:
    reported(history)
    later.state(history.world, later.line(later.plan("ended", "1/KH", valid_to="2026-10-02", needs=("spans",))))
    annex = gathered(history.world)
    said: dict[str, object] = {"standing": "missing", "received": None, "claimed": None}
    assert is_false(history, standing(annex, UNIT, **said))
    later.state(history.world, later.line(later.plan("held", "2/KH", valid_to="2026-11-02", needs=("spans",))))
    assert not is_false(history, standing(gathered(history.world), UNIT, **said))


@pytest.mark.parametrize("kind", KINDS)
def test_a_directive_that_is_not_read_can_only_ask_for_more(history: History, kind: str) -> None:
    """One more duty may make a unit late or silent that answered all the others. It makes nobody report who did not."""
    reported(history)
    later.state(history.world, later.line(later.plan("held", "2/KH", valid_to="2026-11-02", needs=("spans",))))
    annex = gathered(history.world)
    stands = {row.unit: row.standing for row in annex.standings}
    assert (stands[UNIT], stands[OTHER]) == ("on-time", "due")
    for better in ("on-time", "late"):
        said = {"standing": better, "received": annex.made - 1, "claimed": annex.made - 1}
        assert is_false(history, standing(annex, OTHER, **said), kind)
    for worse in ("late", "due"):
        assert not is_false(history, standing(annex, UNIT, standing=worse), kind)


def test_a_duty_that_is_not_read_beside_one_that_is_only_asks_for_more(history: History) -> None:
    """The period is of the duty that can be read; its days and figures are known."""
    reported(history)
    later.state(history.world, later.OPAQUE_DUTY)
    annex = gathered(history.world, "72/KH-UBND@2026-11")
    assert is_false(history, more(annex, ("unit", OTHER)))
    assert is_false(history, msgspec.structs.replace(annex, start="2026-10-01"))
    said = {"standing": "on-time", "received": annex.made - 1, "claimed": annex.made - 1}
    assert is_false(history, standing(annex, OTHER, **said))
    assert not is_false(history, standing(annex, UNIT, standing="late"))


def test_the_tasks_of_a_directive_that_is_not_read_may_have_names(history: History) -> None:
    history.laptops[0].log(date="2026-10-28", directive=PLAN.id, task="19")
    history.laptops[0].exchange(history.world.line)
    history.take(("direct", 0, 1))
    task = ("task", f"{PLAN.id}#19")
    assert is_false(history, more(gathered(history.world), task, name="19. Phát thanh"))
    history.take(("direct", 0, 2))
    annex = gathered(history.world)
    assert not is_false(history, more(annex, task, name="19. Phát thanh"))
    assert is_false(history, more(annex, ("directive", PLAN.id), name="Kế hoạch"))


def test_a_period_of_a_directive_that_is_not_read_may_gather_other_days(history: History) -> None:
    history.laptops[0].log(date="2026-10-28", directive=PLAN.id)
    history.laptops[0].exchange(history.world.line)
    name = f"{PLAN.number}@2026-11"
    places = [("unit", UNIT), ("topic", ""), ("channel", ""), ("directive", PLAN.id), ("task", ""), ("audience", "")]
    places.append(("body", ""))
    annex = gathered(history.world, name)
    assert is_false(history, more(annex, *places, ("total", "")))
    later.state(history.world, later.line(later.plan("other", "1/KH", needs=("spans",))))
    assert is_false(history, more(gathered(history.world, name), *places, ("total", ""))), "another directive"
    history.take(("direct", 0, 1))
    annex = gathered(history.world, name)
    assert not is_false(history, more(annex, *places, ("total", "")))
    assert not is_false(history, msgspec.structs.replace(annex, start="2026-10-01", due=annex.due + 86_400))
    assert is_false(history, more(annex, *places))


def test_an_entry_of_the_registry_that_is_not_read_may_explain_every_cell_that_agrees_with_the_others(
    history: History,
) -> None:
    annex = gathered(history.world)
    assert is_false(history, msgspec.structs.replace(annex, province="Lai Châu mới"))
    later.state(history.world, b'{"kind":"era","salt":"0000000000000000","at":1793000000,"what":"x"}')
    annex = gathered(history.world)
    for changed in (msgspec.structs.replace(annex, province="Lai Châu mới"), more(annex, *counted(UNIT))):
        assert not is_false(history, changed)
    assert is_false(history, more(annex, ("total", "")))
    twice = msgspec.structs.replace(annex, standings=(annex.standings[0], *annex.standings))
    assert is_false(history, twice)


def test_what_is_false_and_what_is_not_decided_are_told_apart(history: History) -> None:
    write_later(history, history.laptops[0])
    annex = gathered(history.world)
    undecided = more(annex, *counted(UNIT))
    false = standing(undecided, OTHER, standing="late")
    key = history.world.keys.logs.verifier.vkey()

    def told(changed: Annex) -> tuple[int, str, str]:
        path = filed(history.world.folder, changed, ".xlsx")
        words = ("audit", "report", str(bundled(history.world)), str(path), "--key", key)
        done = soxa(history.world.folder, *words)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    code, out, errors = told(undecided)
    apart = "Otherwise here, and what only a newer program can read may be why:\n"
    assert code == 4 and errors.startswith("NOT DECIDED: ") and out.startswith(apart)
    code, out, errors = told(false)
    assert code == 1 and errors.startswith("NOT PROVEN: ")
    before, _apart, after = out.partition(apart)
    assert OTHER in before and UNIT not in before and UNIT in after and OTHER not in after
    code, out, errors = told(annex)
    assert code == 0 and out.startswith("PROVEN: ") and apart not in out


def test_an_entry_beyond_what_was_accepted_explains_nothing(history: History) -> None:
    annex = gathered(history.world)
    write_later(history, history.laptops[0])
    assert is_false(history, more(annex, *counted(UNIT)))
