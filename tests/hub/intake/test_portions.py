"""Parts of a log in an answer: each proves itself, together they are the log, and no part is larger than it need be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.intake.portions import Allowance, Portion, SignedSize
from hub.store import HubStore, Transaction
from sync.encoding.spelling import unbase64
from sync.encoding.types import Hash, Origin, Size
from sync.log.merkle import Frontier, check_consistency, leaf_hashes, tree_root

LINES = [b"{%d:%s}" % (number, b"x" * (number * 37 % 900)) for number in range(200)]
ORIGIN = Origin("soxa.example/device/" + "a" * 16)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubStore]:
    made = HubStore.create(Path(tmp_path_factory.mktemp("hub")) / "hub.db")
    yield made
    made.close()


def portions(transaction: Transaction, budget: int, start: int, signed: list[int]) -> Iterator[tuple[Portion, Allowance]]:
    log = transaction.logs.add(ORIGIN, "03390")
    at = 0
    for size in signed:
        transaction.logs.add_lines(log.id, at, LINES[at:size])
        at = size
    allowance = Allowance(budget)
    for portion in allowance.portions(transaction, log, Size(start), [SignedSize(Size(size), str(size)) for size in signed]):
        yield portion, allowance


@given(
    sizes=st.sets(st.integers(1, 200), min_size=1, max_size=6).map(sorted),
    budget=st.integers(1, 200_000),
    data=st.data(),
)
def test_parts_follow_each_other_and_each_is_proven_by_a_signed_head(
    store: HubStore, sizes: list[int], budget: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, sizes[-1] - 1))
    leaves = leaf_hashes(LINES[: sizes[-1]])
    with store.trying() as transaction:
        at, brought = start, 0
        for portion, allowance in portions(transaction, budget, start, sizes):
            head = portion.head
            assert (head.origin, head.start) == (ORIGIN, at) and at < head.end
            signed = int(head.checkpoint)
            assert signed in sizes and bool(head.proof) == (head.end < signed)
            if head.proof:
                frontier = Frontier()
                frontier.extend(leaves[: head.end])
                proof = [Hash(unbase64(hash_)) for hash_ in head.proof]
                check_consistency(proof, head.end, frontier.root(), Size(signed), tree_root(leaves[:signed]))
                assert not [size for size in sizes if head.start < size <= head.end], "a signed head lay nearer"
            brought += sum(len(line) + 1 for line in LINES[head.start : head.end])
            at, room = head.end, allowance
        assert at > start and room.more == (at < sizes[-1])
        last = sum(len(line) + 1 for line in LINES[head.start : head.end])
        assert brought - last < budget, "nothing begins once the budget is spent"


def test_a_log_that_is_held_needs_no_part_and_no_room(store: HubStore) -> None:
    with store.trying() as transaction:
        assert not list(portions(transaction, 0, 5, [5]))
        assert not Allowance(0).more


def test_without_room_there_is_nothing_and_more_to_be_had(store: HubStore) -> None:
    with store.trying() as transaction:
        log = transaction.logs.add(ORIGIN, "03390")
        transaction.logs.add_lines(log.id, 0, LINES[:3])
        allowance = Allowance(0)
        assert not list(allowance.portions(transaction, log, Size(0), [SignedSize(Size(3), "")])) and allowance.more
        apart = allowance.apart()
        assert [one.head.end for one in apart.portions(transaction, log, Size(0), [SignedSize(Size(3), "")])] == [3]
