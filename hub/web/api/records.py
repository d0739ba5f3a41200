"""Activities in the JSON API: listed by the filters that pages have too, and one whole."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from msgspec import structs
from starlette.responses import Response

from hub.monitoring import counts
from hub.monitoring.damaged import DamagedEntries
from hub.monitoring.entered import EnteredLogs
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.proofs import Prover
from hub.monitoring.records import merged_records
from hub.store import Transaction
from hub.store.places import PLACE_BYTES, places_in, stands_at
from hub.store.rows import RecordSummary
from hub.web import answers, filters
from hub.web.api.serving import json, page_asked, pages
from hub.web.api.shapes import (
    AnswerShape,
    ConflictShape,
    ErasedShape,
    RecordDetail,
    RecordShape,
    RecordsShape,
    SideShape,
    StepShape,
)
from hub.web.context import HubContext, NotFound, PageRequest
from sync.encoding.spelling import tobase64
from sync.errors import Unavailable
from sync.ledger.entry import Activity, Retraction
from sync.ledger.merge import Record
from sync.ledger.period import month_name, month_number
from sync.ledger.unit_history import UnitHistory
from sync.ledger.versions import version_of

_PAGE: Final = 200
"""Records in one answer."""
_HISTORY: Final = 100
"""Entries of one record in one answer."""


def records(context: HubContext, request: PageRequest) -> Response:
    """The activities that the filters ask for."""
    page = page_asked(request)
    taken_back, conflicted = (request.chosen(name, ("", "1"), "") for name in ("taken_back", "conflicted"))
    with context.counting() as (transaction, registry):
        chosen = filters.filter_of(request, registry, context.today())
        wanted = structs.replace(chosen.wanted, stands=not taken_back, conflicted=bool(conflicted))
        total = counts.total(transaction, wanted, chosen.counts_for).activities
        found = transaction.records.page(wanted, chosen.counts_for, limit=_PAGE, offset=(page - 1) * _PAGE)
        damage = DamagedEntries(transaction)
        summaries = [summary for summary in found if not damage.among(summary.places)]
        damaged = tuple(str(UUID(bytes=summary.record)) for summary in found if damage.among(summary.places))
        whole, view = merged_records(transaction, summaries), UnitHistory(registry)
        entered, erased = EnteredLogs(transaction, registry), ErasedRecords(registry)
        shapes = tuple(
            _record(view, summary, merged, entered, erased) for summary, merged in zip(summaries, whole, strict=True)
        )
    more = {name: "1" for name, value in (("taken_back", taken_back), ("conflicted", conflicted)) if value}
    last = pages(total, _PAGE)
    return json(
        RecordsShape(filters=chosen.query | more, total=total, page=page, pages=last, records=shapes, damaged=damaged)
    )


def record(context: HubContext, request: PageRequest) -> Response:
    """An activity, whole."""
    page = page_asked(request)
    with context.reading() as (transaction, registry):
        summary = _named(transaction, request)
        if DamagedEntries(transaction).among(summary.places):
            raise Unavailable("damaged-record")
        (merged,) = merged_records(transaction, [summary])
        shown_answers = answers.told(transaction, transaction.answers.of_record(summary.unit, summary.record))
        places = places_in(summary.places)
        prover = Prover(transaction, context.keys, registry, summary.unit)
        on_page = places[(page - 1) * _HISTORY : page * _HISTORY]
        entered = EnteredLogs(transaction, registry)
        history = tuple(_step(transaction, prover, place, entered) for place in on_page)
        head = _record(UnitHistory(registry), summary, merged, entered, ErasedRecords(registry))
    return json(
        RecordDetail(
            record=head,
            heads=tuple(map(tobase64, merged.heads)),
            parallel=merged.parallel,
            taken_back=merged.retracted,
            conflicts=tuple(
                ConflictShape(
                    field=conflict.field,
                    values=tuple(SideShape(entry=tobase64(leaf), value=value) for leaf, value in conflict.values),
                )
                for conflict in merged.conflicts
            ),
            entries=len(places),
            page=page,
            pages=pages(len(places), _HISTORY),
            history=history,
            answers=tuple(
                AnswerShape(
                    at=answer.at,
                    verdict=answer.verdict,
                    comment=answer.comment,
                    heads=tuple(map(tobase64, sorted(answer.heads))),
                )
                for answer in shown_answers
            ),
        )
    )


def _named(transaction: Transaction, request: PageRequest) -> RecordSummary:
    """The record in the path."""
    text = request.params["record"]
    try:
        record_id = UUID(text)
    except ValueError:
        raise NotFound("no-page") from None
    found = transaction.records.get(request.params["unit"], record_id.bytes) if str(record_id) == text else None
    if found is None:
        raise NotFound("no-page")
    return found


def _record(
    view: UnitHistory, summary: RecordSummary, merged: Record, entered: EnteredLogs, erased: ErasedRecords
) -> RecordShape:
    gone = erased.record(summary.unit, summary.record)
    return RecordShape(
        unit=summary.unit,
        unit_name=view.name(summary.unit, summary.date),
        counts_for=view.successor(summary.unit, summary.date),
        record=merged.record,
        month=month_name(month_number(summary.date)) if summary.date else None,
        fields=merged.values,
        answer=summary.answer,
        conflicts=summary.conflicts,
        taken_back=not summary.stands,
        entered=entered.entered(summary.places),
        erased=None if gone is None else ErasedShape(at=gone.at, reason=gone.reason, by=gone.by),
    )


def _step(transaction: Transaction, prover: Prover, place: int, entered: EnteredLogs) -> StepShape:
    """An entry of the record, with when it was made as far as that is proven."""
    (line,) = transaction.logs.lines_at(place.to_bytes(PLACE_BYTES, "big"))
    version, times = version_of(line), prover.times(place)
    entry = version.entry
    return StepShape(
        entry=tobase64(version.leaf),
        device=prover.device(place),
        index=stands_at(place)[1],
        entered=stands_at(place)[0] in entered,
        claimed=entry.at,
        after=times.after,
        received=times.received,
        base=entry.base,
        fields=entry.fields if isinstance(entry, Activity) else None,
        taken_back=entry.reason if isinstance(entry, Retraction) else None,
    )
