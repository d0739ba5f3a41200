"""How single things are told to a person: a state, a field and its value, a moment, a number, a code's words."""

from __future__ import annotations

import datetime
from typing import Final

from field.dates import shown
from field.records import Filter, State
from sync.ledger.figures import Tally
from sync.ledger.merge import Value
from sync.ledger.period import VIETNAM
from sync.ledger.vocabulary import Term, label, vocabulary
from sync.words import LANGUAGE, N_, catalogue

_ = catalogue("field")

_STATE: Final[dict[State, str]] = {
    "conflict": N_("in conflict"),
    "held": N_("held by the province"),
    "returned": N_("returned"),
    "unsent": N_("unsent"),
    "retracted": N_("taken back"),
    "accepted": N_("accepted"),
    "received": N_("received"),
}
_FIELD: Final[dict[str, str]] = {
    "title": N_("title"), "date": N_("date"), "directive": N_("directive"), "task": N_("task"), "topics": N_("topics"),
    "channel": N_("channel"), "text": N_("text"), "place": N_("place"), "quantity": N_("quantity"),
    "audience": N_("people"), "minutes": N_("minutes"), "language": N_("language"), "retracted": N_("taken back"),
}  # fmt: skip


def state_word(state: State) -> str:
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
        return code_words(f"{name}s", str(value))
    return "–" if value is None else str(value)


def code_words(terms: str, code: str | None) -> str:
    """The words of a code in one list of the vocabulary; a code that is unknown here is told as it is."""
    known: dict[str, Term] = getattr(vocabulary(), terms)
    return label(known[code], LANGUAGE) if code in known else code or "–"


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


def filter_words(wanted: Filter, names: dict[str, str]) -> list[str]:
    """What a filter is limited to, besides its search; `names` are the directives', by id."""
    told = [
        wanted.period and wanted.period.name,
        wanted.topic and code_words("topics", wanted.topic),
        wanted.channel and code_words("channels", wanted.channel),
        wanted.directive and names.get(wanted.directive, wanted.directive),
        wanted.task,
        wanted.state and state_word(wanted.state),
    ]
    return [one for one in told if one]
