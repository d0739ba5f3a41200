"""The office that reports upward: whose name stands on a document, as somebody set it or as its duty has it.

Reports that answer one duty may go out under another name than those that answer another: what was set for a duty holds
for it, what was set for a directive for its other duties, what was set for none for all others.
"""

from __future__ import annotations

from typing import Final

import msgspec

from hub.registry.units import province_code
from hub.store import Transaction
from sync.documents.office import (
    COMMITTEE,
    COMMITTEE_SYMBOL,
    LATER,
    Office,
    body_name,
    committee_capacity,
    receiving,
    symbol_of,
)
from sync.errors import Misuse
from sync.ledger.directive import Directive, Duty
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.text import tidy

_OFFICE: Final = "office"
_OFFICES: Final = "offices"
"""By the id of a directive, and after a # of its duty, as an object of JSON."""
_MAX_LETTERS: Final = 200
_MAY_BE_EMPTY: Final = frozenset({"parent"})
"""A province's committee has no body above it in a document's head."""


def default_office(registry: Registry, directive: Directive | None = None) -> Office:
    """The body to which the units report by a directive, which sums up what it receives; of none, the department of the
    registry's province."""
    unit = registry.units[province_code(registry)]
    province = f"{unit.type} {unit.name}"
    committee = f"Ủy ban nhân dân {province}"
    office = Office(province=province, parent=committee, place=unit.name, recipient=committee)
    received = receiving(directive.duties if directive is not None else ())
    if received is None or received.recipient is None:
        return office
    if received.recipient == COMMITTEE:
        return msgspec.structs.replace(
            office, parent="", issuer=committee, symbol=COMMITTEE_SYMBOL, recipient=LATER, capacity=committee_capacity()
        )
    name, symbol = body_name(received.recipient), symbol_of(received.recipient)
    if name is None or symbol is None:
        return office
    return msgspec.structs.replace(office, issuer=name, symbol=symbol)


def duties_of(registry: Registry, period: Period) -> list[Duty]:
    """The duties of a period's directive that ask for it; none of the calendar."""
    named = (known for known in registry.directives if known.id == period.directive)
    return [duty for directive in named for duty in directive.duties if duty.rule == period.rule]


def duty_with_office(transaction: Transaction, registry: Registry, period: Period) -> str | None:
    """The duty, of those that ask for a period, whose own office a document bears: the first for which one was set."""
    offices = _set_for(transaction)
    return next((duty.id for duty in duties_of(registry, period) if _key(period.directive, duty.id) in offices), None)


def office(transaction: Transaction, registry: Registry, directive: str | None = None, duty: str | None = None) -> Office:
    """Who reports, and to whom, by a duty of a directive, by the directive (their ids) or by none: as it was set for it or
    for all, or else as it follows from the directive."""
    offices = _set_for(transaction)
    own = offices.get(_key(directive, duty)) or offices.get(directive or "")
    if own is not None:
        return own
    said = transaction.settings.get(_OFFICE)
    if said:
        return msgspec.json.decode(said, type=Office)
    known = {stated.id: stated for stated in registry.directives}
    return default_office(registry, known.get(directive or ""))


def set_office(transaction: Transaction, given: Office, directive: str | None = None, duty: str | None = None) -> None:
    """Say who reports, and to whom, by a duty of a directive, by the directive, or by all that nothing else is said of.
    `Misuse("bad-office")` names what is empty or too long."""
    values = {name: " ".join(tidy(getattr(given, name)).split()) for name in Office.__struct_fields__}
    for name, value in values.items():
        if (not value and name not in _MAY_BE_EMPTY) or len(value) > _MAX_LETTERS or not value.isprintable():
            raise Misuse("bad-office", field=name)
    office = Office(**values)
    if directive is None:
        transaction.settings.set(_OFFICE, _json(office))
    else:
        transaction.settings.set(_OFFICES, _json(_set_for(transaction) | {_key(directive, duty): office}))


def _key(directive: str | None, duty: str | None) -> str:
    return f"{directive}#{duty}" if directive and duty else directive or ""


def _set_for(transaction: Transaction) -> dict[str, Office]:
    """The offices that were set for directives and for duties, as `_key` names them."""
    said = transaction.settings.get(_OFFICES)
    return msgspec.json.decode(said, type=dict[str, Office]) if said else {}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")
