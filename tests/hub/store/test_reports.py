"""Report entries in the store: as they were received, in that order."""

from __future__ import annotations

from hub.store import Transaction
from hub.store.rows import ReportRow
from sync.encoding import Instant, Origin


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
