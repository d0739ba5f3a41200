"""Who owes, who answered and who is missing is the same at every face, whatever was asked of whom: laptop, board, list of
those to be urged, document, annexes and audit, on random provinces.

`SOXA_EXAMPLES` may say how many of them are lived; each has a hub, laptops and their logs of its own.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from field.reporting.deadlines import DuePeriod
from hub.monitoring.board import BoardCell, BoardColumn
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger.obligations import Obligations
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.wording.dates import day_at_in_document
from tests.hub.lived import faces
from tests.hub.lived.histories import Drawn, History, histories
from tests.world import Laptop

EXAMPLES = int(os.environ.get("SOXA_EXAMPLES", "40"))
_BEHIND, _AHEAD = 88 * DAY_SECONDS, 58 * DAY_SECONDS
"""How far from now a laptop surely lists what its unit owes, in seconds."""
_REPORTED = ("returned", "unsent", "accepted", "received")


def upward(lived: History, period: Period, now: Instant, folder: Path, bundle: Path) -> faces.Sets:
    """The sets by what goes upward: annexes, document and audit say the same."""
    papers = faces.papers(lived.world, period, now, folder)
    by_file = {path.suffix: faces.of_annex(path) for path in papers.paths}
    assert by_file[".json"] == by_file[".csv"] == by_file[".xlsx"], period.name
    said = by_file[".json"]
    for path in papers.paths:
        outcome = faces.audited(lived.world, bundle, path)
        assert not outcome.false and not outcome.undecided, (period.name, outcome.faults, outcome.differences)
    told = faces.told(papers.document)
    counted = faces.counted(lived.world, period, now)
    reported = {unit for unit, standing in counted.items() if standing in ("on-time", "claimed-on-time", "late")}
    sent_back = {unit for unit, standing in counted.items() if standing == "returned"}
    assert (set(counted), reported | sent_back) == (set(said.owed), set(said.answered)), period.name
    assert {row.unit: row.standing for row in papers.annex.standings} == counted, "annex and board say the same of answers"
    if said.owed:
        assert faces.reported(papers.document) == (len(reported), len(said.owed)), period.name
        named = {row.unit: row.name for row in papers.annex.standings}
        count, names = told.get("returned", (0, ""))
        assert count == len(sent_back) and all(named[unit] in names for unit in sent_back), period.name
        assert "vẫn ghi ở đó" not in faces.text(papers.document), "document and annex say the same"
        last = f"đến hết {day_at_in_document(Instant(period.due - 1))}", f"trước {day_at_in_document(period.due)}"
        assert any(f"gửi báo cáo: {by}." in faces.text(papers.document) for by in last), period.name
        assert faces.of_table(papers.document) == said, period.name
        assert sum(count for count, _names in told.values()) == len(said.owed)
        missing = [row for row in papers.annex.standings if row.standing == "missing"]
        count, names = told.get("missing", (0, ""))
        assert count == len(missing) and all(row.name in names for row in missing)
    return said


def look(lived: History, folder: Path) -> None:
    """All faces say the same of every period now."""
    world = lived.world
    bundle = faces.bundled(world)
    now = world.now()
    known = faces.registry(world)
    history = UnitHistory(known)
    columns = faces.columns(faces.boards(world, (2025, 2026, 2027), now))
    listed = [faces.periods(laptop, now) for laptop in lived.laptops]
    for name, (column, cells) in columns.items():
        said = upward(lived, column.period, now, folder, bundle)
        assert faces.of_board(cells) == said, name
        check_urged(lived, column.period, now, cells, said)
        check_parts(lived, known, column, said, now, folder, bundle)
        for laptop, periods in zip(lived.laptops, listed, strict=True):
            if -_BEHIND < column.period.due - now < _AHEAD:
                check_laptop(laptop, history, column.period, periods.get(name), said, cells, now)
    for laptop, periods in zip(lived.laptops, listed, strict=True):
        owing = {name for name, due in periods.items() if due.asked_by and due.period.start <= day_of(now).isoformat()}
        assert owing <= columns.keys(), laptop.unit
        overdue = {line.period for line in faces.agenda(laptop, now) if line.state == "overdue"}
        assert overdue == {name for name, due in periods.items() if due.status == "overdue"}, laptop.unit


def check_urged(lived: History, period: Period, now: Instant, cells: dict[str, BoardCell], said: faces.Sets) -> None:
    """Those are urged who owe it and have not answered, and of whom nothing came that cannot be read; and whose report was
    returned."""
    urged = faces.urged(lived.world, period, now)
    returned = {code for code, unit in urged.items() if unit.returned}
    assert returned == {code for code, cell in cells.items() if cell.standing == "returned"}, period.name
    silent = {code for code in said.owed - said.answered if not cells[code].unread}
    assert {code for code in urged if code not in returned} - silent <= said.owed - said.answered, period.name
    assert silent <= urged.keys() and urged.keys() <= said.owed, period.name


def check_laptop(
    laptop: Laptop,
    history: UnitHistory,
    period: Period,
    due: DuePeriod | None,
    said: faces.Sets,
    cells: dict[str, BoardCell],
    now: Instant,
) -> None:
    """A laptop says of its own unit what the desk says; of one that is merged, that it owes."""
    day = period.last_day.isoformat()
    heir = history.successor(laptop.unit, day)
    asked = due is not None and bool(due.asked_by)
    assert asked == (heir in said.owed), (laptop.unit, period.name)
    if due is None or not asked or heir != laptop.unit or history.predecessors(laptop.unit, day):
        return
    told = (laptop.unit, period.name, due.status, cells[heir])
    assert (due.status in _REPORTED) == (heir in said.answered), told
    assert (due.status == "overdue") == (heir in said.missing), told
    assert (due.status == "returned") == (cells[heir].standing == "returned"), told


def check_parts(
    lived: History, known: Registry, column: BoardColumn, said: faces.Sets, now: Instant, folder: Path, bundle: Path
) -> None:
    """What each directive asks for under its own name is owed together by whom the board says, and answered by whom has
    answered all that was asked of them."""
    parts = {owed.period for owed in Obligations(known).of(column.period)}
    found = []
    for part in parts - {column.period}:
        path = faces.annex_file(lived.world, part, now, folder)
        outcome = faces.audited(lived.world, bundle, path)
        assert not outcome.false and not outcome.undecided, (part.name, outcome.faults, outcome.differences)
        found.append(faces.of_annex(path))
    if found:
        owed = frozenset[str]().union(*(sets.owed for sets in found))
        silent = frozenset[str]().union(*(sets.owed - sets.answered for sets in found))
        assert (owed, owed - silent) == (said.owed, said.answered), column.period.name


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking a history takes minutes
)
@given(histories())
def test_the_sets_of_all_faces_are_the_same(drawn: Drawn) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lived = History(Path(folder), drawn)
        try:
            for day in lived.days():
                lived.live(day)
                if day in drawn.looks:
                    lived.sync_all()
                    look(lived, Path(folder))
        finally:
            lived.world.close()
