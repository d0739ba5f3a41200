"""Requests: a report that no regime foresees, asked of some units or of all by a day. Each is a directive of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from hub import own_logs
from hub.home import Keys
from hub.registry.directives.form import slug
from hub.registry.directives.publish import publish
from hub.registry.official_units import UnknownUnit
from hub.registry.units import province_code
from hub.store import Transaction
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, Refused
from sync.ledger.directive import REQUEST, Directive, Duty
from sync.ledger.figures import REPORT_TABLES
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.ledger.text import tidy
from sync.ledger.unit_history import UnitHistory

_DUTY: Final = "report"
_LONGEST_ID: Final = 60


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
    units: Sequence[str] = (),
    heads: Sequence[str] = (),
    tables: Sequence[str] = (),
    window_from: str | None = None,
    recipient: str | None = None,
    now: Instant,
    random_bytes: RandomBytes,
) -> Directive:
    """Ask units (by code; all that report, if none is named) for a report until the end of a day (ISO), and make it known.

    `Refused("request-day-passed")` for a day that is over; `UnknownUnit` for a code that is no unit which reports on that
    day; `Misuse("unknown-table")` for a table that no report has; `BadInput("bad-directive")` for what no directive holds.
    """
    for table in tables:
        if table not in REPORT_TABLES:
            raise Misuse("unknown-table", text=table[:40], tables=", ".join(REPORT_TABLES))
    registry = own_logs.registry(transaction, keys)
    history, today = UnitHistory(registry), day_of(now).isoformat()
    if by < today:
        raise Refused("request-day-passed", day=by[:40])
    there = history.reporting(by)
    for code in units:
        if code not in there:
            raise UnknownUnit(text=code[:100], near=None)
    kinds = {history.kind(code, by) for code in there}
    duty = Duty(
        id=_DUTY,
        what=_line(subject),
        rule=f"before {by}",
        reporters=() if units else tuple(sorted(kinds - {""})),
        recipient=recipient,
        strict=False,
        window_from=window_from,
        units=tuple(sorted(set(units))),
        heads=tuple(map(_line, heads)),
        tables=tuple(tables),
    )
    province = province_code(registry)
    directive = Directive(
        id=_free_id(registry, f"{letter.number or letter.symbol} {by}"),
        number=letter.number,
        symbol=letter.symbol,
        kind=REQUEST,
        date=letter.date or today,
        province=province,
        issuer=letter.issuer or history.name(province, today),
        subject=_line(subject),
        duties=(duty,),
    )
    publish(transaction, keys, directive, now=now, random_bytes=random_bytes)
    return directive


def _free_id(registry: Registry, words: str) -> str:
    taken = {directive.id for directive in registry.directives}
    first = f"{REQUEST}-{slug(words)}"[:_LONGEST_ID].strip("-")
    number = 1
    while (found := first if number == 1 else f"{first}-{number}") in taken:
        number += 1
    return found


def _line(typed: str) -> str:
    return " ".join(tidy(typed).split())
