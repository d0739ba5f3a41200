"""Requests: a report that no regime foresees, asked of some units or of all by a day. Each is a directive of its own.

A duty of another directive that is owed on request, and so by no day, is called in by one: it asks those whom the duty
names, for what the duty says, where nothing else is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from hub import own_logs
from hub.home import Keys
from hub.registry.directives.form import slug
from hub.registry.directives.publish import publish
from hub.registry.official_units import UnknownUnit
from hub.registry.units import province_code
from hub.store import Transaction
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, NotListed, Refused
from sync.ledger.directive import REQUEST, Basis, Directive, Duty
from sync.ledger.figures import REPORT_TABLES
from sync.ledger.gathering import EVERYTHING
from sync.ledger.period import chosen_directive, day_of
from sync.ledger.registry import Registry, holds
from sync.ledger.text import tidy
from sync.ledger.unit_history import UnitHistory

_DUTY: Final = "report"
_ON_REQUEST: Final = "on-request"
_LONGEST_ID: Final = 60


class CalledDuty(Struct, frozen=True):
    """A duty that is owed on request, with the directive that it is of."""

    directive: Directive
    duty: Duty


class Letter(Struct, frozen=True, kw_only=True):
    """The letter by which a report is asked for. A number, or a symbol where the number is blank; its day (ISO)."""

    number: str | None = None
    symbol: str | None = None
    date: str | None = None
    issuer: str | None = None
    """None: the province."""


def request(
    transaction: Transaction,
    keys: Keys,
    subject: str,
    *,
    by: str,
    letter: Letter,
    of: CalledDuty | None = None,
    kinds: Sequence[str] = (),
    units: Sequence[str] = (),
    heads: Sequence[str] = (),
    tables: Sequence[str] = (),
    window_from: str | None = None,
    recipient: str | None = None,
    counts: Sequence[str] = (),
    now: Instant,
    random_bytes: RandomBytes,
) -> Directive:
    """Ask units (by code), or every unit of some `kinds`, for a report until the end of a day (ISO), and make it known.

    If none is named: those of the duty that is called in, or all that report. An empty subject is that of its directive.
    `counts` are words of `sync.ledger.gathering`; without any, what is counted is what was logged for the directive whose
    duty is called in, or everything.
    `Misuse("subject-or-duty")` for no subject at all; `Refused("request-day-passed")` for a day that is over; `UnknownUnit`
    for a code that is no unit which reports on that day; `Misuse("unknown-table")` for a table that no report has;
    `BadInput("bad-directive")` for what no directive holds.
    """
    for table in tables:
        if table not in REPORT_TABLES:
            raise Misuse("unknown-table", text=table[:40], tables=", ".join(REPORT_TABLES))
    registry = own_logs.registry(transaction, keys)
    said = _line(subject) or (of.directive.subject if of is not None else "")
    if not said:
        raise Misuse("subject-or-duty")
    history, today = UnitHistory(registry), day_of(now).isoformat()
    if by < today:
        raise Refused("request-day-passed", day=by[:40])
    there = history.reporting(by)
    for code in units:
        if code not in there:
            raise UnknownUnit(text=code[:100], near=None)
    every = tuple(sorted({history.kind(code, by) for code in there} - {""}))
    duty = Duty(
        id=_DUTY,
        what=said,
        rule=f"before {by}",
        reporters=tuple(kinds) or (() if units else every),
        recipient=recipient,
        strict=False,
        window_from=window_from,
        units=tuple(sorted(set(units))),
        heads=tuple(map(_line, heads)),
        tables=tuple(tables),
        counts=tuple(counts) or ((EVERYTHING,) if of is None else (f"directive {of.directive.id}",)),
    )
    if of is not None:
        duty = _as_called(duty, of.duty, named=bool(kinds or units))
    province = province_code(registry)
    directive = Directive(
        id=_free_id(registry, f"{letter.number or letter.symbol} {by}"),
        number=letter.number,
        symbol=letter.symbol,
        kind=REQUEST,
        date=letter.date or today,
        province=province,
        issuer=letter.issuer or history.name(province, today),
        subject=said,
        based_on=() if of is None else (_basis(of),),
        duties=(duty,),
    )
    publish(transaction, keys, directive, now=now, random_bytes=random_bytes)
    return directive


def _as_called(asked: Duty, called: Duty, *, named: bool) -> Duty:
    """What is asked, with all that is left open as in the duty that is called in; `named` is whether it is said who is."""
    whom = {} if named else {"reporters": called.reporters, "units": called.units, "but": called.but}
    to = {} if asked.recipient else {"recipient": called.recipient, "recipient_name": called.recipient_name}
    return replace(asked, heads=asked.heads or called.heads, tables=asked.tables or called.tables, **whom, **to)


def _basis(of: CalledDuty) -> Basis:
    return Basis(number=of.directive.name, label=of.duty.what, issuer=of.directive.issuer, date=of.directive.date)


def duties_on_request(registry: Registry, day: str) -> list[CalledDuty]:
    """The duties of the province's own directives that are owed on request, of those that hold on a day (ISO)."""
    return [
        CalledDuty(directive, duty)
        for directive in registry.own_directives
        if holds(directive, day, day)
        for duty in directive.duties
        if duty.rule == _ON_REQUEST
    ]


def find_duty(registry: Registry, typed: str, day: str) -> CalledDuty:
    """The duty on request that a person means: by its directive (number, symbol or id), and after a # its own id, where
    that has several. `NotListed("no-such-duty-on-request")` names those that there are."""
    whose, _mark, id_ = typed.rpartition("#")
    named = chosen_directive(whose or id_, registry.directives)
    known = [found for found in duties_on_request(registry, day) if found.directive.id == named.id]
    meant = [found for found in known if not whose or found.duty.id == id_]
    if len(meant) != 1:
        near = ", ".join(f"{found.directive.name}#{found.duty.id}" for found in known)
        raise NotListed("no-such-duty-on-request", text=typed[:100], near=near or "–")
    return meant[0]


def of_letter(registry: Registry, letter: Letter) -> list[Directive]:
    """The requests that were made by a letter of this number or symbol and day."""
    return [
        directive
        for directive in registry.directives
        if directive.kind == REQUEST
        and (directive.number, directive.symbol, directive.date) == (letter.number, letter.symbol, letter.date)
    ]


def _free_id(registry: Registry, words: str) -> str:
    taken = {directive.id for directive in registry.directives}
    first = f"{REQUEST}-{slug(words)}"[:_LONGEST_ID].strip("-")
    number = 1
    while (found := first if number == 1 else f"{first}-{number}") in taken:
        number += 1
    return found


def _line(typed: str) -> str:
    return " ".join(tidy(typed).split())
