"""A period's report upward as a file of one kind or another, and the office that it comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, get_args

import msgspec
from msgspec import Struct

from hub.export.documents import flat
from hub.export.documents.annex import annex as gather
from hub.export.documents.document import Office
from hub.export.documents.document import office as default_office
from hub.home import Keys
from hub.store import Transaction
from sync.annex.model import Annex, Units
from sync.errors import Misuse
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.text import tidy

Kind = Literal["docx", "section", "xlsx", "csv", "json"]
"""`section` is a document's results alone, to be pasted into a larger report."""

MEDIA: Final[dict[Kind, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "section": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
"""What kinds are called on the web."""

_OFFICE: Final = "office"
_MAX_WORDS: Final = 200


class File(Struct, frozen=True):
    """A file that was written, and what it says."""

    data: bytes
    annex: Annex


def write(
    transaction: Transaction, keys: Keys, registry: Registry, period: Period, kind: Kind, *, units: Units, made: int
) -> File:
    """The report of a period as of POSIX second `made`, from one state of the store."""
    annex = gather(transaction, keys, registry, period, units=units, made=made)
    if kind in ("docx", "section"):
        from hub.export.documents import document, narratives  # noqa: PLC0415 - only this kind of file needs what it loads

        told = narratives.gather(transaction, registry, period)
        return File(document.write(annex, told, office(transaction, registry), section=kind == "section"), annex)
    return File(_WRITERS[kind](annex), annex)


def _workbook(annex: Annex) -> bytes:
    from hub.export.documents import workbook  # noqa: PLC0415 - the same

    return workbook.write(annex)


_WRITERS: Final[dict[Kind, Callable[[Annex], bytes]]] = {
    "xlsx": _workbook,
    "csv": flat.write_csv,
    "json": flat.write_json,
}


def office(transaction: Transaction, registry: Registry) -> Office:
    """Who reports, and to whom: as the desk says, or else the department of the registry's province."""
    said = transaction.settings.get(_OFFICE)
    return msgspec.json.decode(said, type=Office) if said else default_office(registry)


def set_office(transaction: Transaction, given: Office) -> None:
    """Say who reports, and to whom. `Misuse("bad-office")` names what is empty or too long."""
    values = {name: " ".join(tidy(getattr(given, name)).split()) for name in Office.__struct_fields__}
    for name, value in values.items():
        if not 0 < len(value) <= _MAX_WORDS or not value.isprintable():
            raise Misuse("bad-office", field=name)
    transaction.settings.set(_OFFICE, msgspec.json.encode(Office(**values)).decode("utf-8"))


def kind_of(text: str) -> Kind:
    """A kind by its name. `Misuse("unknown-report-kind")`."""
    for kind in get_args(Kind):
        if kind == text:
            found: Kind = kind
            return found
    raise Misuse("unknown-report-kind", path=text[:40])
