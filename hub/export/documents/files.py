"""A period's report upward as a file of one kind or another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, get_args

from msgspec import Struct

from hub.export.documents.annex import annex as gather
from hub.export.documents.office import duty_with_office, office
from hub.home import Keys
from hub.store import Transaction
from sync.annex.model import Annex, Units
from sync.annex.written import annex_csv, annex_json
from sync.encoding.types import Instant
from sync.errors import Misuse
from sync.ledger.period import Period
from sync.ledger.registry import Registry

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


class ReportFile(Struct, frozen=True):
    """A file that was written, and what it says."""

    data: bytes
    annex: Annex


def write(
    transaction: Transaction,
    keys: Keys,
    registry: Registry,
    period: Period,
    kind: Kind,
    *,
    units: Units,
    made: Instant,
    duty: str | None = None,
) -> ReportFile:
    """The report of a period as of POSIX second `made`; of several duties that ask for it, `duty` (its id) says whose office
    stands on a document."""
    in_words = kind in ("docx", "section")
    annex = gather(transaction, keys, registry, period, units=units, made=made, whole=not in_words)
    if in_words:
        from hub.export.documents import report_docx, told  # noqa: PLC0415 - only this kind of file needs what it loads

        whose = duty or duty_with_office(transaction, registry, period)
        names = office(transaction, registry, period.directive, whose)
        beside = told.gather(transaction, registry, period, annex)
        return ReportFile(report_docx.write(annex, beside, names, section=kind == "section"), annex)
    return ReportFile(_WRITERS[kind](annex), annex)


def _annex_xlsx(annex: Annex) -> bytes:
    from hub.export.documents import annex_xlsx  # noqa: PLC0415 - the same

    return annex_xlsx.write(annex)


_WRITERS: Final[dict[Kind, Callable[[Annex], bytes]]] = {
    "xlsx": _annex_xlsx,
    "csv": annex_csv,
    "json": annex_json,
}


def kind_of(text: str) -> Kind:
    """A kind by its name. `Misuse("unknown-report-kind")`."""
    for kind in get_args(Kind):
        if kind == text:
            found: Kind = kind
            return found
    raise Misuse("unknown-report-kind", path=text[:40])
