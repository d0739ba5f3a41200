"""A record's page: what it says, who said it when, where they disagree, what the province answered, and the proof of it.

The proof is made and checked while the page is put together; nothing that was checked before is believed.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from msgspec import Struct
from starlette.responses import Response

from hub.intake.projection import record_of
from hub.messages import sentence
from hub.monitoring.damaged import DamagedEntries
from hub.monitoring.entered import EnteredLogs
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.proofs import EntryEvidence, EntryTimes, Prover
from hub.monitoring.reviews import ChosenRecord, review_each
from hub.store import Transaction
from hub.store.places import places_in, stands_at
from hub.store.rows import EnteredBy, RecordSummary
from hub.web import answers, render
from hub.web.answers import ShownAnswer
from hub.web.context import OPERATORS, SIGNED_IN, HubContext, NotFound, PageRequest, Route, go
from hub.web.fields import FieldLine, FieldWording
from sync.encoding.patterns import DEVICE_ID, RECORD_ID, UNIT_CODE
from sync.encoding.types import Instant
from sync.errors import Misuse, Unavailable
from sync.ledger.entry import Retraction
from sync.ledger.merge import Record
from sync.ledger.registry import Registry
from sync.ledger.versions import version_of
from sync.log.redacted import is_redacted
from sync.proof import entry_proof
from sync.wording.future_day import dated_after_words
from sync.wording.i18n import catalogue
from sync.wording.names import Names
from sync.wording.statuses import entered_words, erased_words

_ = catalogue("hub")


HISTORY: Final = 100
"""Entries on one page."""
_CHECKED: Final = 8
"""Entries whose proof is checked with every look at the page, the newest first: nearly all records have fewer. The file of
any other proves it as well."""


class HistoryStep(Struct, frozen=True, kw_only=True):
    """A step of a record's history: one entry."""

    device: str
    index: int
    officer: str | None
    entered: bool
    """Whether the province entered it for the unit; the officer is then who did, as far as that is known."""
    source: str
    """The letter or call that it was entered from, as the operator says."""
    claimed: Instant
    times: EntryTimes
    retracts: bool
    first: bool
    head: bool
    """Whether nothing builds on it."""
    gone: bool
    """Whether its texts are erased: then it has no proof."""
    changes: list[FieldLine]


class DisputedValue(Struct, frozen=True, kw_only=True):
    """A side of a conflict: one of the values that a field was set to by two who did not see each other."""

    text: str
    who: str
    claimed: Instant
    shown: bool


class Dispute(Struct, frozen=True, kw_only=True):
    """A field in conflict."""

    name: str
    sides: list[DisputedValue]


class WholeRecord(Struct, frozen=True, kw_only=True):
    """All that the page shows."""

    unit: str
    unit_name: str
    early: str
    """That it is dated before the unit began; empty of all others."""
    future: str
    """That it is dated after the day on which the hub took its newest entry; empty of all others."""
    entered: bool
    """Whether the province entered it for the unit, or some of it."""
    erased: str
    """That texts of it are erased, since when and why; empty of all others."""
    summary: RecordSummary
    merged: Record
    lines: list[FieldLine]
    disputes: list[Dispute]
    history: list[HistoryStep]
    said: list[ShownAnswer]
    evidence: list[EntryEvidence]

    @property
    def path(self) -> str:
        """Where the page is."""
        return f"/records/{self.unit}/{self.merged.record}"

    @property
    def heads(self) -> frozenset[bytes]:
        """The entries that an answer to the record as it stands speaks of."""
        return frozenset(self.merged.heads)

    @property
    def answerable(self) -> bool:
        """Whether the province can answer it: not once it was taken back."""
        return self.merged.retracted is None or bool(self.merged.conflicts)


def show(context: HubContext, request: PageRequest) -> Response:
    """The page of a record."""
    return _page(context, request)


def answer(context: HubContext, request: PageRequest) -> Response:
    """Accept the record, or return it."""
    verdict, now = answers.verdict_sent(request), context.now()
    entries = answers.number_sent(request.field("entries"))
    try:
        with context.writing() as (transaction, _registry):
            chosen = ChosenRecord(*_named(transaction, request), entries)
            review_each(
                transaction,
                context.keys,
                [chosen],
                verdict,
                request.field("comment"),
                now=now,
                random_bytes=context.random_bytes,
                account=request.who.name,
            )
            transaction.accounts.tell(request.who.visit, _("Answered. It reaches the unit with its next sync."))
    except Misuse as error:
        return _page(context, request, fault=sentence(error), comment=request.field("comment"))
    return go(request.path)


def proof(context: HubContext, request: PageRequest) -> Response:
    """The proof of one of the record's entries, as a file."""
    device, index = request.value("device"), request.number("entry", 0, 10**9)
    if not DEVICE_ID.fullmatch(device):
        raise NotFound("no-page")
    with context.reading() as (transaction, registry):
        unit, record = _named(transaction, request)
        prover = Prover(transaction, context.keys, registry, unit)
        for place in places_in(transaction.records.places(unit, [record])[record]):
            if (prover.device(place), stands_at(place)[1]) == (device, index):
                break
        else:
            raise NotFound("no-page")
        text = prover.proof(place)
    entry_proof.check(text, context.keys.logs.verifier)  # what does not hold is not handed out
    name = f"{UUID(bytes=record)}-{index}.tlog-proof"
    return Response(
        text, media_type="text/plain; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _named(transaction: Transaction, request: PageRequest) -> tuple[str, bytes]:
    """The unit and id in the path, if there is such a record."""
    unit, text = request.params["unit"], request.params["record"]
    if UNIT_CODE.fullmatch(unit) and RECORD_ID.fullmatch(text):
        record = UUID(text).bytes
        if transaction.records.get(unit, record) is not None:
            return unit, record
    raise NotFound("no-page")


def _page(context: HubContext, request: PageRequest, *, fault: str = "", comment: str = "") -> Response:
    page = request.number("page", 0, 10**6)
    with context.reading() as (transaction, registry):
        unit, record = _named(transaction, request)
        shown = _gather(transaction, registry, context, unit, record, page)
    return render.page(
        request,
        "record.html",
        status=400 if fault else 200,
        shown=shown,
        fault=fault,
        comment=comment,
        page=page,
        per_page=HISTORY,
        checked=_CHECKED,
    )


def _gather(
    transaction: Transaction, registry: Registry, context: HubContext, unit: str, record: bytes, page: int
) -> WholeRecord:
    summary = transaction.records.get(unit, record)
    assert summary is not None, "it was found before"
    if DamagedEntries(transaction).among(summary.places):
        raise Unavailable("damaged-record")
    merged = record_of(transaction, unit, record)
    names = Names(registry, merged.values.date or context.today())
    wording = FieldWording(names, merged.values)
    prover = Prover(transaction, context.keys, registry, unit)
    entered = EnteredLogs(transaction, registry)
    placed = _PlacedEntries(transaction, prover, entered, summary.places)
    return WholeRecord(
        unit=unit,
        unit_name=names.unit(unit),
        early=names.before_beginning(unit, merged.values.date),
        future=dated_after_words(merged.values.date or "", prover.times(placed.places[-1]).received),
        entered=entered.entered(summary.places),
        erased="" if (erased := ErasedRecords(registry).record(unit, record)) is None else erased_words(erased),
        summary=summary,
        merged=merged,
        lines=wording.lines(),
        disputes=_disputes(merged, wording, placed),
        history=[placed.step(at, merged, wording) for at in placed.page(page)],
        said=answers.told(transaction, transaction.answers.of_record(unit, record)),
        evidence=[prover.evidence(place) for place in reversed(placed.places[-_CHECKED:])],
    )


class _PlacedEntries:
    """The entries of a record where they stand, in the order in which they came, and who wrote them."""

    def __init__(self, transaction: Transaction, prover: Prover, entered: EnteredLogs, places: bytes) -> None:
        self.places = places_in(places)
        self._prover = prover
        self._entered = {
            log: transaction.entering.by(log) for log in {stands_at(place)[0] for place in self.places} if log in entered
        }
        lines = transaction.logs.lines_at(places)
        self._versions = list(map(version_of, lines))
        self._gone = list(map(is_redacted, lines))
        self._officers = {id_: seen.officer for id_, seen in transaction.laptops.all().items()}

    def page(self, number: int) -> range:
        """The entries that a page shows, by their place in the history."""
        return range(len(self.places))[number * HISTORY : (number + 1) * HISTORY]

    def step(self, at: int, merged: Record, wording: FieldWording) -> HistoryStep:
        """The step of the entry at this place among them."""
        place, entry = self.places[at], self._versions[at].entry
        device = self._prover.device(place)
        by = self._entered_by(place)
        return HistoryStep(
            device=device,
            index=stands_at(place)[1],
            officer=self._officers.get(device) if by is None else by.account,
            entered=by is not None,
            source="" if by is None else by.source,
            claimed=entry.at,
            times=self._prover.times(place),
            retracts=isinstance(entry, Retraction),
            first=not entry.base,
            head=self._versions[at].leaf in merged.heads,
            gone=self._gone[at],
            changes=wording.changes(entry),
        )

    def side(self, leaf: bytes, text: str, *, shown: bool) -> DisputedValue:
        """Who set a value that is in conflict."""
        at = next(at for at, version in enumerate(self._versions) if version.leaf == leaf)
        device = self._prover.device(self.places[at])
        by = self._entered_by(self.places[at])
        who, where = (self._officers.get(device), str(device)) if by is None else (by.account, entered_words())
        return DisputedValue(
            text=text, who=f"{who} ({where})" if who else where, claimed=self._versions[at].entry.at, shown=shown
        )

    def _entered_by(self, place: int) -> EnteredBy | None:
        """Who of the province entered an entry; None if a laptop wrote it."""
        log, index = stands_at(place)
        if log not in self._entered:
            return None
        found = (each for each in self._entered[log] if each.first <= index < each.after)
        return next(found, EnteredBy(index, index + 1, None, ""))


def _disputes(merged: Record, wording: FieldWording, placed: _PlacedEntries) -> list[Dispute]:
    disputes: list[Dispute] = []
    for conflict in merged.conflicts:
        sides = []
        for number, (leaf, value) in enumerate(conflict.values):
            kept = conflict.field == "retracted" and value is None
            text = _("kept, and revised") if kept else wording.value(conflict.field, value)
            sides.append(placed.side(leaf, text, shown=number == 0))
        disputes.append(Dispute(name=wording.name(conflict.field), sides=sides))
    return disputes


ROUTES: Final = (
    Route("GET", "/records/{unit}/{record}", show, SIGNED_IN),
    Route("POST", "/records/{unit}/{record}", answer, OPERATORS),
    Route("GET", "/records/{unit}/{record}/proof", proof, SIGNED_IN),
)
