"""A record's state from the set of its entries. A pure function: whatever order they arrived in, the same state.

The rules:

- Entries form a graph: an entry has seen its `base`, and all that those had seen. An entry that `base` names and that
  is not here yet is passed over; when it comes, the state is worked out anew.
- A field's value is what was written last, in the order of that graph. Where two wrote it without seeing each other
  and to different values, it is in conflict: both values are kept and shown.
- Of values in conflict the one with the later claimed time is displayed, and of equal times the greater leaf hash: a
  choice that every party makes alike, and that proves nothing.
- An entry that builds on both sides of a conflict settles it: with its own value if it sets the field, else with the
  one that was displayed to its author.
- A retraction takes the record out of every count. A revision that has seen the retraction brings the record back; a
  revision made beside it does not, and the record is in conflict.
- Fields changed on one side only are merged without a word; the record says that it was written in parallel.
- The entries of one unit make a record; the same id used by another unit is another record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import UNSET, Struct

from sync.encoding.spelling import unbase64
from sync.encoding.types import Hash
from sync.ledger.entry import Activity, Fields, Retraction
from sync.ledger.figures import CountedFields
from sync.ledger.span import last_day

Value = str | int | tuple[str, ...] | None


class Version(Struct, frozen=True, gc=False):
    """An entry of a record, with its leaf hash (32 bytes), which is its name in the graph."""

    leaf: Hash
    entry: Activity | Retraction


class Values(Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What an activity is at last: every field with its value."""

    title: str = ""
    date: str = ""
    directive: str | None = None
    task: str | None = None
    topics: tuple[str, ...] = ()
    channel: str | None = None
    text: str | None = None
    place: str | None = None
    quantity: int | None = None
    audience: int | None = None
    minutes: int | None = None
    language: str | None = None
    until: str | None = None
    audiences: tuple[str, ...] = ()
    body: str | None = None
    languages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def every_language(self) -> tuple[str, ...]:
        """All that it was in, each once; empty if it says none."""
        return every_language(self.language, self.languages)

    @property
    def every_place(self) -> tuple[str, ...]:
        """All where it was, each once; empty if it says none."""
        return tuple(dict.fromkeys(filter(None, (self.place, *self.places))))

    @property
    def last_day(self) -> str:
        """The day (ISO) on which it counts; empty without a date."""
        return last_day(self.date, self.until)

    @property
    def span_end(self) -> str | None:
        """The last day (ISO) of its span; None if it has one day."""
        return self.until if self.until is not None and self.until == self.last_day != self.date else None


class Conflict(Struct, frozen=True):
    """A field that two sides set to different values: `(leaf hash, value)` of each writer, the displayed one first.
    The field `retracted` is a retraction beside a revision; its value is the reason, or None for the revision."""

    field: str
    values: tuple[tuple[Hash, Value], ...]


class Record(Struct, frozen=True):
    """A record's state."""

    record: str
    values: Values
    heads: tuple[Hash, ...]
    """Leaf hashes of the entries that nothing here builds on, sorted: what the next revision names as its base."""
    retracted: str | None = None
    """The reason, if the record is taken back."""
    conflicts: tuple[Conflict, ...] = ()
    parallel: bool = False
    """Whether some entries were made without seeing each other."""
    entries: int = 1


_FIELDS = tuple(field.name for field in msgspec.structs.fields(Fields))
_RETRACTED = "retracted"


class _Standing(Struct, frozen=True, gc=False):
    """A field in the state after an entry. Entries are bits of numbers here (`_Graph.bit`), so that what many entries have
    seen is asked of all of them at once and not of each pair."""

    value: Value
    """What all that stand have written: an entry that meets a conflict settles it, so a state has no two values."""
    writers: int
    """The entries whose writing stands."""
    outdone: int
    """All that those have seen: whichever of these wrote the field, it stands no more."""


class _Graph:
    """The entries in order, each with a bit of its own: the greater, the rather its value is displayed in a conflict. So
    the displayed one of a set of entries is the set's highest bit."""

    def __init__(self, by_leaf: dict[Hash, Version]) -> None:
        self.order, self.parents = in_order(by_leaf)
        self.by_leaf = by_leaf
        self.ranked = sorted(by_leaf, key=lambda leaf: (by_leaf[leaf].entry.at, leaf))
        self.bit = {leaf: 1 << rank for rank, leaf in enumerate(self.ranked)}
        self.retractions = 0
        for leaf, bit in self.bit.items():
            if isinstance(by_leaf[leaf].entry, Retraction):
                self.retractions |= bit
        self.seen: dict[Hash, int] = {}
        """What each entry has seen, without itself."""
        named: set[Hash] = set()
        for leaf in self.order:
            seen = 0
            for parent in self.parents[leaf]:
                seen |= self.seen[parent] | self.bit[parent]
            self.seen[leaf] = seen
            named.update(self.parents[leaf])
        self.heads = tuple(sorted(by_leaf.keys() - named))

    def displayed(self, field: str, writers: int) -> Hash:
        """Among writers in conflict, the one that every party shows; of a retraction and a revision, the retraction."""
        if field == _RETRACTED:
            writers = writers & self.retractions or writers
        return self.ranked[writers.bit_length() - 1]

    def leaves(self, entries: int) -> list[Hash]:
        """The leaf hashes of a set of entries, sorted."""
        digits = reversed(f"{entries:b}")  # taking bit by bit off a long number would copy it each time
        return sorted(leaf for leaf, digit in zip(self.ranked, digits, strict=False) if digit == "1")


def merge(versions: Iterable[Version]) -> Record:
    """The state that these entries of one record and unit give; duplicates count once. At least one entry."""
    by_leaf = {version.leaf: version for version in versions}
    if len(by_leaf) == 1:
        return _alone(next(iter(by_leaf.values())))
    graph = _Graph(by_leaf)
    states: dict[Hash, dict[str, _Standing]] = {}
    wrote: dict[tuple[str, Hash], Value] = {}
    for leaf in graph.order:
        seen, bit = graph.seen[leaf], graph.bit[leaf]
        before = [states[parent] for parent in graph.parents[leaf]]
        state = dict(before[0]) if len(before) == 1 else {}  # most have one parent, and nothing meets
        for field, (writers, outdone, values) in _join(before).items() if len(before) > 1 else ():
            if len(values) > 1:
                value = wrote[field, leaf] = wrote[field, graph.displayed(field, writers)]
                state[field] = _Standing(value, bit, seen)
            else:
                (value,) = values
                state[field] = _Standing(value, writers, outdone)
        for field, value in _writes(by_leaf[leaf].entry, revives=bool(seen & graph.retractions)).items():
            wrote[field, leaf] = value
            state[field] = _Standing(value, bit, seen)
        states[leaf] = state
    if len(graph.heads) == 1:
        final = {field: standing.writers for field, standing in states[graph.heads[0]].items()}
    else:
        final = {field: writers for field, (writers, _, _) in _join([states[head] for head in graph.heads]).items()}
    return _record(graph, final, wrote)


def every_language(first: str | None, others: Iterable[str]) -> tuple[str, ...]:
    """The languages of an activity, each once, of its language and the others."""
    return tuple(dict.fromkeys(filter(None, (first, *others)))) if first or others else ()


def counted_alone(fields: Fields) -> CountedFields:
    """What counting reads of a record that has one entry, which sets these fields: as `merge` would have it, for the many
    that need no merging."""
    return CountedFields(
        fields.directive or None,
        fields.task or None,
        fields.topics or (),
        fields.channel or None,
        None if fields.quantity is UNSET else fields.quantity,
        None if fields.audience is UNSET else fields.audience,
        None if fields.minutes is UNSET else fields.minutes,
        fields.audiences or (),
        fields.body or None,
        every_language(fields.language or None, fields.languages or ()),
    )


def _alone(version: Version) -> Record:
    entry = version.entry
    if isinstance(entry, Retraction):
        return Record(entry.record, Values(), (version.leaf,), retracted=entry.reason)
    return Record(entry.record, _values(entry.fields), (version.leaf,))


def _values(fields: Fields) -> Values:
    return Values(**{name: value for name in _FIELDS if (value := getattr(fields, name)) is not UNSET})


def _writes(entry: Activity | Retraction, *, revives: bool) -> dict[str, Value]:
    if isinstance(entry, Retraction):
        return {_RETRACTED: entry.reason}
    written: dict[str, Value] = {name: value for name in _FIELDS if (value := getattr(entry.fields, name)) is not UNSET}
    if revives:
        written[_RETRACTED] = None
    return written


def in_order(by_leaf: dict[Hash, Version]) -> tuple[list[Hash], dict[Hash, list[Hash]]]:
    """The entries so that each stands after all it has seen, the same for every party; and each one's parents here."""
    parents = {
        leaf: sorted({unbase64(name) for name in version.entry.base} & by_leaf.keys()) for leaf, version in by_leaf.items()
    }
    order: list[Hash] = []
    placed: set[Hash] = set()
    for start in sorted(by_leaf):
        waiting = [start]
        while waiting:
            leaf = waiting[-1]
            if leaf in placed:  # several that build on it waited for it
                waiting.pop()
                continue
            missing = [parent for parent in parents[leaf] if parent not in placed]
            if missing:
                waiting.extend(missing)  # no cycle: a base names hashes of bytes that were there before it
                continue
            waiting.pop()
            placed.add(leaf)
            order.append(leaf)
    return order, parents


def _join(states: Sequence[dict[str, _Standing]]) -> dict[str, tuple[int, int, set[Value]]]:
    """What stands after several states meet, of each field: the writers that no other writer there has seen, all that
    those have seen, and their values. Whatever a writer that falls away had seen, the one that has seen it has seen too:
    so the sets are united and nothing is asked of each pair."""
    fields: dict[str, list[_Standing]] = {}
    for state in states:
        for field, standing in state.items():
            fields.setdefault(field, []).append(standing)
    joined: dict[str, tuple[int, int, set[Value]]] = {}
    for field, met in fields.items():
        writers = outdone = 0
        for standing in met:
            writers |= standing.writers
            outdone |= standing.outdone
        writers &= ~outdone
        joined[field] = writers, outdone, {standing.value for standing in met if standing.writers & writers}
    return joined


def _record(graph: _Graph, final: dict[str, int], wrote: dict[tuple[str, Hash], Value]) -> Record:
    values: dict[str, Value] = {}
    conflicts: list[Conflict] = []
    for field, writers in sorted(final.items()):
        first = graph.displayed(field, writers)
        values[field] = wrote[field, first]
        if writers == graph.bit[first]:
            continue
        rest = [leaf for leaf in graph.leaves(writers) if wrote[field, leaf] != values[field]]
        if rest:
            pairs = tuple((leaf, wrote[field, leaf]) for leaf in (first, *rest))
            conflicts.append(Conflict(field, pairs))
    reason = values.pop(_RETRACTED, None)
    beside = _beside_a_retraction(graph, final[_RETRACTED]) if reason is not None else ()
    if beside and not any(conflict.field == _RETRACTED for conflict in conflicts):
        first = graph.displayed(_RETRACTED, final[_RETRACTED])
        conflicts.append(Conflict(_RETRACTED, ((first, reason), *((leaf, None) for leaf in beside))))
    return Record(
        record=graph.by_leaf[graph.order[0]].entry.record,
        values=msgspec.convert(values, Values, strict=False) if values else Values(),
        heads=graph.heads,
        retracted=str(reason) if reason is not None else None,
        conflicts=tuple(conflicts),
        parallel=len(graph.heads) > 1,
        entries=len(graph.order),
    )


def _beside_a_retraction(graph: _Graph, retracting: int) -> tuple[Hash, ...]:
    """The heads that revise the record without having seen the retraction that stands."""
    return tuple(
        head for head in graph.heads if isinstance(graph.by_leaf[head].entry, Activity) and not graph.seen[head] & retracting
    )
