"""Reports that parties make by hand: right ones of what some logs hold, and any lie that is made of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.store.rows import ReportRow
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant, Size
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger.entry import Narrative, Position, Report
from sync.ledger.figures import commitment, count
from sync.ledger.period import parse
from sync.ledger.unit_records import UnitRecords
from sync.ledger.versions import versions_among
from tests.hub.intake.party import Party
from tests.world import World

PERIOD = "2026-11"


def report_of(party: Party, others: Mapping[Party, int] | None = None, period: str = PERIOD, **changes: Any) -> Report:
    """A report that a party adds to its log next, right for that log and so much of others', but for what is changed."""
    covers = {party.device: Size(len(party.lines))}
    covers |= {other.device: Size(size) for other, size in (others or {}).items()}
    logs = [(each.device, list(versions_among(each.lines))) for each in (party, *(others or ()))]
    counted = UnitRecords(logs).counted(covers, parse(PERIOD, ()))
    good: dict[str, Any] = {
        "salt": f"{len(party.lines):016x}",
        "at": Instant(77),
        "period": period,
        "covers": tuple(Position(device, size) for device, size in sorted(covers.items())),
        "records": len(counted.activities),
        "root": tobase64(commitment(counted.heads)),
        "figures": count(counted.activities),
        "narrative": Narrative(results="Xong"),
    }
    return Report(**(good | changes))


def rows_of(world: World, party: Party) -> list[ReportRow]:
    """The hub's rows of the reports in a party's log, in its order."""
    with world.store.reading() as transaction:
        log = transaction.logs.get(party.origin)
        assert log is not None
        return sorted((row for row in transaction.reports.all() if row.log == log.id), key=lambda row: row.idx)


def verdicts(world: World, party: Party) -> list[tuple[str, str]]:
    """The verdict and code of each report in a party's log."""
    return [(row.verdict, row.code) for row in rows_of(world, party)]


def held(world: World, party: Party) -> list[tuple[int, str, str]]:
    """What the hub holds of a party's log: index, word, and the code in the detail."""
    with world.store.reading() as transaction:
        log = transaction.logs.get(party.origin)
        assert log is not None
        found: tuple[QuarantinedEntry, ...] = transaction.logs.quarantined(log.id, 1_000)
    return [(entry.index, entry.why, entry.detail.partition(":")[0]) for entry in found]
