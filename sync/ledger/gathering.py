"""What a report gathers of the activities in its window: all; those of its directive; or also those that its duty names.

    all                         every activity
    directive plan-2653         those of a directive, by its id
    topic digital-skills        those that name a topic
    task plan-2653#10           those of a task of a directive

A duty's `counts` are such words. Without any, what counts is what was logged for its directive, as it was before there were
such words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from msgspec import Struct

from sync.encoding.patterns import SLUG

EVERYTHING: Final = "all"
"""The word for every activity."""

WORD: Final = re.compile(rf"(?:all|(?:directive|topic) {SLUG.pattern}|task {SLUG.pattern}#(?s:.){{1,100}})")
"""A word of what a duty counts."""


class Gatherable(Protocol):
    """What of an activity says whether it is gathered."""

    @property
    def directive(self) -> str | None:
        """The id of the directive that it was logged for."""

    @property
    def task(self) -> str | None:
        """The number of a task of that directive."""

    @property
    def topics(self) -> Sequence[str]:
        """Its topics."""


class Gathering(Struct, frozen=True, kw_only=True):
    """Which activities are gathered: those of any of these directives (by id), topics and tasks (directive and number). That
    none is named means none; that of everything there is no such thing."""

    directives: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    tasks: tuple[tuple[str, str], ...] = ()

    def takes(self, activity: Gatherable) -> bool:
        """Whether an activity is one of these."""
        return (
            activity.directive in self.directives
            or (activity.directive, activity.task) in self.tasks
            or any(topic in self.topics for topic in activity.topics)
        )


def gathering_of(directive: str | None, words: Iterable[str]) -> Gathering | None:
    """Which activities a report gathers that is of a directive, by its id, and whose duty has these words; None for all.
    What was logged for the directive itself is always among them."""
    named: dict[str, list[str]] = {"directive": [], "topic": [], "task": []}
    for word in words:
        kind, _space, key = word.partition(" ")
        if kind == EVERYTHING:
            return None
        named[kind].append(key)
    if directive is None:
        return None
    tasks = (key.partition("#") for key in named["task"])
    return Gathering(
        directives=tuple(dict.fromkeys((directive, *named["directive"]))),
        topics=tuple(named["topic"]),
        tasks=tuple((whose, number) for whose, _hash, number in tasks),
    )
