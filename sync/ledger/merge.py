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


def merge(versions: Iterable[Version]) -> Record:
    """The state that these entries of one record and unit give; duplicates count once. At least one entry."""
    by_leaf = {version.leaf: version for version in versions}
    if len(by_leaf) == 1:
        return _alone(next(iter(by_leaf.values())))
    order, parents = _in_order(by_leaf)
    # An entry's writers: for each field, the entries whose writing of it still stands after this entry.
    seen: dict[Hash, int] = {}
    states: dict[Hash, dict[str, frozenset[Hash]]] = {}
    wrote: dict[tuple[str, Hash], Value] = {}
    retracted_before: dict[Hash, bool] = {}
    for number, leaf in enumerate(order):
        entry = by_leaf[leaf].entry
        seen[leaf] = 1 << number
        retracted_before[leaf] = False
        for parent in parents[leaf]:
            seen[leaf] |= seen[parent]
            was = isinstance(by_leaf[parent].entry, Retraction) or retracted_before[parent]
            retracted_before[leaf] = retracted_before[leaf] or was
        state = _join([states[parent] for parent in parents[leaf]], order, seen)
        for field, standing in list(state.items()):
            if len({wrote[field, writer] for writer in standing}) > 1:
                shown = _displayed(field, standing, by_leaf)
                wrote[field, leaf] = wrote[field, shown]
                state[field] = frozenset((leaf,))
        for field, value in _writes(entry, revives=retracted_before[leaf]).items():
            wrote[field, leaf] = value
            state[field] = frozenset((leaf,))
        states[leaf] = state
    named = {parent for leaf in order for parent in parents[leaf]}
    heads = tuple(sorted(leaf for leaf in order if leaf not in named))
    final = _join([states[head] for head in heads], order, seen)
    return _record(by_leaf, order, seen, heads, final, wrote)


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


def _in_order(by_leaf: dict[Hash, Version]) -> tuple[list[Hash], dict[Hash, list[Hash]]]:
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
            missing = [parent for parent in parents[leaf] if parent not in placed]
            if missing:
                waiting.extend(missing)  # no cycle: a base names hashes of bytes that were there before it
                continue
            waiting.pop()
            if leaf not in placed:
                placed.add(leaf)
                order.append(leaf)
    return order, parents


def _join(
    states: Sequence[dict[str, frozenset[Hash]]], order: Sequence[Hash], seen: dict[Hash, int]
) -> dict[str, frozenset[Hash]]:
    """What stands after several states meet: every writer that no other writer there has seen."""
    if len(states) == 1:
        return dict(states[0])
    joined: dict[str, frozenset[Hash]] = {}
    for field in sorted({field for state in states for field in state}):
        writers = frozenset().union(*(state.get(field, frozenset()) for state in states))
        joined[field] = frozenset(
            writer for writer in writers if not any(_has_seen(other, writer, seen) for other in writers)
        )
    return joined


def _has_seen(entry: Hash, other: Hash, seen: dict[Hash, int]) -> bool:
    return entry != other and seen[entry] & seen[other] == seen[other]


def _displayed(field: str, standing: frozenset[Hash], by_leaf: dict[Hash, Version]) -> Hash:
    """Among writers in conflict, the one that every party shows; of a retraction and a revision, the retraction."""
    return max(
        standing,
        key=lambda leaf: (
            field == _RETRACTED and isinstance(by_leaf[leaf].entry, Retraction),
            by_leaf[leaf].entry.at,
            leaf,
        ),
    )


def _record(
    by_leaf: dict[Hash, Version],
    order: Sequence[Hash],
    seen: dict[Hash, int],
    heads: tuple[Hash, ...],
    final: dict[str, frozenset[Hash]],
    wrote: dict[tuple[str, Hash], Value],
) -> Record:
    values: dict[str, Value] = {}
    conflicts: list[Conflict] = []
    for field, standing in sorted(final.items()):
        first = _displayed(field, standing, by_leaf)
        values[field] = wrote[field, first]
        rest = sorted(leaf for leaf in standing if wrote[field, leaf] != wrote[field, first])
        if rest:
            pairs = tuple((leaf, wrote[field, leaf]) for leaf in (first, *rest))
            conflicts.append(Conflict(field, pairs))
    reason = values.pop(_RETRACTED, None)
    beside = _beside_a_retraction(by_leaf, heads, final, seen) if reason is not None else ()
    if beside and not any(conflict.field == _RETRACTED for conflict in conflicts):
        first = _displayed(_RETRACTED, final[_RETRACTED], by_leaf)
        conflicts.append(Conflict(_RETRACTED, ((first, reason), *((leaf, None) for leaf in beside))))
    return Record(
        record=by_leaf[order[0]].entry.record,
        values=msgspec.convert(values, Values, strict=False) if values else Values(),
        heads=heads,
        retracted=str(reason) if reason is not None else None,
        conflicts=tuple(conflicts),
        parallel=len(heads) > 1,
        entries=len(order),
    )


def _beside_a_retraction(
    by_leaf: dict[Hash, Version],
    heads: tuple[Hash, ...],
    final: dict[str, frozenset[Hash]],
    seen: dict[Hash, int],
) -> tuple[Hash, ...]:
    """The heads that revise the record without having seen the retraction that stands."""
    return tuple(
        head
        for head in heads
        if isinstance(by_leaf[head].entry, Activity)
        and not any(_has_seen(head, writer, seen) for writer in final[_RETRACTED])
    )
