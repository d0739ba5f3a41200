"""Periods that were due before there was a hub, in words."""

from __future__ import annotations

from sync.ledger.obligations import Obligations
from sync.ledger.period import Period
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def before_hub_words(obligations: Obligations, period: Period) -> str:
    """That a period was asked for, and due before there was a hub; empty of all others."""
    if not obligations.was_due_before_the_hub(period):
        return ""
    return _("It was due before this hub was there: who reported it is not known here.")
