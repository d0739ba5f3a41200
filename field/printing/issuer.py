"""Whose name stands on a unit's own document, and to whom it is addressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from field.store.rows import Membership
from sync.documents.office import (
    COMMITTEE,
    COMMITTEE_SYMBOL,
    DEPARTMENT,
    LATER,
    Office,
    body_name,
    committee_capacity,
    receiving,
)
from sync.encoding.patterns import is_commune
from sync.ledger.directive import Duty
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory

_COMMITTEE: Final = "Ủy ban nhân dân"
_HEAD: Final = "Thủ trưởng đơn vị"
_HEADS_DEPUTY: Final = "KT. Thủ trưởng đơn vị / Phó Thủ trưởng đơn vị"


def issuer(
    membership: Membership, registry: Registry, history: UnitHistory, duties: Sequence[Duty], day: str, *, deputy: bool
) -> Office:
    """The office of a laptop's unit on a day (ISO), which reports by duties; `deputy`: for its head a deputy signs."""
    province = _province(registry)
    code = membership.unit
    kind, name = _called(membership, registry, history, code, day)
    to = _recipient(duties, province)
    if is_commune(code):
        return Office(
            province=province,
            parent="",
            issuer=_committee(kind, name),
            symbol=COMMITTEE_SYMBOL,
            place=name,
            recipient=to,
            capacity=committee_capacity(deputy=deputy),
        )
    above = history.superior(code, day) if code in registry.units else ""
    parent, place = "", province.partition(" ")[2] or LATER
    if is_commune(above) and above in registry.units:
        unit = history.at(above, day)
        parent, place = _committee(unit.type, unit.name), unit.name
    return Office(
        province=province,
        parent=parent,
        issuer=f"{kind[:1].upper()}{kind[1:]} {name}".strip(),
        symbol=LATER,
        place=place,
        recipient=parent or to,
        capacity=_HEADS_DEPUTY if deputy else _HEAD,
    )


def _called(membership: Membership, registry: Registry, history: UnitHistory, code: str, day: str) -> tuple[str, str]:
    """The type and the name of a unit: as the registry has it, or the invite before that came."""
    if code in registry.units:
        unit = history.at(code, day)
        return unit.type, unit.name
    kind, _space, name = membership.unit_name.partition(" ")
    return (kind, name) if name and is_commune(code) else ("", membership.unit_name)


def _committee(kind: str, name: str) -> str:
    """The committee of a commune, whose name no line breaks."""
    unbroken = f"{kind[:1].lower()}{kind[1:]} {name}".strip().replace(" ", "\N{NO-BREAK SPACE}")
    return f"{_COMMITTEE} {unbroken}"


def _province(registry: Registry) -> str:
    """The province with its type, as it stands in a sentence; dots before the registry came."""
    code = registry.hub.province if registry.hub is not None else ""
    unit = registry.units.get(code)
    return LATER if unit is None else f"{unit.type[:1].lower()}{unit.type[1:]} {unit.name}"


def _recipient(duties: Sequence[Duty], province: str) -> str:
    """To whom a report goes that answers duties: the department for culture where they do not say."""
    duty = receiving(duties)
    if duty is not None and duty.recipient_name is not None:
        return duty.recipient_name
    if duty is not None and duty.recipient == COMMITTEE:
        return f"{_COMMITTEE} {province}"
    name = DEPARTMENT if duty is None or duty.recipient is None else body_name(duty.recipient) or DEPARTMENT
    return f"{name} {province}"
