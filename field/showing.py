"""How the laptop's answers look to a person, and to a script."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from field.dates import shown
from field.records import Counts, HeldBack, RecordPage, Row, State
from field.reports import Preview
from field.store import Store
from field.syncing import Outcome
from sync.console import out, say, table
from sync.ledger.directive import Directive
from sync.ledger.entry import Activity, Retraction
from sync.ledger.figures import Tally
from sync.ledger.merge import Value, Values
from sync.ledger.period import VIETNAM, day_of, discharges, owed
from sync.ledger.vocabulary import Term, label, vocabulary
from sync.strict import tobase64
from sync.words import LANGUAGE, N_, catalogue

_ = catalogue("field")

_STATE: Final[dict[State, str]] = {
    "conflict": N_("in conflict"),
    "held": N_("held by the province"),
    "unsent": N_("unsent"),
    "retracted": N_("taken back"),
    "received": N_("received"),
}
_FIELD: Final[dict[str, str]] = {
    "title": N_("title"), "date": N_("date"), "directive": N_("directive"), "task": N_("task"), "topics": N_("topics"),
    "channel": N_("channel"), "text": N_("text"), "place": N_("place"), "quantity": N_("quantity"),
    "audience": N_("people"), "minutes": N_("minutes"), "language": N_("language"), "retracted": N_("taken back"),
}  # fmt: skip
_DAY_SECONDS: Final = 86_400
_AHEAD: Final = 62 * _DAY_SECONDS
"""How far ahead the next deadlines are shown."""
_FOR_A_COMMUNE: Final = {"commune-committee", "culture-society-office", "service-centre", "radio-station", "digital-team"}


class Deadline(Struct, frozen=True, kw_only=True):
    """A report that is due. `days` are whole days left."""

    period: str
    what: str
    due: int
    days: int
    reported: bool


class Standing(Struct, frozen=True, kw_only=True):
    """How things stand on a laptop."""

    unit: str
    unit_name: str
    hub: str
    device: str
    officer: str | None
    records: int
    unsent: int
    received: int
    conflicts: int
    held: tuple[HeldBack, ...]
    receipt_time: int | None
    last_exchange: str | None
    last_exchange_at: int | None
    deadlines: tuple[Deadline, ...]


def standing(store: Store, now: int) -> Standing:
    """How things stand at POSIX second `now`."""
    counts, membership, last = store.counts(), store.membership, store.last_exchange()
    return Standing(
        unit=membership.unit,
        unit_name=membership.unit_name,
        hub=membership.hub,
        device=membership.device,
        officer=membership.officer,
        records=counts.records,
        unsent=counts.unsent,
        received=counts.received,
        conflicts=counts.conflicts,
        held=counts.held,
        receipt_time=store.own.receipt_time,
        last_exchange=last.outcome if last else None,
        last_exchange_at=last.at if last else None,
        deadlines=tuple(_deadlines(store, now)),
    )


def _deadlines(store: Store, now: int) -> Iterable[Deadline]:
    registry = store.registry()
    if registry.hub is None:
        return
    submitted = list(store.reports())
    for period, duty in owed(registry.directives, registry.hub.province, now, now + _AHEAD):
        if _FOR_A_COMMUNE & set(duty.reporters):
            yield Deadline(
                period=period.name,
                what=duty.what,
                due=period.due,
                days=(day_of(period.due) - day_of(now)).days,
                reported=any(discharges(name, period, registry.directives) for name in submitted),
            )


def status(now_standing: Standing) -> None:
    """How things stand, for a person."""
    one = now_standing
    out(f"{one.unit_name} ({one.unit}) · {one.hub}")
    out(_("laptop: {device}").format(device=one.device) + (f" · {one.officer}" if one.officer else ""))
    out(
        _(
            "activities: {records} · unsent: {unsent} · received: {received} · held: {held} · in conflict: {conflicts}"
        ).format(records=one.records, unsent=one.unsent, received=one.received, held=len(one.held), conflicts=one.conflicts)
    )
    for held in one.held:
        place = held.record or _("entry {index}").format(index=held.index)
        out("  " + _("held: {place}: {why}: {detail}").format(place=place, why=held.why, detail=held.detail))
    out(_("last receipt: {time}").format(time=_moment(one.receipt_time)))
    if one.last_exchange_at is not None:
        out(_("last exchange: {time}: {outcome}").format(time=_moment(one.last_exchange_at), outcome=one.last_exchange))
    if one.deadlines:
        out("")
        done, to_do = _("submitted"), _("to do")
        rows = [
            (shown(day_of(due.due).isoformat()), str(due.days), done if due.reported else to_do, due.period, due.what)
            for due in one.deadlines
        ]
        table((_("due before"), _("days"), _("state"), _("period"), _("report")), rows, {1})


def rows(found: Sequence[Row]) -> None:
    """Activities, a line each; of an id the end, by which people may name it."""
    lines = [
        (row.record[-8:], shown(row.values.date), _state(row), _label("channels", row.values.channel), row.values.title)
        for row in found
    ]
    table((_("id"), _("date"), _("state"), _("channel"), _("title")), lines)
    say(_("{count} activities.").format(count=len(found)))


def _state(row: Row) -> str:
    """How an activity stands; that it is taken back is said even while this is unsent or disputed."""
    states: tuple[State, ...] = (row.state,)
    if row.retracted is not None and row.state != "retracted":
        states = (row.state, "retracted")
    return ", ".join(_(_STATE[state]) for state in states)


def plain(row: Row) -> dict[str, Any]:
    """An activity for a script: every field, with its id and state."""
    return {"id": row.record, "state": row.state, "retracted": row.retracted, **_fields(row.values)}


def plain_page(page: RecordPage) -> dict[str, Any]:
    """An activity with its history, for a script."""
    record = page.record
    return {
        "id": record.record,
        "state": page.state,
        **_fields(record.values),
        "retracted": record.retracted,
        "conflicts": [
            {
                "field": conflict.field,
                "values": [{"leaf": tobase64(leaf), "value": value} for leaf, value in conflict.values],
            }
            for conflict in record.conflicts
        ],
        "history": [
            {
                "leaf": tobase64(line.leaf),
                "device": line.device,
                "index": line.index,
                "received": line.received,
                "held": line.held,
                "entry": msgspec.to_builtins(line.entry),
            }
            for line in page.history
        ],
    }


def _fields(values: Values) -> dict[str, Any]:
    return {name: getattr(values, name) for name in values.__struct_fields__}


def page(one: RecordPage, names: dict[str, str]) -> None:
    """An activity, whole."""
    out(one.record.record)
    out(_("state: {state}").format(state=_(_STATE[one.state])))
    for name, value in _fields(one.record.values).items():
        if value not in (None, "", ()):
            out(f"{_(_FIELD[name])}: {_plain(_value(name, value, names))}")
    if one.record.retracted is not None:
        out(_("taken back: {reason}").format(reason=_plain(one.record.retracted)))
    for conflict in one.record.conflicts:
        both = " ≠ ".join(_plain(_value(conflict.field, value, names)) for _leaf, value in conflict.values)
        out(_("IN CONFLICT: {field}: {values}").format(field=_(_FIELD[conflict.field]), values=both))
        out("  " + _("Settle it with: soxa field revise {id} …").format(id=one.record.record[-8:]))
    out("")
    lines = [
        (_moment(line.entry.at), line.device, _("received") if line.received else _("unsent"), _said(line.entry, names))
        for line in one.history
    ]
    table((_("claimed"), _("laptop"), _("state"), _("what")), lines)


def _said(entry: Activity | Retraction, names: dict[str, str]) -> str:
    if isinstance(entry, Retraction):
        return _("taken back: {reason}").format(reason=entry.reason)
    told = msgspec.to_builtins(entry.fields)
    return ", ".join(f"{_(_FIELD[name])}: {_value(name, value, names)}" for name, value in told.items()) or _(
        "kept as shown"
    )


def report(said: Preview) -> None:
    """A report's figures."""
    period = said.period
    out(
        _("Period {name}: activities of {start} to {end}, due before {due}").format(
            name=period.name, start=shown(period.start), end=shown(period.end), due=_moment(period.due)
        )
    )
    groups = (
        (_("channel"), "channels", said.figures.channels),
        (_("topic"), "topics", said.figures.topics),
    )
    for heading, terms, tallies in groups:
        lines = [(_label(terms, key) if key else _("not said"), *_numbers(tally)) for key, tally in tallies.items()]
        out("")
        total = (_("all"), *_numbers(said.figures.total))
        table((heading, _("activities"), _("quantity"), _("people"), _("minutes")), [*lines, total], {1, 2, 3, 4})
    out("")
    if said.provisional:
        out(_("Provisional: the period is still open, and figures may grow."))
    if said.conflicts:
        out(_("{count} of these activities are in conflict; they count as shown.").format(count=said.conflicts))
    if said.submitted:
        out(_("A report of this period was submitted before; a new one takes its place."))


def directives(known: Iterable[Directive]) -> None:
    """Directives, a line each."""
    lines = [(one.name, one.issuer, str(len(one.tasks)), one.subject) for one in known]
    table((_("number"), _("issuer"), _("tasks"), _("subject")), lines, {2})


def outcome(done: Outcome, counts: Counts) -> None:
    """What a sync came to."""
    say(
        _("Sent {sent} entries, took {received}; {up} bytes up, {down} down.").format(
            sent=done.sent, received=done.received, up=done.sent_bytes, down=done.received_bytes
        )
    )
    if done.clock_off:
        say(
            _("This machine's clock is off by {seconds} seconds. Set it right; dates that you type depend on it.").format(
                seconds=abs(done.clock_off)
            )
        )
    if counts.held:
        say(_("The province holds back {count} entries: see “soxa field status”.").format(count=len(counts.held)))


def _value(name: str, value: Value | list[str], names: dict[str, str]) -> str:
    if name == "date":
        return shown(str(value))
    if name == "directive":
        return names.get(str(value), str(value))
    if name == "topics" and isinstance(value, tuple | list):
        return "; ".join(_label("topics", topic) for topic in value)
    if name in ("channel", "language"):
        return _label(f"{name}s", str(value))
    return "–" if value is None else str(value)


def _label(terms: str, code: str | None) -> str:
    known: dict[str, Term] = getattr(vocabulary(), terms)
    return label(known[code], LANGUAGE) if code in known else code or "–"


def _plain(text: str) -> str:
    """Text of others on a line of a terminal: nothing in it can disguise the rest."""
    return "".join(char if char.isprintable() else "·" for char in text)


def _moment(instant: int | None) -> str:
    return "–" if instant is None else f"{datetime.datetime.fromtimestamp(instant, VIETNAM):%d/%m/%Y %H:%M}"


def _numbers(tally: Tally) -> tuple[str, ...]:
    numbers = (tally.activities, tally.quantity, tally.audience, tally.minutes)
    return tuple(f"{number:,}".replace(",", "." if LANGUAGE == "vi" else ",") for number in numbers)
