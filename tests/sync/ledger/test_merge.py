"""A record's state is a function of the set of its entries: order, duplicates and routes of arrival never matter."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant
from sync.ledger.decode import encode
from sync.ledger.entry import Activity, Fields, Retraction
from sync.ledger.figures import CountedFields
from sync.ledger.merge import Record, Values, Version, counted_alone, merge
from sync.log.merkle import leaf_hash
from tests.every_field import EVERY_FIELD

RECORD = "0190b2c4-5e00-7000-8000-000000000001"
_salts = itertools.count()


def version(entry: Activity | Retraction) -> Version:
    return Version(leaf_hash(encode(entry)), entry)


def salt() -> str:
    return f"{next(_salts):016x}"


def revise(at: int = 100, base: tuple[Version, ...] = (), **fields: Any) -> Version:
    named = tuple(tobase64(one.leaf) for one in base)
    if not base:
        fields = {"title": "Phát loa", "date": "2026-11-03", **fields}
    return version(Activity(salt=salt(), at=Instant(at), record=RECORD, base=named, fields=Fields(**fields)))


def retract(*base: Version, at: int = 100, reason: str = "nhập nhầm") -> Version:
    named = tuple(tobase64(one.leaf) for one in base)
    return version(Retraction(salt=salt(), at=Instant(at), record=RECORD, base=named, reason=reason))


def test_one_entry_is_its_own_state() -> None:
    first = revise(quantity=4, topics=("digital-skills",))
    record = merge([first])
    assert (record.values.title, record.values.quantity, record.values.topics) == ("Phát loa", 4, ("digital-skills",))
    assert record.heads == (first.leaf,)
    assert not record.conflicts and not record.parallel and record.retracted is None


def test_a_record_says_of_how_many_entries_it_is_each_counted_once() -> None:
    first = revise()
    gone = retract(first)
    assert [merge(some).entries for some in ([first], [gone], [first, gone], [first, gone, first])] == [1, 1, 2, 2]


def test_a_field_left_out_is_untouched_and_a_null_empties_it() -> None:
    first = revise(quantity=4, place="Nà Khương")
    record = merge([first, revise(base=(first,), place=None)])
    assert (record.values.quantity, record.values.place) == (4, None)


def test_fields_changed_on_one_side_each_merge_without_conflict() -> None:
    first = revise(quantity=4)
    record = merge([first, revise(base=(first,), quantity=5), revise(base=(first,), place="Bình Lư")])
    assert (record.values.quantity, record.values.place, record.conflicts) == (5, "Bình Lư", ())
    assert record.parallel


def test_the_same_field_set_to_different_values_is_a_conflict_that_keeps_both() -> None:
    first = revise(quantity=4)
    left, right = revise(at=200, base=(first,), quantity=5), revise(at=300, base=(first,), quantity=6)
    (conflict,) = merge([first, left, right]).conflicts
    assert conflict.field == "quantity"
    assert conflict.values == ((right.leaf, 6), (left.leaf, 5))


def test_the_same_field_set_to_the_same_value_is_no_conflict() -> None:
    first = revise(quantity=4)
    assert merge([first, revise(base=(first,), quantity=5), revise(base=(first,), quantity=5)]).conflicts == ()


def test_a_revision_that_names_both_heads_settles_with_its_own_value() -> None:
    first = revise(quantity=4)
    left, right = revise(base=(first,), quantity=5), revise(base=(first,), quantity=6)
    record = merge([first, left, right, revise(base=(left, right), quantity=7)])
    assert (record.values.quantity, record.conflicts, record.parallel) == (7, (), False)


def test_a_revision_that_names_both_heads_settles_with_what_was_shown() -> None:
    first = revise(quantity=4)
    left, right = revise(at=300, base=(first,), quantity=5), revise(at=200, base=(first,), quantity=6)
    record = merge([first, left, right, revise(base=(left, right), place="Tả Lèng")])
    assert (record.values.quantity, record.values.place, record.conflicts) == (5, "Tả Lèng", ())


def test_a_later_change_on_one_side_only_keeps_the_conflict() -> None:
    first = revise(quantity=4)
    left, right = revise(base=(first,), quantity=5), revise(base=(first,), quantity=6)
    record = merge([first, left, right, revise(base=(left,), place="Tả Lèng")])
    assert [conflict.field for conflict in record.conflicts] == ["quantity"]


def test_a_retraction_takes_the_record_back_and_a_revision_that_saw_it_brings_it_again() -> None:
    first = revise()
    gone = retract(first)
    assert merge([first, gone]).retracted == "nhập nhầm"
    assert merge([first, gone, revise(base=(gone,), quantity=2)]).retracted is None


def test_a_revision_beside_a_retraction_is_a_conflict_and_the_record_stays_out() -> None:
    first = revise()
    gone, edited = retract(first), revise(at=900, base=(first,), quantity=9)
    record = merge([first, gone, edited])
    assert record.retracted == "nhập nhầm"
    assert [conflict.field for conflict in record.conflicts] == ["retracted"]
    assert record.values.quantity == 9


def test_a_retraction_that_names_both_heads_settles_the_conflict() -> None:
    first = revise()
    gone, edited = retract(first), revise(base=(first,), quantity=9)
    record = merge([first, gone, edited, retract(gone, edited, reason="trùng")])
    assert (record.retracted, record.conflicts) == ("trùng", ())


def test_an_entry_whose_base_is_not_here_yet_still_counts() -> None:
    first = revise(quantity=4)
    second = revise(base=(first,), quantity=5)
    assert merge([second]).values.quantity == 5
    assert merge([second]).values.title == ""


def test_what_is_counted_of_one_entry_is_what_merging_it_would_give() -> None:
    for fields in ({}, {"quantity": 4, "topics": ("a", "b"), "channel": "meeting"}, {"task": None, "directive": "plan"}):
        first = revise(**fields)
        assert isinstance(first.entry, Activity)
        assert counted_alone(first.entry.fields) == CountedFields.of(merge([first]).values)


def test_every_field_that_an_entry_can_set_has_its_value_in_the_record() -> None:
    assert EVERY_FIELD.keys() == {field.name for field in msgspec.structs.fields(Fields)}
    assert merge([revise(**EVERY_FIELD)]).values == Values(**EVERY_FIELD)


@pytest.mark.parametrize("name", EVERY_FIELD)
def test_a_field_alone_stands_and_is_counted_as_itself(name: str) -> None:
    given = {"title": "x", "date": "2026-01-01", name: EVERY_FIELD[name]}
    first = revise(**given)
    assert isinstance(first.entry, Activity)
    assert merge([first]).values == Values(**given)
    counted = {name: EVERY_FIELD[name]} if name in CountedFields.__struct_fields__ else {}
    languages = {"language": (EVERY_FIELD["language"],), "languages": EVERY_FIELD["languages"]}
    counted |= {"every_language": languages[name]} if name in languages else {}
    lists = ("topics", "audiences", "every_language")
    nothing = {key: () if key in lists else None for key in CountedFields.__struct_fields__}
    assert counted_alone(first.entry.fields) == CountedFields(**{**nothing, **counted})
    assert CountedFields.of(merge([first]).values) == counted_alone(first.entry.fields)


@pytest.mark.parametrize("name", EVERY_FIELD)
def test_a_field_that_one_side_changes_is_the_records_and_one_that_both_change_is_in_conflict(name: str) -> None:
    first = revise(title="x", date="2026-01-01")
    others: dict[str, Any] = {"date": "2026-11-05", "topics": ("youth",), "quantity": 5, "audience": 121, "minutes": 16}
    other = (others | {"until": "2026-11-07", "audiences": ("youth",), "languages": ("vi",), "places": ("y",)}).get(
        name, "other"
    )
    left, right = revise(200, (first,), **{name: EVERY_FIELD[name]}), revise(100, (first,), **{name: other})
    record = merge([first, left, revise(100, (first,), **{"place" if name != "place" else "text": "y"})])
    assert getattr(record.values, name) == EVERY_FIELD[name]
    assert record.conflicts == ()
    (conflict,) = merge([first, left, right]).conflicts
    assert (conflict.field, conflict.values) == (name, ((left.leaf, EVERY_FIELD[name]), (right.leaf, other)))


@pytest.mark.parametrize(
    "name", [name for name in EVERY_FIELD if name not in ("title", "date") and not isinstance(EVERY_FIELD[name], tuple)]
)
def test_a_field_that_is_emptied_is_empty_and_counts_as_nothing(name: str) -> None:
    first = revise(**EVERY_FIELD)
    record = merge([first, revise(100, (first,), **{name: None})])
    assert record.values == Values(**{**EVERY_FIELD, name: None})
    emptied = revise(**{**EVERY_FIELD, name: None})
    assert isinstance(emptied.entry, Activity)
    assert merge([emptied]).values == record.values
    assert counted_alone(emptied.entry.fields) == CountedFields.of(record.values)


def test_a_zero_is_a_number_and_not_nothing() -> None:
    first = revise(quantity=0, audience=0, minutes=0)
    assert isinstance(first.entry, Activity)
    counted = counted_alone(first.entry.fields)
    assert (counted.quantity, counted.audience, counted.minutes) == (0, 0, 0)


@st.composite
def histories(draw: st.DrawFn) -> list[Version]:
    """Random graphs: each entry builds on some of the entries before it, with few values so that they collide."""
    made = [revise(at=draw(st.integers(0, 3)))]
    for _ in range(draw(st.integers(0, 9))):
        base = tuple(draw(st.lists(st.sampled_from(made), min_size=1, max_size=3, unique_by=lambda one: one.leaf)))
        at = draw(st.integers(0, 3))
        if draw(st.integers(0, 5)) == 0:
            made.append(retract(*base, at=at))
        else:
            fields = draw(st.fixed_dictionaries({}, optional={"quantity": st.integers(0, 2), "place": st.none()}))
            made.append(revise(at, base, **fields))
    return made


@settings(max_examples=200)
@given(history=histories(), data=st.data())
def test_any_order_and_any_duplicates_give_the_same_state(history: list[Version], data: st.DataObject) -> None:
    expected: Record = merge(history)
    shuffled = data.draw(st.permutations(history)) + data.draw(st.lists(st.sampled_from(history), max_size=4))
    assert merge(shuffled) == expected


@settings(max_examples=200)
@given(history=histories())
def test_naming_every_head_settles_every_conflict_without_losing_what_was_shown(history: list[Version]) -> None:
    before = merge(history)
    heads = tuple(one for one in history if one.leaf in before.heads)
    after = merge([*history, revise(base=heads)])
    assert after.conflicts == ()
    assert after.retracted is None
    assert after.values == before.values
    assert len(after.heads) == 1


@settings(max_examples=100)
@given(history=histories())
def test_every_value_in_conflict_was_written_by_the_entry_named(history: list[Version]) -> None:
    by_leaf = {one.leaf: one.entry for one in history}
    for conflict in merge(history).conflicts:
        assert len({value for _, value in conflict.values}) > 1
        for leaf, value in conflict.values:
            entry = by_leaf[leaf]
            if conflict.field != "retracted" and isinstance(entry, Activity) and len(entry.base) < 2:
                assert getattr(entry.fields, conflict.field) == value
