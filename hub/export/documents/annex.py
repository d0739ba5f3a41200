"""An annex gathered from the hub's store: the same that an auditor computes from a bundle."""

from __future__ import annotations

from hub import own_logs
from hub.home import Keys
from hub.monitoring import counts as counting
from hub.monitoring.damaged import check_whole
from hub.monitoring.reporting_status import receipts_by_unit, statuses_by
from hub.store import Transaction
from sync.annex.model import Annex, AnnexBasis, LedgerHeads, Units, compose, tables_of, version_of_level
from sync.encoding.types import NOTHING, Instant, Origin
from sync.ledger import origins
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
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
        check_whole(transaction)
    made = max(made, transaction.logs.last_accepted_at())  # the hub's own time never goes back
    basis = AnnexBasis(
        version=version_of_level(transaction.settings.level),
        hub=keys.hub,
        period=period.name,
        units=units,
        made=made,
        state=ledger_heads(transaction, keys),
    )
    wanted = counting.of_period(period)
    counts_for = counting.counts_for(registry, units, day_of(made).isoformat())
    return compose(
        basis,
        registry,
        period,
        statuses_by(transaction, registry).of(period, receipts_by_unit(transaction), made),
        {by: counting.tallies(transaction, wanted, by, counts_for) for by in tables_of(basis.version)},
        counting.total(transaction, wanted, counts_for),
    )


def ledger_heads(transaction: Transaction, keys: Keys) -> LedgerHeads:
    """The hub's signed word on what it holds now. `Refused("hub-asking")` while it gathers what it lacks."""
    own_logs.check_serving(transaction)
    return LedgerHeads(
        registry=_note(transaction, keys, origins.registry(keys.hub)),
        acceptances=_note(transaction, keys, origins.acceptances(keys.hub)),
    )


def _note(transaction: Transaction, keys: Keys, origin: Origin) -> str:
    """A log's head with the hub's signature alone; one that holds nothing yet has a head too."""
    log = transaction.logs.get(origin)
    if log is None:
        name = own_logs.named(transaction, origin)
        return checkpoints.sign(Checkpoint(name, NOTHING, EMPTY_ROOT), keys.signer(name))
    return own_logs.owner_only(log.checkpoint, keys.signer(log.name).verifier)
