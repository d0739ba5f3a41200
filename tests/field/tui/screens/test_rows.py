"""Activities as lines of a list, and what a filter is limited to, in words."""

from __future__ import annotations

from pathlib import Path

from field.home import LaptopHome
from field.session import Session
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from field.tui.screens.rows import columns, filter_words, lines_of
from field.tui.themes import STATE_COLOURS
from field.tui.widgets.record_table import RecordLine
from sync.ledger.period import parse
from sync.wording.names import term
from sync.wording.statuses import status_words
from tests.field.alone import NOW, PLAN, activity, random_bytes, signer


def test_lines_are_read_as_they_come_into_sight_below_what_comes_first(store: LaptopStore, tmp_path: Path) -> None:
    store.logs.append([activity(f"Số {number}") for number in range(5)], signer())
    session = Session(LaptopHome(tmp_path / "laptop"), clock=lambda: NOW, random_bytes=random_bytes)
    draft = RecordLine("draft:1", "", "nháp", "$warning", "", "Đang viết")
    lines = lines_of(session, ActivityFilter(), [draft])
    assert lines.count == 6
    assert lines.read(0, 2)[0] == draft
    titles = [line.title for start in range(0, 6, 2) for line in lines.read(start, 2)]
    assert titles == ["Đang viết", "Số 4", "Số 3", "Số 2", "Số 1", "Số 0"]
    assert lines.read(6, 2) == []
    (first,) = lines.read(1, 1)
    assert (first.date, first.state, first.colour) == ("26/10/2026", status_words("unsent"), STATE_COLOURS["unsent"])
    assert len(columns()) == 4
    session.close()


def test_a_filter_says_each_of_its_limits_by_its_name() -> None:
    period = parse("2026-11", ())
    wanted = ActivityFilter(
        search="loa", period=period, topic="digital-skills", channel="", directive=PLAN.id, task="19", status="unsent"
    )
    told = filter_words(wanted, {PLAN.id: PLAN.name})
    assert told[0] == "tháng 11/2026"
    assert told[1] == term("topics", "digital-skills")
    assert PLAN.name in told and status_words("unsent") == told[-1]
    assert len(told) == 6
    assert filter_words(ActivityFilter(search="loa"), {}) == []
