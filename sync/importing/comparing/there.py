"""What an activity that is there looks like to a row that may be it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set

from msgspec import Struct

from sync.importing.comparing.likeness import NEAR
from sync.importing.ledger import StandingActivity
from sync.importing.said import Said, plain, same
from sync.ledger.text import fold


class Look(Struct, frozen=True):
    """What an activity that is there looks like."""

    record: str
    title: str
    words: frozenset[str]
    place: str
    others: bool
    """Whether somebody else has stated it."""
    entered: bool
    """Whether the province has entered it for the unit."""
    values: Said
    """Its values, where others have stated them."""

    def says(self, said: Said) -> bool:
        """Whether it says all that a row says, and nothing else of what the row has cells for."""
        return all(same(self.values.get(code), value) for code, value in said.items())

    def is_like(self, words: Set[str], place: str) -> bool:
        """Whether a row of its day looks like it: most words of both titles are in both, and they name no two places."""
        common = len(self.words & words)
        return common >= NEAR * (len(self.words) + len(words) - common) and (
            not place or not self.place or place == self.place
        )


def looks_by_date(there: Iterable[StandingActivity], imported: Set[str]) -> dict[str, list[Look]]:
    """What the activities look like, by their day, those that were not imported first."""
    found: dict[str, list[Look]] = defaultdict(list)
    for each in sorted(there, key=lambda each: each.record in imported):
        values = each.values
        words = frozenset(fold(values.title).split())
        told = plain(values) if each.others else {}
        found[values.date].append(
            Look(each.record, values.title, words, fold(values.place or ""), each.others, each.entered, told)
        )
    return found
