"""Reports that the province itself owes upward: the document with which each went, if it did."""

from __future__ import annotations

from sync.errors import Misuse
from sync.ledger.entry import Dispatched
from sync.ledger.obligations import Obligation, Obligations
from sync.ledger.registry import Registry


def sent_upward(registry: Registry, obligations: Obligations, owes: Obligation) -> Dispatched | None:
    """What was stated last of an own report's going upward; None: nothing."""
    return next((entry for entry in reversed(registry.dispatched) if _answers(registry, obligations, entry, owes)), None)


def _answers(registry: Registry, obligations: Obligations, entry: Dispatched, owes: Obligation) -> bool:
    """Whether what went upward was the report on this period, or on one that gathers it: a month of all directives is
    one document."""
    if entry.period == owes.period.name:
        return True
    try:
        return owes in obligations.of(registry.gathered(entry.period))
    except Misuse:
        return False  # a directive that says so no more
