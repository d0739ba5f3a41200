"""Counts, and the commitment behind a report: one function for the laptop's preview, the hub's board and the auditor.

A figure is a plain sum over activities; an activity with several topics counts once under each, and once in the
total. Nothing here knows where activities come from or who may see them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, Protocol

from msgspec import Struct

from sync.encoding.types import Hash, Sum
from sync.log.merkle import leaf_hash, tree_root

By = Literal["unit", "topic", "channel", "directive", "task", "audience", "audiences", "body"]
"""What counts may be grouped by; `audience` by how many people an activity reached, in bands, `audiences` by who they
were."""

REPORT_TABLES: Final[tuple[By, ...]] = ("channel", "topic", "directive", "task")
"""The tables that a report's figures have (`Figures`)."""

BANDS: Final = ("0", "1-49", "50-99", "100-499", "500+")
"""How many people an activity reached; one that does not say is in none, which is written as an empty text."""


class Tally(Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """Sums over activities. `quantity` adds what each channel counts (broadcasts, posts, sessions ...), `audience`
    people, `minutes` minutes; an activity that does not say counts as 0."""

    activities: Sum = 0
    quantity: Sum = 0
    audience: Sum = 0
    minutes: Sum = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.activities + other.activities,
            self.quantity + other.quantity,
            self.audience + other.audience,
            self.minutes + other.minutes,
        )


class Counted(Protocol):
    """What counting reads of an activity."""

    @property
    def directive(self) -> str | None: ...
    @property
    def task(self) -> str | None: ...
    @property
    def topics(self) -> tuple[str, ...]: ...
    @property
    def channel(self) -> str | None: ...
    @property
    def quantity(self) -> int | None: ...
    @property
    def audience(self) -> int | None: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def audiences(self) -> tuple[str, ...]: ...
    @property
    def body(self) -> str | None: ...
    @property
    def every_language(self) -> tuple[str, ...]: ...


class CountedFields(Struct, frozen=True, array_like=True, gc=False):
    """The fields that counting reads, and no others: what is kept of many records at once."""

    directive: str | None
    task: str | None
    topics: tuple[str, ...]
    channel: str | None
    quantity: int | None
    audience: int | None
    minutes: int | None
    audiences: tuple[str, ...] = ()
    body: str | None = None
    every_language: tuple[str, ...] = ()
    """No figure of a report says so; the province's annex does."""

    @classmethod
    def of(cls, activity: Counted) -> CountedFields:
        """The fields of an activity that counting reads."""
        return cls(
            activity.directive,
            activity.task,
            activity.topics,
            activity.channel,
            activity.quantity,
            activity.audience,
            activity.minutes,
            activity.audiences,
            activity.body,
            activity.every_language,
        )


class Figures(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The figures of one unit and period. The keys are codes in order; `""` stands for activities that name none.
    Tasks are keyed `directive id#task number`. In audiences and bodies, as in tasks, nothing stands for those that name
    none: so the figures of activities without them are what they were before there were any."""

    total: Tally
    channels: dict[str, Tally] = {}
    topics: dict[str, Tally] = {}
    directives: dict[str, Tally] = {}
    tasks: dict[str, Tally] = {}
    audiences: dict[str, Tally] = {}
    bodies: dict[str, Tally] = {}

    def parts(self) -> tuple[dict[str, Tally], ...]:
        """All but the total."""
        return self.channels, self.topics, self.directives, self.tasks, self.audiences, self.bodies


def count(activities: Iterable[Counted]) -> Figures:
    """Sum up activities; the same activities in any order give equal figures, down to the bytes they encode to."""
    return summed(_by_words(activities))


def summed(by_words: Mapping[Words, Sequence[int]]) -> Figures:
    """The figures of activities of which those that count under the same keys were summed already: how many they are,
    quantity, people and minutes."""
    total = [0, 0, 0, 0]
    groups: tuple[dict[str, list[int]], ...] = ({}, {}, {}, {}, {}, {})
    channels, topics, directives, tasks, audiences, bodies = groups
    for (channel, directive, task, named, whom, body), (number, quantity, audience, minutes) in by_words.items():
        sums = [total, _of(channels, channel or ""), _of(directives, directive or "")]
        sums += [_of(topics, topic) for topic in dict.fromkeys(named) or ("",)]
        if directive and task:
            sums.append(_of(tasks, f"{directive}#{task}"))
        sums += [_of(audiences, group) for group in dict.fromkeys(whom)]
        if body:
            sums.append(_of(bodies, body))
        for group in sums:
            group[0] += number
            group[1] += quantity
            group[2] += audience
            group[3] += minutes
    return Figures(
        total=Tally(*total),
        channels=_tallies(channels),
        topics=_tallies(topics),
        directives=_tallies(directives),
        tasks=_tallies(tasks),
        audiences=_tallies(audiences),
        bodies=_tallies(bodies),
    )


Words = tuple[str | None, str | None, str | None, tuple[str, ...], tuple[str, ...], str | None]
"""The channel, directive, task, topics, audiences and body of an activity: all that says under which keys it counts."""


def _by_words(activities: Iterable[Counted]) -> dict[Words, list[int]]:
    """The sums over the activities that count under the same keys: of many activities there are far fewer of these."""
    by_words: dict[Words, list[int]] = {}
    for activity in activities:
        words = (activity.channel, activity.directive, activity.task, activity.topics, activity.audiences, activity.body)
        sums = by_words.get(words)
        if sums is None:
            sums = by_words[words] = [0, 0, 0, 0]
        sums[0] += 1
        sums[1] += activity.quantity or 0
        sums[2] += activity.audience or 0
        sums[3] += activity.minutes or 0
    return by_words


def keys_of(by: By | Literal["language"], activity: Counted) -> tuple[str, ...]:
    """Under which keys an activity counts: by all that an activity says itself, so not by unit. As in `Figures`, `""` is
    for those that do not say.

    >>> keys_of("audience", CountedFields("plan", "19", (), None, 2, 64, None))
    ('50-99',)
    >>> keys_of("task", CountedFields("plan", "19", (), None, 2, 64, None))
    ('plan#19',)
    """
    if by == "topic":
        return tuple(dict.fromkeys(activity.topics)) or ("",)  # a laptop may name one twice
    if by == "channel":
        return (activity.channel or "",)
    if by == "directive":
        return (activity.directive or "",)
    if by == "task":
        return (task_key(activity.directive, activity.task),)
    if by == "audiences":
        return tuple(dict.fromkeys(activity.audiences)) or ("",)
    if by == "body":
        return (activity.body or "",)
    if by == "language":
        return activity.every_language or ("",)
    assert by == "audience", "a unit states an activity; the activity does not say it"
    return (band_of(activity.audience),)


def quantity_adds_up(by: By, key: str) -> bool:
    """Whether the quantities under a key count one kind of thing: broadcasts, or posts, or leaflets. Those of one channel
    do; the sum over several says nothing."""
    return by == "channel" and key != ""


def task_key(directive: str | None, task: str | None) -> str:
    """What a directive's task is counted under; empty without one."""
    return f"{directive}#{task}" if directive and task else ""


def task_of(key: str) -> tuple[str, str]:
    """The directive's id and the task's number in a `task_key`.

    >>> task_of(task_key("lai-chau-2026", "19"))
    ('lai-chau-2026', '19')
    """
    directive, _hash, task = key.partition("#")
    return directive, task


def band_of(audience: int | None) -> str:
    """The one of `BANDS` that a number of people falls into; empty if it was not said."""
    if audience is None:
        return ""
    return BANDS[0 if audience == 0 else 1 if audience < 50 else 2 if audience < 100 else 3 if audience < 500 else 4]


def _of(groups: dict[str, list[int]], key: str) -> list[int]:
    """The sums under a key, from 0 if there are none yet."""
    found = groups.get(key)
    if found is None:
        found = groups[key] = [0, 0, 0, 0]
    return found


def _tallies(groups: dict[str, list[int]]) -> dict[str, Tally]:
    return {key: Tally(*groups[key]) for key in sorted(groups)}


def commitment(heads: Iterable[Hash]) -> Hash:
    """The root (32 bytes, RFC 6962) over the leaf hashes of the entries that give the counted activities their state,
    sorted and each once; every such hash is itself the data of a leaf."""
    return tree_root([leaf_hash(head) for head in sorted(set(heads))])
