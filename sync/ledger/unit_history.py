"""What happened to units, read from a registry: which of them there were on a day, what they were called, of which kind
they were and to whom they reported, and who answers for what was stated under a code that was merged away.

Codes outlive units: one may end, and stand for another unit later. So nothing here is about a code alone, but about a code
on a day (ISO). Events count from their first day on, in order of that day, and of the registry where they share it; so
a later entry can put right an earlier one of the same day.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Final

from sync.encoding.patterns import PROVINCE_CODE, is_commune
from sync.ledger.entry import Reorganised, Unit
from sync.ledger.registry import Registry

_NOBODY: Final = ""
_FAR: Final = "9999"
_TWO: Final = 2
_KINDS: Final = {5: "commune-committee", 3: "district-committee", 2: "province-committee"}
"""By how many digits a code has that is no more than those."""


class UnitHistory:
    """A view of a registry as it was when this was made."""

    def __init__(self, registry: Registry) -> None:
        self._editions = {code: _by_day(stated) for code, stated in registry.editions.items()}
        self._events = sorted(registry.reorganisations, key=lambda event: event.since)
        self._turns: dict[str, list[tuple[str, str]]] = {}
        """By code: from which day on it was merged into which other, split away (nobody), or stands for itself again."""
        self._absorbed: dict[str, bool] = {}
        """The codes that others were merged into; whether there was a unit of that code before."""
        for event in self._events:
            self._take(event)
        self._days = sorted({event.since for event in self._events})
        self._groups: dict[int, dict[str, tuple[str, ...]]] = {}
        self._lines: dict[str, dict[str, tuple[str, ...]]] = {}
        """By day, and then by superior, who reports to it."""
        self._called: dict[str, Counter[str]] = {}
        """By day, how many bodies are called so; units with a code of their own have a name of their own."""

    def _take(self, event: Reorganised) -> None:
        if event.how == "renamed":
            return
        day, successor = event.since, event.into[0] if event.how == "merged" else _NOBODY
        if successor:
            self._absorbed.setdefault(
                successor, successor in event.units or (self._stated(successor, day) and not self._gone(successor, day))
            )
        for code in event.units:
            if code not in event.into:
                self._turns.setdefault(code, []).append((day, successor))
        # What comes out of an event stands for itself. So a code leads to one that leads nowhere, and none to itself.
        for code in event.into:
            if code in self._turns:
                self._turns[code].append((day, code))

    # -- units

    def reporting(self, day: str) -> tuple[str, ...]:
        """The codes of the units that report and stand on a day, in order: all but the province."""
        return tuple(code for code in sorted(self._editions) if not _is_province(code) and self.stands(code, day))

    def communes(self, day: str) -> tuple[str, ...]:
        """The codes of the communes that stand on a day, in order."""
        return tuple(code for code in self.reporting(day) if is_commune(code))

    def begins(self, code: str) -> str:
        """The first day (ISO) on which there is a unit of this code; empty for a code that is unknown."""
        return self._editions[code][0][0] if code in self._editions else ""

    def stands(self, code: str, day: str) -> bool:
        """Whether the code stands for a unit on a day: one that has begun and not ended, been merged or split away."""
        if code not in self._editions or self._gone(code, day):
            return False
        unit = self.at(code, day)
        return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)

    def ended(self, code: str, day: str) -> bool:
        """Whether there was a unit of this code before a day, and there is none on it."""
        return code in self._editions and not self.stands(code, day) and self.at(code, day).valid_from <= day

    def at(self, code: str, day: str) -> Unit:
        """The unit as it was on a day; before its first day, as it then was. `KeyError` for a code that is unknown."""
        starts, editions = self._editions[code]
        return editions[max(bisect_right(starts, day) - 1, 0)]

    def name(self, code: str, day: str) -> str:
        """What the unit was called on a day: "Xã Bình Lư"."""
        unit = self.at(code, day)
        return f"{unit.type.capitalize()} {unit.name}".strip()

    def name_apart(self, code: str, day: str) -> str:
        """The full name, as people are shown it: that of a body beside another unit bears the other's, so that it is told
        apart from its like: "Phòng Văn hóa - Xã hội (xã Bình Lư)". Annexes before version 5 have the `name` alone."""
        name = self.name(code, day)
        if not _is_beside(code):
            return name
        above, shared = self.superior(code, day), self._bodies_called(day)[name] >= _TWO
        whose = self.name(above, day) if above else code if shared else ""
        if not whose or (not shared and whose.casefold() in name.casefold()):
            return name
        return f"{name} ({whose[:1].lower()}{whose[1:]})"

    def _bodies_called(self, day: str) -> Counter[str]:
        if day not in self._called:
            self._called[day] = Counter(self.name(code, day) for code in self.reporting(day) if _is_beside(code))
        return self._called[day]

    def kind(self, code: str, day: str) -> str:
        """The kind of body that the unit was on a day, an actor of the vocabulary: as stated, or else as its code says.
        Empty for a body beside one of those of the state, of which nothing was stated."""
        return self.at(code, day).body or _KINDS.get(len(code), "")

    # -- to whom they report

    def superior(self, code: str, day: str) -> str:
        """The code of the unit to which this one reports on a day: what took over from it where it was merged. Empty is the
        province: where nothing was stated of any but a body beside a commune, where there is no such unit on that day, and
        where a unit would report to itself through others."""
        return _NOBODY if self.reports_to_itself(code, day) else self._stated_superior(code, day)

    def reports_to_itself(self, code: str, day: str) -> bool:
        """Whether what was stated leads from a unit to others and back to it."""
        above, passed = self._stated_superior(code, day), {code}
        while above and above not in passed:
            passed.add(above)
            above = self._stated_superior(above, day)
        return above == code

    def subordinates(self, code: str, day: str) -> tuple[str, ...]:
        """The codes of the units that report to this one on a day, in order; to the province, if it is empty or its code."""
        if day not in self._lines:
            lines: dict[str, list[str]] = {}
            for unit in self.reporting(day):
                lines.setdefault(self.superior(unit, day), []).append(unit)
            self._lines[day] = {superior: tuple(units) for superior, units in lines.items()}
        return self._lines[day].get(_NOBODY if _is_province(code) else code, ())

    def superiors(self) -> tuple[str, ...]:
        """The codes of the units to which others report on some day, in order; the province is none of them."""
        found = {code for day in self.turns() for unit in self.reporting(day) if (code := self.superior(unit, day))}
        return tuple(sorted(found))

    def turns(self) -> list[str]:
        """The days (ISO) on which anything about units changes, in order: between two of them each is what it was."""
        days = {event.since for event in self._events}
        for starts, editions in self._editions.values():
            days.update(starts)
            days.update(_day_after(until) for edition in editions if (until := edition.valid_to) and until < _FAR)
        return sorted(days)

    def _stated_superior(self, code: str, day: str) -> str:
        beside, dash, _word = code.partition("-")
        stated = self.at(code, day).reports_to or (beside if dash and is_commune(beside) else _NOBODY)
        if not stated or _is_province(stated):
            return _NOBODY
        heir = self.successor(stated, day)
        return heir if self.stands(heir, day) else _NOBODY

    # -- what became of them

    def successor(self, code: str, day: str) -> str:
        """Who answers on a day for what was stated under a code: the code itself, or where merging led it. Of a unit that
        was split away the code stays: nobody can tell which of its records belong to which part."""
        while (turn := self._turn(code, day)) not in (None, code, _NOBODY):
            assert turn is not None
            code = turn
        return code

    def became(self, code: str, day: str) -> tuple[str, ...]:
        """All the units that hold on a day what the code once was, by code: itself, where nothing happened to it."""
        units = {code}
        for event in self._before(day):
            if event.how != "renamed" and not units.isdisjoint(event.units):
                units = units.difference(event.units).union(event.into)
        return tuple(sorted(units))

    def predecessors(self, code: str, day: str) -> tuple[str, ...]:
        """The other codes whose successor is this one on a day."""
        state = bisect_right(self._days, day)
        if state not in self._groups:
            groups: dict[str, list[str]] = {}
            for other in sorted(self._turns):
                groups.setdefault(self.successor(other, day), []).append(other)
            self._groups[state] = {
                successor: tuple(other for other in ones if other != successor) for successor, ones in groups.items()
            }
        return self._groups[state].get(code, ())

    def parts(self, code: str, day: str) -> list[tuple[str, list[str]]]:
        """The code and all its predecessors on a day, each with those that were merged straight into it; parts first."""
        straight: dict[str, list[str]] = {}
        for other in self.predecessors(code, day):
            straight.setdefault(self._turn(other, day) or _NOBODY, []).append(other)
        wholes = [code]
        for whole in wholes:  # which grows meanwhile
            wholes += straight.get(whole, ())
        return [(whole, straight.get(whole, [])) for whole in reversed(wholes)]

    def grew(self, code: str) -> bool:
        """Whether others were merged into a unit that was there before, and not only into one that they made."""
        return self._absorbed.get(code, True)

    def steps(self, code: str) -> tuple[tuple[str, str], ...]:
        """From which day on another code is successor to this one: (day, successor) in order; none where that never was."""
        steps: list[tuple[str, str]] = []
        for day in self._days if code in self._turns else ():
            successor = self.successor(code, day)
            if successor != (steps[-1][1] if steps else code):
                steps.append((day, successor))
        return tuple(steps)

    def what_happened(self, code: str) -> tuple[Reorganised, ...]:
        """What touches a code, in order."""
        return tuple(event for event in self._events if code in event.units or code in event.into)

    def _before(self, day: str) -> Iterator[Reorganised]:
        return (event for event in self._events if event.since <= day)

    def _stated(self, code: str, day: str) -> bool:
        return code in self._editions and self._editions[code][0][0] < day

    def _gone(self, code: str, day: str) -> bool:
        return self._turn(code, day) not in (None, code)

    def _turn(self, code: str, day: str) -> str | None:
        turns = self._turns.get(code)
        if turns is None:
            return None
        at = bisect_right(turns, day, key=lambda turn: turn[0])
        return turns[at - 1][1] if at else None


def _is_province(code: str) -> bool:
    return PROVINCE_CODE.fullmatch(code) is not None


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def _by_day(stated: list[Unit]) -> tuple[list[str], list[Unit]]:
    """The editions of a unit by their first day, each with its day; of two with the same day the later stated."""
    last = {unit.valid_from: unit for unit in stated}
    days = sorted(last)
    return days, [last[day] for day in days]


def _is_beside(code: str) -> bool:
    """Whether a code is one of the hub's own, of a body beside a unit of the state."""
    return "-" in code
