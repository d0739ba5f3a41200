"""What an activity that is there looks like to a row that may be it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from typing import Final

from msgspec import Struct

from sync.importing.comparing.likeness import NEAR, place_of, title_of
from sync.importing.ledger import StandingActivity
from sync.importing.said import Said, plain, same
from sync.ledger.merge import Values

_WORD: Final = re.compile(r"\w+")
_VILLAGES: Final = frozenset({"ban", "thon", "xom", "to", "khu", "pho", "ap", "khom", "buon", "lang"})
"""How the name of a village begins."""
_SORTS: Final = _VILLAGES | {"tai", "o", "nvh", "nha", "van", "hoa"}
"""Words for what sort of place it is, or that lead to one: "Bản Nậm Củm" is "Nậm Củm"."""
_MANY: Final = 20
"""People, of whom there are seldom just as many by chance."""
_MUCH: Final = 0.6
"""The share of the shorter title's words that is much of both."""
_FEWEST: Final = 3
"""Words that say what was done; fewer stand in many titles."""


class About(Struct, frozen=True):
    """What an activity is about, as far as it helps to know it again."""

    words: frozenset[str]
    """Of its title, but for those of its place."""
    place: frozenset[str]
    """The words of its place, but for what sort of place it is."""
    village: bool
    """Whether its place says that it is a village: two of those are two places."""
    people: int
    count: int
    """How many there were of it."""

    def is_like(self, other: About) -> bool:
        """Whether two of a day look alike: they name no two places, and most words of both titles are in both; or the one
        says in fewer words what the other does, with the same figure; or as many people came, and much of both is the
        same, even where their places are two, and not two villages. A place that stands in a title is none of its words."""
        apart = not (self.place <= other.place or other.place <= self.place)
        if apart and self.village and other.village:
            return False
        place = self.place | other.place
        mine, theirs = ((each - place - _SORTS) or each for each in (self.words, other.words))
        common, fewer = len(mine & theirs), min(len(mine), len(theirs))
        same_people = self.people == other.people >= _MANY
        if apart or not common:
            return same_people and common >= _MUCH * fewer > 0
        if common >= NEAR * (len(mine) + len(theirs) - common):
            return True
        same_count = self.count == other.count > 1 and not (self.people and other.people and self.people != other.people)
        return (common == fewer >= _FEWEST and (same_people or same_count)) or (same_people and common >= _MUCH * fewer)


def about(values: Said | Values) -> About:
    """What a row or an activity is about."""
    told = values if isinstance(values, dict) else plain(values)
    place = place_of(told)
    of_place = frozenset(_WORD.findall(place))
    people, count = (told.get(code) for code in ("audience", "quantity"))
    return About(
        words=frozenset(_WORD.findall(title_of(told))),
        place=(of_place - _SORTS) or of_place,
        village=place.partition(" ")[0] in _VILLAGES,
        people=people if isinstance(people, int) else 0,
        count=count if isinstance(count, int) else 0,
    )


class Look(Struct, frozen=True):
    """What an activity that is there looks like."""

    record: str
    title: str
    about: About
    others: bool
    """Whether somebody else has stated it."""
    entered: bool
    """Whether the province has entered it for the unit."""
    values: Said
    """Its values, where others have stated them."""

    def says(self, said: Said) -> bool:
        """Whether it says all that a row says, and nothing else of what the row has cells for."""
        return all(same(self.values.get(code), value) for code, value in said.items())


def looks_by_date(there: Iterable[StandingActivity], imported: Set[str]) -> dict[str, list[Look]]:
    """What the activities look like, by their day, those that were not imported first."""
    found: dict[str, list[Look]] = defaultdict(list)
    for each in sorted(there, key=lambda each: each.record in imported):
        values = each.values
        told = plain(values) if each.others else {}
        found[values.date].append(Look(each.record, values.title, about(values), each.others, each.entered, told))
    return found
