"""An annex gathered from the hub's store: the same that an auditor computes from a bundle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from hub import own_logs
from hub.handing_on import look
from hub.home import Keys
from hub.monitoring import counts as counting
from hub.monitoring.damaged import check_whole
from hub.monitoring.entered import EnteredLogs
from hub.monitoring.outdated import outdated_units
from hub.monitoring.reporting_status import receipts_by_unit, statuses_by
from hub.store import Transaction
from hub.store.counting_units import CountsFor
from hub.store.records import RecordFilter
from hub.store.rows import ReportRow
from sync.annex.model import (
    TABLES,
    Annex,
    AnnexBasis,
    LedgerHeads,
    NewestReport,
    Table,
    Units,
    compose,
    tables_of,
    version_to_write,
)
from sync.encoding.types import NOTHING, Instant, Origin
from sync.ledger import origins
from sync.ledger.answered_status import ReportName, answered, newest, standing_answers
from sync.ledger.figures import Tally
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses, Reports
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import EMPTY_ROOT


def annex(
    transaction: Transaction,
    keys: Keys,
    registry: Registry,
    period: Period,
    *,
    units: Units,
    made: Instant,
    whole: bool = True,
) -> Annex:
    """The annex of a period, made at POSIX second `made`. `registry` is the transaction's own
    (`own_logs.registry`): figures and signed heads are of one moment. `Unavailable("damaged-export")` while anything is
    known to be damaged, unless it need not be `whole`: for who says so beside it."""
    if whole:
        check_whole(transaction, registry)
    else:
        look(transaction, registry)
    made = max(made, transaction.logs.last_accepted_at())  # the hub's own time never goes back
    rules, reports = statuses_by(transaction, registry), receipts_by_unit(transaction)
    given = transaction.answers.newest_of_reports()
    step = rules.obligations.step(period)
    asked = step or period
    standings = answered(rules, asked, reports, standing_answers(reports, given), made)
    owing = [status.unit for status in standings]
    said = newest(rules, asked, owing, reports)
    chosen = said != newest(rules, asked, owing, reports, whatever_of=True)
    wanted, entered = counting.of_period(period), EnteredLogs(transaction, registry)
    today = day_of(made).isoformat()
    counts_for = counting.counts_for(registry, units, today)
    sums = {by: _sums(transaction, wanted, by, counts_for, entered) for by in TABLES}
    counted_on = period.end if units == "then" else today
    days = {(unit, asked.last_day.isoformat()) for unit in owing} | {(unit, counted_on) for unit in (*sums["unit"], *owing)}
    called = any(
        rules.history.name(unit, day) != rules.history.name_apart(unit, day) for unit, day in days if unit in registry.units
    )
    more = called or chosen or step is not None or bool(period.counts)
    version = version_to_write(transaction.settings.level, more=more)
    spoken_to = _answered_units(rules, asked, owing, reports, given.keys())
    desks = tuple(_note(transaction, keys, origins.desk(keys.hub, unit)) for unit in spoken_to)
    basis = AnnexBasis(
        version=version,
        hub=keys.hub,
        period=period.name,
        units=units,
        made=made,
        state=replace(ledger_heads(transaction, keys), desks=desks),
    )
    return compose(
        basis,
        registry,
        period,
        standings,
        {by: sums[by] for by in tables_of(version)},
        counting.total(transaction, wanted, counts_for),
        newest_reports(transaction, registry, said),
        step=step,
    )


def newest_reports(transaction: Transaction, registry: Registry, last: Mapping[str, ReportRow]) -> dict[str, NewestReport]:
    """What there is to say of the newest report of each unit."""
    entered, outdated = EnteredLogs(transaction, registry), outdated_units(transaction, registry, last)
    return {
        unit: NewestReport(
            provisional=row.provisional,
            entered=row.log in entered,
            stated=outdated[unit].stated.total if unit in outdated else None,
            now=outdated[unit].now.total if unit in outdated else None,
        )
        for unit, row in last.items()
    }


def ledger_heads(transaction: Transaction, keys: Keys) -> LedgerHeads:
    """The hub's signed word on what it holds now. `Refused("hub-asking")` while it gathers what it lacks."""
    own_logs.check_serving(transaction)
    return LedgerHeads(
        registry=_note(transaction, keys, origins.registry(keys.hub)),
        acceptances=_note(transaction, keys, origins.acceptances(keys.hub)),
    )


def _answered_units(
    rules: ReportingStatuses, period: Period, owing: Iterable[str], reports: Reports, given: Collection[ReportName]
) -> list[str]:
    """The units with answers to reports that answer for a period, by code: their desks are what an annex rests on."""
    named = {
        (code, report.period)
        for unit in owing
        for code, received in rules.counting(period, unit, reports).items()
        for report in received
    }
    return sorted({unit for unit, name in named if (unit, name) in given})


def _sums(
    transaction: Transaction, wanted: RecordFilter, by: Table, counts_for: CountsFor, entered: EnteredLogs
) -> Mapping[str, Tally]:
    if by == "entered":
        return entered.sums(transaction, wanted, counts_for)
    return counting.tallies(transaction, wanted, by, counts_for)


def _note(transaction: Transaction, keys: Keys, origin: Origin) -> str:
    """A log's head with the hub's signature alone; one that holds nothing yet has a head too."""
    log = transaction.logs.get(origin)
    if log is None:
        name = own_logs.named(transaction, origin)
        return checkpoints.sign(Checkpoint(name, NOTHING, EMPTY_ROOT), keys.signer(name))
    return own_logs.owner_only(log.checkpoint, keys.signer(log.name).verifier)
