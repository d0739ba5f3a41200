"""How things are told to people: what codes are called, units, topics, channels, directives, tasks, bands, and how days,
moments and numbers are written, in the language that is spoken."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Final

from sync.ledger.directive import Directive
from sync.ledger.figures import BANDS, By
from sync.ledger.period import VIETNAM
from sync.ledger.registry import Registry
from sync.ledger.text import SortKey, sort_key
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import Term, label, vocabulary
from sync.wording.i18n import N_, catalogue, language

_ = catalogue("hub")


DIMENSIONS: Final[dict[By, str]] = {
    "unit": N_("unit"),
    "topic": N_("topic"),
    "channel": N_("channel"),
    "directive": N_("directive"),
    "task": N_("task"),
    "audience": N_("people reached"),
}
"""What counts may be grouped by, in words."""


class Names:
    """The names in a registry, of units as of a day (ISO)."""

    def __init__(self, registry: Registry, day: str) -> None:
        self._registry = registry
        self._history = UnitHistory(registry)
        self._day = day
        self._directives = {one.id: one for one in registry.directives}

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
        return term(vocabulary().topics if by == "topic" else vocabulary().channels, key)

    def unit(self, code: str) -> str:
        """A unit's name: "Xã Bình Lư"."""
        return self._history.name(code, self._day) if code in self._registry.units else "–"

    def directive(self, id_: str) -> str:
        """A directive's number, or its symbol."""
        return self._directives[id_].name if id_ in self._directives else "–"

    def task(self, key: str) -> str:
        """A task, of which the key is `directive id#number`: "2653/KH-UBND, 19: ..."."""
        id_, _hash, number = key.partition("#")
        directive = self._directives.get(id_)
        found = next((task for task in directive.tasks if task.no == number), None) if directive else None
        return f"{self.directive(id_)}, {number}: {found.label}" if found else f"{self.directive(id_)}, {number}"

    def known(self) -> tuple[Directive, ...]:
        """The directives in force."""
        return tuple(self._directives.values())


def by_name(name: str) -> SortKey:
    """A key that puts units, named as in "Xã Bình Lư", into the order of their names without their types."""
    return sort_key(name.partition(" ")[2] or name)


def term(terms: dict[str, Term], code: str) -> str:
    """A word of the vocabulary; a dash for one that is unknown here."""
    return label(terms[code], language()) if code in terms else "–"


def labels(terms: dict[str, Term], codes: Iterable[str]) -> str:
    """Words of the vocabulary in a row; a code that is unknown here stands for itself."""
    return "; ".join(label(terms[code], language()) if code in terms else code for code in codes) or "–"


def band(key: str) -> str:
    """How many people: one of `figures.BANDS`."""
    if not key:
        return _("not said")
    if key not in BANDS:
        return "–"
    if key.endswith("+"):
        return _("{count} people and more").format(count=key.rstrip("+"))
    return _("{count} people").format(count=key.replace("-", "–"))


def day(date: str | None) -> str:
    """A day (ISO) as people write it: 05/11/2026."""
    return "–" if not date else "/".join(reversed(date.split("-")))


def moment(instant: int | None) -> str:
    """An instant (POSIX seconds) by the clocks of Vietnam: 05/11/2026 14:30."""
    if instant is None:
        return "–"
    try:
        return f"{datetime.datetime.fromtimestamp(instant, VIETNAM):%d/%m/%Y %H:%M}"
    except (OverflowError, ValueError, OSError):  # a laptop's clock may claim anything
        return str(instant)


def number(value: int) -> str:
    """A number as the language writes it: 1.234 in Vietnamese."""
    return f"{value:,}".replace(",", "." if language() == "vi" else ",")
