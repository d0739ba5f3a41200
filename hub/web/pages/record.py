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
from hub.monitoring.proofs import Evidence, Prover, Times
from hub.monitoring.reviews import Chosen, review_each
from hub.store import Transaction
from hub.store.places import places_in, stands_at
from hub.store.rows import RecordSummary
from hub.web import answers, render
from hub.web.answers import Said
from hub.web.context import OPERATORS, SIGNED_IN, HubContext, NotFound, PageRequest, Route, go
from hub.web.fields import Line, Wording
from sync.encoding import COMMUNE_CODE, DEVICE_ID, RECORD_ID, Instant
from sync.errors import Misuse
from sync.ledger.entry import Retraction
from sync.ledger.merge import Record
from sync.ledger.registry import Registry
from sync.ledger.versions import version_of
from sync.proof import entry_proof
from sync.wording.i18n import catalogue
from sync.wording.names import Names

_ = catalogue("hub")


HISTORY: Final = 100
"""Entries on one page."""
_CHECKED: Final = 8
"""Entries whose proof is checked with every look at the page, the newest first: nearly all records have fewer. The file of
any other proves it as well."""


class Step(Struct, frozen=True, kw_only=True):
    """A step of a record's history: one entry."""

    device: str
    index: int
    officer: str | None
    claimed: Instant
    times: Times
    retracts: bool
    first: bool
    head: bool
    """Whether nothing builds on it."""
    changes: list[Line]


class Side(Struct, frozen=True, kw_only=True):
    """A side of a conflict: one of the values that a field was set to by two who did not see each other."""

    text: str
    who: str
    claimed: Instant
    shown: bool


class Dispute(Struct, frozen=True, kw_only=True):
    """A field in conflict."""

    name: str
    sides: list[Side]


class Shown(Struct, frozen=True, kw_only=True):
    """All that the page shows."""

    unit: str
    unit_name: str
    fact: RecordSummary
    state: Record
    lines: list[Line]
    disputes: list[Dispute]
    history: list[Step]
    said: list[Said]
    evidence: list[Evidence]

    @property
    def path(self) -> str:
        """Where the page is."""
        return f"/records/{self.unit}/{self.state.record}"

    @property
    def heads(self) -> frozenset[bytes]:
        """The entries that an answer to the record as it stands speaks of."""
        return frozenset(self.state.heads)

    @property
    def answerable(self) -> bool:
        """Whether the province can answer it: not once it was taken back."""
        return self.state.retracted is None or bool(self.state.conflicts)


def show(desk: HubContext, ask: PageRequest) -> Response:
    """The page of a record."""
    return _page(desk, ask)


def answer(desk: HubContext, ask: PageRequest) -> Response:
    """Accept the record, or return it."""
    verdict, now = answers.verdict_sent(ask), desk.now()
    entries = answers.number_sent(ask.field("entries"))
    try:
        with desk.writing() as (transaction, _registry):
            chosen = Chosen(*_named(transaction, ask), entries)
            review_each(
                transaction,
                desk.keys,
                [chosen],
                verdict,
                ask.field("comment"),
                now=now,
                random_bytes=desk.random_bytes,
                account=ask.who.name,
            )
            transaction.accounts.tell(ask.who.visit, _("Answered. It reaches the unit with its next sync."))
    except Misuse as error:
        return _page(desk, ask, fault=sentence(error), comment=ask.field("comment"))
    return go(ask.path)


def proof(desk: HubContext, ask: PageRequest) -> Response:
    """The proof of one of the record's entries, as a file."""
    device, index = ask.value("device"), ask.number("entry", 0, 10**9)
    if not DEVICE_ID.fullmatch(device):
        raise NotFound("no-page")
    with desk.reading() as (transaction, registry):
        unit, record = _named(transaction, ask)
        prover = Prover(transaction, desk.keys, registry, unit)
        for place in places_in(transaction.records.places(unit, [record])[record]):
            if (prover.device(place), stands_at(place)[1]) == (device, index):
                break
        else:
            raise NotFound("no-page")
        text = prover.proof(place)
    entry_proof.check(text, desk.keys.logs.verifier)  # what does not hold is not handed out
    name = f"{UUID(bytes=record)}-{index}.tlog-proof"
    return Response(
        text, media_type="text/plain; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _named(transaction: Transaction, ask: PageRequest) -> tuple[str, bytes]:
    """The unit and id in the path, if there is such a record."""
    unit, text = ask.params["unit"], ask.params["record"]
    if COMMUNE_CODE.fullmatch(unit) and RECORD_ID.fullmatch(text):
        record = UUID(text).bytes
        if transaction.records.get(unit, record) is not None:
            return unit, record
    raise NotFound("no-page")


def _page(desk: HubContext, ask: PageRequest, *, fault: str = "", comment: str = "") -> Response:
    page = ask.number("page", 0, 10**6)
    with desk.reading() as (transaction, registry):
        unit, record = _named(transaction, ask)
        shown = _gather(transaction, registry, desk, unit, record, page)
    return render.page(
        ask,
        "record.html",
        status=400 if fault else 200,
        shown=shown,
        fault=fault,
        comment=comment,
        page=page,
        per_page=HISTORY,
        checked=_CHECKED,
    )


def _gather(transaction: Transaction, registry: Registry, desk: HubContext, unit: str, record: bytes, page: int) -> Shown:
    fact = transaction.records.get(unit, record)
    assert fact is not None, "it was found before"
    state = record_of(transaction, unit, record)
    names = Names(registry, state.values.date or desk.today())
    wording = Wording(names, state.values)
    prover = Prover(transaction, desk.keys, registry, unit)
    placed = _Placed(transaction, prover, fact.places)
    return Shown(
        unit=unit,
        unit_name=names.unit(unit),
        fact=fact,
        state=state,
        lines=wording.lines(),
        disputes=_disputes(state, wording, placed),
        history=[placed.step(at, state, wording) for at in placed.page(page)],
        said=answers.told(transaction, transaction.answers.of_record(unit, record)),
        evidence=[prover.evidence(place) for place in reversed(placed.places[-_CHECKED:])],
    )


class _Placed:
    """The entries of a record where they stand, in the order in which they came, and who wrote them."""

    def __init__(self, transaction: Transaction, prover: Prover, places: bytes) -> None:
        self.places = places_in(places)
        self._prover = prover
        self._versions = list(map(version_of, transaction.logs.lines_at(places)))
        self._officers = {id_: seen.officer for id_, seen in transaction.laptops.all().items()}

    def page(self, number: int) -> range:
        """Which of them a page shows."""
        return range(len(self.places))[number * HISTORY : (number + 1) * HISTORY]

    def step(self, at: int, state: Record, wording: Wording) -> Step:
        """The step of the entry at this place among them."""
        place, entry = self.places[at], self._versions[at].entry
        device = self._prover.device(place)
        return Step(
            device=device,
            index=stands_at(place)[1],
            officer=self._officers.get(device),
            claimed=entry.at,
            times=self._prover.times(place),
            retracts=isinstance(entry, Retraction),
            first=not entry.base,
            head=self._versions[at].leaf in state.heads,
            changes=wording.changes(entry),
        )

    def side(self, leaf: bytes, text: str, *, shown: bool) -> Side:
        """Who set a value that is in conflict."""
        at = next(at for at, version in enumerate(self._versions) if version.leaf == leaf)
        device = self._prover.device(self.places[at])
        who = self._officers.get(device)
        return Side(text=text, who=f"{who} ({device})" if who else device, claimed=self._versions[at].entry.at, shown=shown)


def _disputes(state: Record, wording: Wording, placed: _Placed) -> list[Dispute]:
    found: list[Dispute] = []
    for conflict in state.conflicts:
        sides = []
        for number, (leaf, value) in enumerate(conflict.values):
            kept = conflict.field == "retracted" and value is None
            text = _("kept, and revised") if kept else wording.value(conflict.field, value)
            sides.append(placed.side(leaf, text, shown=number == 0))
        found.append(Dispute(name=wording.name(conflict.field), sides=sides))
    return found


ROUTES: Final = (
    Route("GET", "/records/{unit}/{record}", show, SIGNED_IN),
    Route("POST", "/records/{unit}/{record}", answer, OPERATORS),
    Route("GET", "/records/{unit}/{record}/proof", proof, SIGNED_IN),
)
