"""The merging of records against a slow model of it, which asks of each pair of entries whether one has seen the other."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from sync.encoding.spelling import unbase64
from sync.encoding.types import Hash
from sync.ledger.entry import Fields, Retraction
from sync.ledger.merge import Conflict, Record, Values, Version, merge
from tests.sync.ledger.test_merge import RECORD, retract, revise

FIELDS = [field.name for field in msgspec.structs.fields(Fields)]


class SlowMerge:
    """The rules of merging, word for word: sets of leaf hashes, and every pair compared."""

    def __init__(self, versions: list[Version]) -> None:
        self.entries = {version.leaf: version.entry for version in versions}
        self.parents = {
            leaf: {unbase64(name) for name in entry.base} & self.entries.keys() for leaf, entry in self.entries.items()
        }
        self.seen: dict[Hash, set[Hash]] = {}
        self.states: dict[Hash, dict[str, set[Hash]]] = {}
        self.wrote: dict[tuple[str, Hash], Any] = {}
        while len(self.states) < len(self.entries):
            for leaf in self.entries.keys() - self.states.keys():
                if self.parents[leaf] <= self.states.keys():
                    self.take(leaf)

    def take(self, leaf: Hash) -> None:
        entry, parents = self.entries[leaf], self.parents[leaf]
        seen = self.seen[leaf] = parents.union(*(self.seen[parent] for parent in parents))
        state = self.states[leaf] = self.join(parents)
        for field, standing in state.items():
            if len({self.wrote[field, writer] for writer in standing}) > 1:
                self.wrote[field, leaf] = self.wrote[field, self.displayed(field, standing)]
                state[field] = {leaf}
        if isinstance(entry, Retraction):
            written: dict[str, Any] = {"retracted": entry.reason}
        else:
            written = {name: value for name in FIELDS if (value := getattr(entry.fields, name)) is not UNSET}
            if any(isinstance(self.entries[other], Retraction) for other in seen):
                written["retracted"] = None
        for field, value in written.items():
            self.wrote[field, leaf] = value
            state[field] = {leaf}

    def join(self, leaves: set[Hash]) -> dict[str, set[Hash]]:
        joined = {}
        for field in {field for leaf in leaves for field in self.states[leaf]}:
            writers = {writer for leaf in leaves for writer in self.states[leaf].get(field, ())}
            joined[field] = {writer for writer in writers if not any(writer in self.seen[other] for other in writers)}
        return joined

    def displayed(self, field: str, standing: set[Hash]) -> Hash:
        def rank(leaf: Hash) -> tuple[bool, int, Hash]:
            entry = self.entries[leaf]
            return field == "retracted" and isinstance(entry, Retraction), entry.at, leaf

        return max(standing, key=rank)

    def record(self) -> Record:
        heads = self.entries.keys() - set[Hash]().union(*self.parents.values())
        final = self.join(heads)
        values: dict[str, Any] = {}
        conflicts: dict[str, Conflict] = {}
        for field, standing in sorted(final.items()):
            first = self.displayed(field, standing)
            value = values[field] = self.wrote[field, first]
            rest = sorted(leaf for leaf in standing if self.wrote[field, leaf] != value)
            if rest:
                conflicts[field] = Conflict(field, tuple((leaf, self.wrote[field, leaf]) for leaf in (first, *rest)))
        reason = values.pop("retracted", None)
        if reason is not None and "retracted" not in conflicts:
            gone = final["retracted"]
            beside = [
                leaf
                for leaf in sorted(heads)
                if not isinstance(self.entries[leaf], Retraction) and not self.seen[leaf] & gone
            ]
            if beside:
                shown = self.displayed("retracted", gone)
                conflicts["retracted"] = Conflict("retracted", ((shown, reason), *((leaf, None) for leaf in beside)))
        return Record(
            RECORD,
            Values(**values),
            tuple(sorted(heads)),
            reason,
            tuple(conflicts.values()),
            len(heads) > 1,
            len(self.entries),
        )


@st.composite
def partly_known(draw: st.DrawFn) -> list[Version]:
    """Random graphs of many first entries and many heads, of which some entries never came."""
    made = [revise(at=draw(st.integers(0, 3)), quantity=draw(st.integers(0, 2)))]
    few = st.fixed_dictionaries(
        {},
        optional={
            "quantity": st.none() | st.integers(0, 2),
            "place": st.sampled_from([None, "x"]),
            "topics": st.just(("a",)),
        },
    )
    for _ in range(draw(st.integers(0, 12))):
        base = tuple(draw(st.lists(st.sampled_from(made), max_size=4, unique_by=lambda version: version.leaf)))
        at = draw(st.integers(0, 3))
        if base and draw(st.integers(0, 3)) == 0:
            made.append(retract(*base, at=at, reason=draw(st.sampled_from(["a", "b"]))))
        else:
            made.append(revise(at, base, **draw(few)))
    missing = draw(st.sets(st.sampled_from(made), max_size=2))
    return [version for version in made if version not in missing] or made


@settings(max_examples=400)
@given(history=partly_known())
def test_a_record_is_what_comparing_every_pair_of_entries_gives(history: list[Version]) -> None:
    assert merge(history) == SlowMerge(history).record()
