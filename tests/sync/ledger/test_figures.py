"""Figures: plain sums under every key that an activity says, and a commitment to exactly the entries counted."""

from __future__ import annotations

import doctest
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.types import Hash
from sync.ledger import figures as module
from sync.ledger.figures import BANDS, By, CountedFields, Figures, Tally, band_of, commitment, count, keys_of, task_key
from sync.log.merkle import EMPTY_ROOT, leaf_hash, node_hash


def counted(**fields: Any) -> CountedFields:
    nothing: dict[str, Any] = {
        name: () if name in ("topics", "audiences", "every_language") else None for name in CountedFields.__struct_fields__
    }
    return CountedFields(**(nothing | fields))


FULL = counted(
    directive="plan",
    task="7",
    topics=("a", "b"),
    channel="radio",
    quantity=4,
    audience=120,
    minutes=15,
    audiences=("women", "youth"),
    body="office",
    every_language=("vi", "hmn"),
)


def test_what_counting_reads_of_an_activity_is_each_of_its_fields() -> None:
    assert CountedFields.of(FULL) == FULL
    assert msgspec.structs.astuple(FULL) == (
        *("plan", "7", ("a", "b"), "radio", 4, 120, 15),
        *(("women", "youth"), "office", ("vi", "hmn")),
    )


def test_an_activity_counts_once_in_the_total_and_once_under_each_key_that_it_says() -> None:
    once = Tally(1, 4, 120, 15)
    assert count([FULL]) == Figures(
        total=once,
        channels={"radio": once},
        topics={"a": once, "b": once},
        directives={"plan": once},
        tasks={"plan#7": once},
        audiences={"women": once, "youth": once},
        bodies={"office": once},
    )


def test_an_activity_that_says_nothing_counts_as_one_under_the_empty_key() -> None:
    bare = Tally(1, 0, 0, 0)
    assert count([counted()]) == Figures(total=bare, channels={"": bare}, topics={"": bare}, directives={"": bare}, tasks={})


@pytest.mark.parametrize("fields", [{"task": "7"}, {"directive": "plan"}, {"directive": "plan", "task": ""}])
def test_a_task_counts_only_under_its_directive(fields: dict[str, Any]) -> None:
    assert count([counted(**fields)]).tasks == {}
    assert task_key(fields.get("directive"), fields.get("task")) == ""
    assert task_key("plan", "7") == "plan#7"


def test_a_topic_that_is_named_twice_counts_once() -> None:
    twice = counted(topics=("a", "a"), quantity=2)
    assert count([twice]).topics == {"a": Tally(1, 2, 0, 0)}
    assert keys_of("topic", twice) == ("a",)


def test_sums_are_sums() -> None:
    other = counted(channel="radio", topics=("b",), quantity=3, audience=30, minutes=7, directive="plan", task="8")
    found = count([FULL, other, FULL])
    assert found.total == Tally(3, 11, 270, 37)
    assert found.topics == {"a": Tally(2, 8, 240, 30), "b": Tally(3, 11, 270, 37)}
    assert found.tasks == {"plan#7": Tally(2, 8, 240, 30), "plan#8": Tally(1, 3, 30, 7)}
    assert Tally(1, 2, 3, 4) + Tally(10, 20, 30, 40) == Tally(11, 22, 33, 44)


def test_nothing_counted_is_nothing_said() -> None:
    assert count([]) == Figures(total=Tally())
    assert msgspec.json.encode(Figures(total=Tally())) == b'{"total":[0,0,0,0]}'
    assert msgspec.json.encode(Tally()) == b"[0,0,0,0]"


@given(
    st.permutations([FULL, counted(channel="b"), counted(channel="a", topics=("z", "a")), counted(directive="x", task="1")])
)
def test_the_same_activities_in_any_order_give_the_same_bytes(activities: Sequence[CountedFields]) -> None:
    found = count(activities)
    assert msgspec.json.encode(found) == msgspec.json.encode(count(sorted(activities, key=repr)))
    for group in found.parts():
        assert list(group) == sorted(group)


@pytest.mark.parametrize(
    ("by", "keys", "none"),
    [
        ("topic", ("a", "b"), ("",)),
        ("channel", ("radio",), ("",)),
        ("directive", ("plan",), ("",)),
        ("task", ("plan#7",), ("",)),
        ("audience", ("100-499",), ("",)),
        ("audiences", ("women", "youth"), ("",)),
        ("body", ("office",), ("",)),
    ],
)
def test_an_activity_counts_by_each_thing_that_it_says(by: By, keys: tuple[str, ...], none: tuple[str, ...]) -> None:
    assert keys_of(by, FULL) == keys
    assert keys_of(by, counted()) == none


def test_a_unit_is_not_what_an_activity_says() -> None:
    with pytest.raises(AssertionError):
        keys_of("unit", FULL)


@pytest.mark.parametrize(
    ("audience", "band"),
    [
        (None, ""),
        (0, "0"),
        (1, "1-49"),
        (49, "1-49"),
        (50, "50-99"),
        (99, "50-99"),
        (100, "100-499"),
        (499, "100-499"),
        (500, "500+"),
        (10**9, "500+"),
    ],
)
def test_a_band_holds_its_first_and_its_last_number(audience: int | None, band: str) -> None:
    assert band_of(audience) == band
    assert band in (*BANDS, "")


@pytest.mark.parametrize("text", [b"[1,2,3,4,5]", b'{"activities":1}', b"[-1,0,0,0]", b"[0,0,0,9007199254740993]", b"[1.5]"])
def test_what_is_no_tally_is_refused(text: bytes) -> None:
    assert msgspec.json.decode(b"[1,2,3,9007199254740992]", type=Tally) == Tally(1, 2, 3, 2**53)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Tally)


def test_figures_say_nothing_that_nobody_knows() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"units":{}}', type=Figures)


def test_a_commitment_is_the_root_over_the_hashes_sorted_and_each_once() -> None:
    first, second = Hash(b"\x01" * 32), Hash(b"\x02" * 32)
    root = node_hash(leaf_hash(first), leaf_hash(second))
    assert commitment([first, second]) == commitment([second, first, second]) == root
    assert commitment([]) == EMPTY_ROOT
    assert commitment([first]) == leaf_hash(first)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module) == (0, 3)
