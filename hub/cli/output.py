"""How the hub's answers look to a person, and to a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from hub.monitoring.counts import CountLine
from hub.naming import DIMENSIONS, Names, day, labels, moment, number
from sync.annex.layout import guarded
from sync.ledger.directive import Directive, Due
from sync.ledger.figures import By, Tally
from sync.ledger.period import Period
from sync.ledger.reporting_status import ReportingStatus, UnitStatus
from sync.ledger.vocabulary import Term, vocabulary
from sync.shell.console import out, table
from sync.wording.i18n import N_, catalogue

_ = catalogue("hub")

_STANDING: Final[dict[ReportingStatus, str]] = {
    "on-time": N_("on time"),
    "claimed-on-time": N_("claimed in time, received late"),
    "late": N_("late"),
    "missing": N_("missing"),
    "due": N_("not yet"),
}
_RULE: Final[dict[str, str]] = {
    "monthly-15": N_("every month, before the 15th"),
    "half-year-0615": N_("half-yearly, before 15 June"),
    "yearly-1215": N_("yearly, before 15 December"),
    "on-request": N_("on request"),
    "by-regulation": N_("as regulations say"),
    "after-each": N_("after each of the others"),
}


def directives(found: Iterable[Directive]) -> None:
    """The directives, a line each."""
    rows = [
        (
            one.name,
            issued(one),
            one.issuer,
            str(len(one.tasks)),
            str(len(one.duties)),
            one.subject,
        )
        for one in found
    ]
    table((_("number"), _("date"), _("issuer"), _("tasks"), _("reports"), _("subject")), rows, {3, 4})


def directive(one: Directive) -> None:
    """One directive, whole."""
    known = vocabulary()
    facts: list[tuple[str, str]] = [
        (_("number"), one.number or _("blank; called {symbol}").format(symbol=one.symbol)),
        (_("date"), issued(one)),
        (_("issuer"), one.issuer),
        (_("signed"), f"{one.signer.name} ({one.signer.capacity})" if one.signer else "–"),
        (_("subject"), one.subject),
        (_("valid"), f"{day(one.valid_from)} – {day(one.valid_to)}"),
        (_("to"), labels(known.actors, one.addressees)),
        (_("topics"), labels(known.topics, one.topics)),
        (_("channels"), labels(known.channels, one.channels)),
        (_("audiences"), labels(known.audiences, one.audiences)),
        (_("rests on"), "; ".join(f"{basis.number} ({day(basis.date)})" for basis in one.based_on) or "–"),
        (_("keep"), "; ".join(f"{kept.label} ({kept.day})" for kept in one.observances) or "–"),
        (_("succession"), one.succession or "–"),
    ]
    for name, value in facts:
        out(f"{name}: {value}")
    out("")
    tasks = [
        (task.no, until(task.due), labels(known.actors, task.lead), labels(known.actors, task.cooperating), task.label)
        for task in one.tasks
    ]
    table((_("task"), _("until"), _("leads"), _("cooperates"), _("what")), tasks)
    if one.duties:
        out("")
        duties = [
            (
                duty.what,
                rule_of(duty.rule),
                labels(known.actors, duty.reporters),
                recipient(known.actors, duty.recipient, duty.recipient_name),
            )
            for duty in one.duties
        ]
        table((_("report"), _("when"), _("from"), _("to")), duties)


def status(period: Period, found: Sequence[UnitStatus]) -> None:
    """Who has reported, a unit a line, and the sums."""
    out(
        _("Period {name}: activities of {start} to {end}, due before {due}").format(
            name=period.name, start=day(period.start), end=day(period.end), due=moment(period.due)
        )
    )
    rows = [
        (
            one.unit,
            one.name,
            _(_STANDING[one.standing]),
            moment(one.received),
            _("provisional") if one.provisional else "",
        )
        for one in found
    ]
    table((_("code"), _("unit"), _("reported"), _("received"), ""), rows)
    sums = Counter(one.standing for one in found)
    out("")
    out(" · ".join(f"{_(words)}: {sums[standing]}" for standing, words in _STANDING.items() if sums[standing]))


def counts(names: Names, period: Period, by: By, rows: Sequence[CountLine], total: Tally) -> None:
    """Counts, a group a line, and the total over all activities."""
    shown = [
        (row.key or "–", names.of(by, row.key), *_numbers(row.activities, row.quantity, row.audience, row.minutes))
        for row in rows
    ]
    last = ("", _("all"), *_numbers(total.activities, total.quantity, total.audience, total.minutes))
    out(_("Period {name}: {start} to {end}").format(name=period.name, start=day(period.start), end=day(period.end)))
    heads = (_("code"), _(DIMENSIONS[by]), _("activities"), _("quantity"), _("people"), _("minutes"))
    table(heads, [*shown, last], {2, 3, 4, 5})


def counts_csv(names: Names, by: By, rows: Sequence[CountLine]) -> bytes:
    """Counts as CSV in UTF-8 with a byte order mark, as spreadsheets want it; no cell can be a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([by, "name", "activities", "quantity", "audience", "minutes"])
    for row in rows:
        said = [guarded(row.key or "–"), guarded(names.of(by, row.key))]
        writer.writerow([*said, row.activities, row.quantity, row.audience, row.minutes])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def recipient(terms: dict[str, Term], code: str | None, name: str | None) -> str:
    """Whom a report goes to."""
    return name or labels(terms, [code] if code else [])


def rule_of(rule: str) -> str:
    """When a report is due."""
    if rule.startswith("before "):
        return _("before {day}").format(day=day(rule.removeprefix("before ")))
    return _(_RULE[rule])


def until(due: Due) -> str:
    """Until when a task is to be done."""
    if due.kind == "continuous":
        told = _("all the time")
    elif due.kind == "date":
        told = _("before {day}").format(day=day(due.date)) if due.strict else day(due.date)
    elif due.kind == "quarter":
        told = str(due.quarter)
    else:
        told = _("{day} every year").format(day=day(due.day))
    return told + (_(", and on") if due.recurs and due.kind != "yearly-day" else "")


def issued(one: Directive) -> str:
    """When a directive was issued, as far as it says."""
    if one.date:
        return day(one.date)
    if one.month:
        year, _dash, month = one.month.partition("-")
        return f"{month}/{year}"
    return str(one.year)


def _numbers(*numbers: int) -> tuple[str, ...]:
    return tuple(number(one) for one in numbers)
