"""Which entries and activities of a unit have texts that the province has erased, and by which act last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from sync.encoding.spelling import unbase64
from sync.encoding.types import Hash
from sync.ledger.decode import decode
from sync.ledger.entry import Activity, Redaction, Retraction
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry


class ErasedTexts(Struct, frozen=True):
    """What the redactions of one unit come to."""

    records: Mapping[str, Redaction]
    """The activities, by id."""
    leaves: Mapping[Hash, Redaction]
    """The entries, by leaf hash."""


NONE_ERASED: Final = ErasedTexts({}, {})
"""Of a unit without redactions."""


def erased_in(registry: Registry, unit: str) -> ErasedTexts:
    """What the redactions that a registry states of a unit come to."""
    stated = registry.redactions.get(unit)
    if stated is None:
        return NONE_ERASED
    return erased_texts({each.position: each.statement for each in stated.values()}.values())


def erased_texts(statements: Iterable[Redaction]) -> ErasedTexts:
    """What the redactions of a unit, in the order in which they were stated, come to."""
    records, leaves = dict[str, Redaction](), dict[Hash, Redaction]()
    for statement in statements:
        for redacted in statement.entries:
            entry = decode(redacted.line.encode("utf-8"), LogKind.DEVICE)
            if isinstance(entry, Activity | Retraction):
                records[entry.record] = statement
            leaves[unbase64(redacted.leaf)] = statement
    return ErasedTexts(records, leaves)
