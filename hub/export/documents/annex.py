"""An annex gathered from the hub's store: the same that an auditor computes from a bundle."""

from __future__ import annotations

from hub import own_logs
from hub.home import Keys
from hub.monitoring import counts as counting
from hub.monitoring import reporting_status
from hub.store import Transaction
from sync.annex.model import TABLES, Annex, AnnexBasis, LedgerHeads, Units, compose
from sync.ledger import origins
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import EMPTY_ROOT


def annex(session: Transaction, keys: Keys, registry: Registry, period: Period, *, units: Units, made: int) -> Annex:
    """The annex of a period, made at POSIX second `made`. `registry` is the session's own (`logs.registry`): figures and
    signed state are of one moment."""
    made = max(made, session.last_accepted_at())  # the hub's own time never goes back
    basis = AnnexBasis(hub=keys.hub, period=period.name, units=units, made=made, state=state(session, keys))
    wanted = counting.of_period(period)
    successors = counting.successors(registry, units, day_of(made).isoformat())
    return compose(
        basis,
        registry,
        period,
        reporting_status.status(session, registry, period, made),
        {by: counting.tallies(session, wanted, by, successors) for by in TABLES},
        counting.total(session, wanted, successors),
    )


def state(session: Transaction, keys: Keys) -> LedgerHeads:
    """The hub's signed word on what it holds now."""
    return LedgerHeads(
        registry=_note(session, keys, origins.registry(keys.hub)),
        acceptances=_note(session, keys, origins.acceptances(keys.hub)),
    )


def _note(session: Transaction, keys: Keys, origin: str) -> str:
    """A log's head with the hub's signature alone; one that holds nothing yet has a head too."""
    log = session.log(origin)
    if log is None:
        return checkpoints.sign(Checkpoint(origin, 0, EMPTY_ROOT), keys.signer(origin))
    return own_logs.owner_only(log.checkpoint, keys.signer(origin).verifier)
