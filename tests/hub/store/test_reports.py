"""Report entries in the store: as they were received, in that order."""

from __future__ import annotations

from hub.store import Transaction
from hub.store.rows import ReportRow
from sync.encoding.types import Instant, Origin
from sync.ledger.report_verdict import VALID, JudgedReport


def received(trying: Transaction, log: int, idx: int, at: int, *, unit: str = "03390", after: int | None = 5) -> ReportRow:
    row = ReportRow(
        unit=unit,
        period="2026-11",
        claimed=Instant(at - 10),
        after=None if after is None else Instant(after),
        received=Instant(at),
        provisional=after is None,
        log=log,
        idx=idx,
    )
    trying.reports.add(row)
    return row


def test_reports_come_back_whole_in_the_order_in_which_they_were_received(trying: Transaction) -> None:
    first, second = (trying.logs.add(Origin(f"soxa.example/device/{name}"), "03390").id for name in ("aaaa", "bbbb"))
    late = received(trying, first, 1, 3000)
    same_time = [received(trying, second, 0, 2000, unit="03394"), received(trying, first, 7, 2000)]
    early = received(trying, second, 9, 1000, after=None)
    assert list(trying.reports.all()) == [early, same_time[1], same_time[0], late]
    assert list(trying.reports.all("03390")) == [early, same_time[1], late]
    assert list(trying.reports.all("03394")) == [same_time[0]]
    assert list(trying.reports.all("03405")) == []


def test_a_report_waits_until_it_is_judged_and_answers_if_it_is_right_or_cannot_be_read(trying: Transaction) -> None:
    log = trying.logs.add(Origin("soxa.example/device/aaaa"), "03390").id
    new, waits, false, unread, right = (received(trying, log, idx, 1000 + idx) for idx in range(5))
    elsewhere = received(trying, trying.logs.add(Origin("soxa.example/device/bbbb"), "03405").id, 0, 2000, unit="03405")
    judged = {
        waits: JudgedReport("covers-more", "covers-what-is-not-here", {"device": "aaaa", "size": 2**53}),
        false: JudgedReport("false-report", "other-figures", {"by": "", "stated": 9, "counted": None}),
        unread: JudgedReport("unread", "newer-level", {"level": 2, "known": 1}),
        right: VALID,
    }
    for row, verdict in judged.items():
        trying.reports.judge(row, verdict)
    rows = list(trying.reports.all())
    assert {row.idx: row.judged for row in rows if row.log == log and row.idx} == {
        row.idx: verdict for row, verdict in judged.items()
    }
    assert [row.idx for row in trying.reports.answering()] == [unread.idx, right.idx]
    assert [row.idx for row in trying.reports.answering("03390")] == [unread.idx, right.idx]
    assert list(trying.reports.answering("03405")) == []
    assert [row.idx for row in trying.reports.waiting("03390")] == [new.idx, waits.idx]
    assert trying.reports.waiting("03405") == [elsewhere]
    assert [(row.unit, row.idx) for row in trying.reports.not_valid()] == [
        ("03390", 0),
        ("03390", 1),
        ("03390", 2),
        ("03390", 3),
        ("03405", 0),
    ]
    trying.reports.judge(waits, VALID)
    assert [row.idx for row in trying.reports.answering()] == [waits.idx, unread.idx, right.idx]
