"""The province's own duties: which reports it owes upward, and the document with which each went."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger.entry import Dispatched
from sync.ledger.obligations import Obligation, Obligations
from sync.ledger.own_reports import sent_upward
from sync.ledger.period import Period
from sync.ledger.registry import Registry

_BEHIND: Final = 92 * DAY_SECONDS
_AHEAD: Final = 62 * DAY_SECONDS
"""How far back and ahead of now own duties are looked for, in seconds: as far as a laptop looks for a unit's."""


class OwnDuty(Struct, frozen=True, kw_only=True):
    """A report that the province owes, and what was stated last of its going upward; None: nothing."""

    owes: Obligation
    sent: Dispatched | None
    state: Literal["sent", "to-do", "overdue"]


class SentAs(Struct, frozen=True):
    """A document with which a report went upward, as a script reads of it; `annex` is the SHA-256 of its annex."""

    number: str
    date: str
    recipient: str
    annex: str


class OwnDutyRow(Struct, frozen=True, kw_only=True):
    """An own duty as a script reads it: a line beside those of the units, of the province's own code."""

    unit: str
    name: str
    standing: Literal["sent", "to-do", "overdue"]
    period: str
    what: str
    due: Instant
    sent: SentAs | None


def own_duty_row(duty: OwnDuty, unit: str, name: str) -> OwnDutyRow:
    """An own duty for a script, of the province of this code and name."""
    sent = duty.sent
    return OwnDutyRow(
        unit=unit,
        name=name,
        standing=duty.state,
        period=duty.owes.period.name,
        what=duty.owes.duty.what,
        due=duty.owes.period.due,
        sent=None if sent is None else SentAs(sent.number, sent.date, sent.recipient, sent.annex),
    )


def own_duties(registry: Registry, obligations: Obligations, now: Instant) -> list[OwnDuty]:
    """The own duties around POSIX second `now`, by deadline, of the obligations that follow from a registry; of those
    behind, the sent ones are left out."""
    found = obligations.between(Instant(now - _BEHIND), Instant(now + _AHEAD))
    duties = [_own(registry, obligations, owes, now) for owes in found if owes.own]
    return [duty for duty in duties if duty.state != "sent" or duty.owes.period.due > now]


def own_duties_of(registry: Registry, obligations: Obligations, period: Period, now: Instant) -> list[OwnDuty]:
    """The own duties that a period gathers."""
    return [_own(registry, obligations, owes, now) for owes in obligations.of(period) if owes.own]


def _own(registry: Registry, obligations: Obligations, owes: Obligation, now: Instant) -> OwnDuty:
    sent = sent_upward(registry, obligations, owes)
    state: Literal["sent", "to-do", "overdue"] = "to-do" if now < owes.period.due else "overdue"
    return OwnDuty(owes=owes, sent=sent, state="sent" if sent is not None else state)
