"""The office that reports upward: whose name stands on documents, as somebody set it or as the province has it."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct

from hub.registry.units import province_code
from hub.store import Transaction
from sync.errors import Misuse
from sync.ledger.registry import Registry
from sync.ledger.text import tidy

_OFFICE: Final = "office"
_MAX_LETTERS: Final = 200


class Office(Struct, frozen=True, kw_only=True):
    """Who reports, and to whom. Names are in their ordinary spelling; capitals are the layout's."""

    province: str
    """With its type: "tỉnh Lai Châu"."""
    parent: str
    issuer: str = "Sở Văn hóa, Thể thao và Du lịch"
    symbol: str = "SVHTTDL"
    """The issuer in a document's number."""
    place: str
    unit: str = "..."
    """The abbreviation of the unit that drafted it, in "Lưu: VT, ..."."""
    recipient: str
    capacity: str = "Giám đốc"


def default_office(registry: Registry) -> Office:
    """The department of a registry's province, which reports to the province's committee."""
    unit = registry.units[province_code(registry)]
    province = f"{unit.type} {unit.name}"
    committee = f"Ủy ban nhân dân {province}"
    return Office(province=province, parent=committee, place=unit.name, recipient=committee)


def office(transaction: Transaction, registry: Registry) -> Office:
    """Who reports, and to whom: as it was set, or else the department of the registry's province."""
    said = transaction.settings.get(_OFFICE)
    return msgspec.json.decode(said, type=Office) if said else default_office(registry)


def set_office(transaction: Transaction, given: Office) -> None:
    """Say who reports, and to whom. `Misuse("bad-office")` names what is empty or too long."""
    values = {name: " ".join(tidy(getattr(given, name)).split()) for name in Office.__struct_fields__}
    for name, value in values.items():
        if not 0 < len(value) <= _MAX_LETTERS or not value.isprintable():
            raise Misuse("bad-office", field=name)
    transaction.settings.set(_OFFICE, msgspec.json.encode(Office(**values)).decode("utf-8"))
