"""How single things are told to a person: a state, a field and its value, a moment, a number, a code's words."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from field.activities.dates import shown
from field.messages import sentence
from field.store.records import ActivityFilter, RecordStatus
from sync.ledger.directive import Directive, Due
from sync.ledger.entry import Activity, Retraction
from sync.ledger.figures import Tally
from sync.ledger.merge import Value
from sync.ledger.period import VIETNAM
from sync.ledger.vocabulary import Term, label, vocabulary
from sync.wording.i18n import LANGUAGE, N_, catalogue

if TYPE_CHECKING:
    from field.activities.importing import BadRow, ImportResult
    from field.reporting.reports import DueState

_ = catalogue("field")

_STATE: Final[dict[RecordStatus, str]] = {
    "conflict": N_("in conflict"),
    "held": N_("held back"),
    "returned": N_("returned"),
    "unsent": N_("unsent"),
    "retracted": N_("taken back"),
    "accepted": N_("accepted"),
    "received": N_("received"),
}
_FIELD: Final[dict[str, str]] = {
    "title": N_("title"),
    "date": N_("date"),
    "directive": N_("directive"),
    "task": N_("task"),
    "topics": N_("topics"),
    "channel": N_("channel"),
    "text": N_("text"),
    "place": N_("place"),
    "quantity": N_("quantity"),
    "audience": N_("people"),
    "minutes": N_("minutes"),
    "language": N_("language"),
    "retracted": N_("taken back"),
}


_DUE: Final[dict[DueState, str]] = {
    "returned": N_("returned"),
    "overdue": N_("overdue"),
    "to-do": N_("to do"),
    "unsent": N_("unsent"),
    "accepted": N_("accepted"),
    "received": N_("received"),
}


_RULE: Final = {
    "monthly-15": N_("every month, before the 15th"),
    "half-year-0615": N_("half-yearly, before 15 June"),
    "yearly-1215": N_("yearly, before 15 December"),
    "on-request": N_("when asked"),
    "by-regulation": N_("as regulations say"),
    "after-each": N_("after each time"),
}


def due_word(state: DueState) -> str:
    """Where a period stands."""
    return _(_DUE[state])


def days_words(days: int) -> str:
    """How long there is still time; 0 is the last day."""
    if days < 0:
        return _("overdue")
    return _("last day") if days == 0 else _("{days} days left").format(days=days)


def state_word(state: RecordStatus) -> str:
    """Where a record stands."""
    return _(_STATE[state])


def field_word(name: str) -> str:
    """What a field is called."""
    return _(_FIELD[name])


def value_words(name: str, value: Value | list[str], names: dict[str, str]) -> str:
    """A field's value; `names` are the directives', by id."""
    if name == "date":
        return shown(str(value))
    if name == "directive":
        return names.get(str(value), str(value))
    if name == "topics" and isinstance(value, tuple | list):
        return "; ".join(code_words("topics", topic) for topic in value)
    if name in ("channel", "language"):
        return code_words(f"{name}s", None if value is None else str(value))
    if name in ("quantity", "audience", "minutes") and isinstance(value, int):
        return number(value)
    return "–" if value is None else str(value)


def entry_words(entry: Activity | Retraction, names: dict[str, str]) -> str:
    """What an entry changed."""
    if isinstance(entry, Retraction):
        return _("taken back: {reason}").format(reason=entry.reason)
    told = msgspec.to_builtins(entry.fields)
    return ", ".join(f"{field_word(name)}: {value_words(name, value, names)}" for name, value in told.items()) or _(
        "kept as shown"
    )


def issued_words(directive: Directive) -> str:
    """When a directive was issued, as exactly as it says."""
    if directive.date is not None:
        return shown(directive.date)
    if directive.month is not None:
        return f"{directive.month[5:]}/{directive.month[:4]}"
    return str(directive.year or "")


def due_words(due: Due) -> str:
    """Until when a task is to be done."""
    if due.kind == "date" and due.date is not None:
        told = _("before {date}") if due.strict else _("until {date}")
        return told.format(date=shown(due.date))
    if due.kind == "quarter" and due.quarter is not None:
        year, _dash, quarter = due.quarter.partition("-Q")
        return _("quarter {quarter} of {year}").format(quarter=quarter, year=year)
    if due.kind == "yearly-day" and due.day is not None:
        return _("every year on {day}").format(day=f"{due.day[3:]}/{due.day[:2]}")
    return _("all the time")


def rule_words(rule: str) -> str:
    """When a report is due."""
    if rule.startswith("before "):
        return _("before {date}").format(date=shown(rule.removeprefix("before ")))
    return _(_RULE[rule]) if rule in _RULE else rule


def code_words(terms: str, code: str | None) -> str:
    """The words of a code in one list of the vocabulary; a code that is unknown here is told as it is."""
    known: dict[str, Term] = getattr(vocabulary(), terms)
    return label(known[code], LANGUAGE) if code in known else code or "–"


def plain_lines(text: str) -> str:
    """Text of several lines, each as `plain_text` shows it."""
    return "\n".join(map(plain_text, text.split("\n")))


def plain_text(text: str) -> str:
    """Text of others on a line of a terminal: nothing in it can disguise the rest."""
    return "".join(char if char.isprintable() else "·" for char in text)


def moment(instant: int | None) -> str:
    """A POSIX second, as a Vietnamese clock shows it."""
    return "–" if instant is None else f"{datetime.datetime.fromtimestamp(instant, VIETNAM):%d/%m/%Y %H:%M}"


def numbers(tally: Tally) -> tuple[str, ...]:
    """Activities, quantity, people and minutes, in groups of three digits."""
    return tuple(map(number, (tally.activities, tally.quantity, tally.audience, tally.minutes)))


def number(value: int) -> str:
    """A number in groups of three digits."""
    return f"{value:,}".replace(",", "." if LANGUAGE == "vi" else ",")


def bytes_words(count: int) -> str:
    """So many bytes, in the unit that fits.

    >>> bytes_words(12), bytes_words(675_000).replace(",", ".")
    ('12 B', '659.2 KB')
    """
    if count < 1024:
        return f"{count} B"
    size, unit = (count / 1024, "KB") if count < 1024**2 else (count / 1024**2, "MB")
    return f"{size:.1f} {unit}".replace(".", "," if LANGUAGE == "vi" else ".")


def bad_row_words(bad: BadRow) -> str:
    """Where a file has a fault, and which."""
    return _("row {row}, column “{column}”: {why}").format(row=bad.row, column=bad.column, why=sentence(bad.error))


def import_words(done: ImportResult) -> str:
    """What came of a file, but for its faults."""
    return _("{taken} rows taken; {again} were taken before; {bad} refused.").format(
        taken=done.taken, again=done.again, bad=len({bad.row for bad in done.bad})
    )


def filter_words(wanted: ActivityFilter, names: dict[str, str]) -> list[str]:
    """What a filter is limited to, besides its search; `names` are the directives', by id."""
    told = [
        wanted.period and wanted.period.name,
        _limit("topics", wanted.topic),
        _limit("channels", wanted.channel),
        wanted.directive and names.get(wanted.directive, wanted.directive),
        wanted.task and _("task {number}").format(number=wanted.task),
        wanted.state and state_word(wanted.state),
    ]
    return [one for one in told if one]


def _limit(terms: str, code: str | None) -> str | None:
    if code == "":
        return _("no channel") if terms == "channels" else _("no topic")
    return code and code_words(terms, code)
