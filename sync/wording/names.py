"""What codes are called: terms of the vocabulary, units, directives, tasks, and bands of how many people were reached."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from sync.ledger.figures import BANDS, By, task_of
from sync.ledger.text import SortKey, sort_key
from sync.ledger.vocabulary import ListName, Term, label, vocabulary
from sync.wording.dates import day
from sync.wording.directive_names import shown_names
from sync.wording.i18n import N_, catalogue, language

if TYPE_CHECKING:
    from sync.ledger.directive import Directive
    from sync.ledger.entry import Reorganised
    from sync.ledger.registry import Registry
    from sync.ledger.unit_history import UnitHistory

_ = catalogue("sync")

_DIMENSIONS: Final[dict[By, str]] = {
    "unit": N_("unit"),
    "topic": N_("topic"),
    "channel": N_("channel"),
    "directive": N_("directive"),
    "task": N_("task"),
    "audience": N_("people reached"),
    "audiences": N_("for whom"),
    "body": N_("which body"),
}
"""What counts may be grouped by."""

_LISTS: Final[dict[By, ListName]] = {
    "topic": "topics",
    "channel": "channels",
    "audiences": "audiences",
    "body": "bodies",
}
"""The list of the vocabulary in which the keys of counts stand."""


def dimensions() -> dict[By, str]:
    """What counts may be grouped by, in words, in order."""
    return {by: _(words) for by, words in _DIMENSIONS.items()}


def dimension_words(by: str) -> str:
    """What counts are grouped by, or a table of a report is by, in words. One that is unknown here stands for itself."""
    return next((_(words) for known, words in _DIMENSIONS.items() if known == by), by)


def dimension_head(by: By) -> str:
    """The words of what counts are grouped by, as a heading."""
    words = dimension_words(by)
    return words[:1].upper() + words[1:]


class Names:
    """The names in a registry, of units as of a day (ISO)."""

    def __init__(self, registry: Registry, day: str) -> None:
        self._registry = registry
        from sync.ledger.unit_history import UnitHistory  # noqa: PLC0415 - terms of the vocabulary need none

        self._history = UnitHistory(registry)
        self._day = day
        self._directives = {directive.id: directive for directive in registry.directives}
        self._called = shown_names(registry.directives)

    def of(self, by: By, key: str) -> str:
        """What a key of counts is called; a dash for a code that nobody knows."""
        if not key:
            return _("not said")
        if by == "unit":
            return self.unit(key)
        if by == "directive":
            return self.directive(key)
        if by == "task":
            return self.task(key)
        if by == "audience":
            return band(key)
        return known_term(_LISTS[by], key)

    def in_order(self, by: By, keys: Iterable[str]) -> list[str]:
        """Keys of counts in the order in which tables have them: tasks as their documents do, others as they come."""
        if by != "task":
            return list(keys)
        from sync.ledger.task_order import in_document_order  # noqa: PLC0415 - as above

        return in_document_order(keys, self.known())

    def unit(self, code: str) -> str:
        """A unit's name: "Xã Bình Lư"."""
        return self._history.name_apart(code, self._day) if code in self._registry.units else "–"

    def before_beginning(self, unit: str, date: str) -> str:
        """What is to be said of a unit's activity of a date (ISO) on which there was none of its code yet; else nothing."""
        return before_beginning(self._history, unit, date)

    def directive(self, id_: str) -> str:
        """A directive's number, or its symbol with when it was issued."""
        return self._called.get(id_, "–")

    def task(self, key: str) -> str:
        """A task, of which the key is `directive id#number`: "2653/KH-UBND, 19: ..."."""
        return task_words(self._directives, key, unknown="–")

    def known(self) -> tuple[Directive, ...]:
        """The directives in force."""
        return tuple(self._directives.values())


def task_words(directives: Mapping[str, Directive], key: str, *, unknown: str | None = None) -> str:
    """A task in words, of which the key is `directive id#number`. A directive that is not among these, by their ids, is
    called `unknown`, or by its id."""
    id_, number = task_of(key)
    directive = directives.get(id_)
    if directive is None:
        return f"{id_ if unknown is None else unknown}, {number}"
    task = directive.task(number)
    name = shown_names(directives.values())[id_]
    return f"{name}, {number}" + ("" if task is None else f": {task.label}")


def by_unit_name(name: str) -> SortKey:
    """A key that puts units, named as in "Xã Bình Lư", into the order of their names without their types."""
    return sort_key(name.partition(" ")[2] or name)


def term(which: ListName, code: str | None) -> str:
    """The words of a code of the vocabulary; a code that is unknown here stands for itself, a dash for none."""
    terms: dict[str, Term] = getattr(vocabulary(), which)
    return label(terms[code], language()) if code in terms else code or "–"


def known_term(which: ListName, code: str) -> str:
    """The words of a code that may be anybody's guess, as in an address: a dash for one that is unknown here."""
    terms: dict[str, Term] = getattr(vocabulary(), which)
    return label(terms[code], language()) if code in terms else "–"


def terms(which: ListName, codes: Iterable[str]) -> str:
    """The words of codes of the vocabulary, in a row; a dash for none."""
    return "; ".join(term(which, code) for code in codes) or "–"


def band(key: str) -> str:
    """How many people: one of `figures.BANDS`."""
    if not key:
        return _("not said")
    if key not in BANDS:
        return "–"
    if key.endswith("+"):
        return _("{count} people and more").format(count=key.rstrip("+"))
    return _("{count} people").format(count=key.replace("-", "–"))


def before_beginning(history: UnitHistory, unit: str, date: str) -> str:
    """What is to be said of an activity dated before there was a unit of its code; empty of all others."""
    begins = history.begins(unit)
    if not begins or date >= begins:
        return ""
    return before_first_day(begins)


def before_first_day(begins: str) -> str:
    """That an activity is dated before its unit's first day (ISO)."""
    return _("dated before the unit was in the ledger ({day})").format(day=day(begins))


def what_happened(history: UnitHistory, event: Reorganised) -> str:
    """What became of units, in a sentence, by their names of the day before and of the day."""
    eve = (datetime.date.fromisoformat(event.since) - datetime.timedelta(days=1)).isoformat()
    before = ", ".join(history.name_apart(code, eve) for code in event.units)
    after = ", ".join(history.name_apart(code, event.since) for code in event.into)
    told = {
        "renamed": _("{before} renamed {after} on {since}"),
        "merged": _("{before} merged into {after} on {since}"),
        "split": _("{before} split into {after} on {since}"),
    }
    return told[event.how].format(before=before, after=after, since=day(event.since))
