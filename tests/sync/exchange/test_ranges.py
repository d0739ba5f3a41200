"""Ranges: nothing is taken that is not signed by the log's owner, joins on, and gives the root that was signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Hash, Instant, Size
from sync.errors import BadInput, Refused, SoxaError, Unproven
from sync.exchange.ranges import RangeHead, RangeTaker, check_receipt
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import Frontier, consistency_proof, leaf_hash, leaf_hashes, tree_root
from sync.log.receipt import cosign, cosigner_verifier, with_signature

OWNER = Signer("soxa.example/device/" + "a" * 16, bytes(range(32)))
STRANGER = Signer(OWNER.name, bytes(range(1, 33)))
OTHER_LOG = OWNER.renamed("soxa.example/device/" + "b" * 16)
MIRROR = Signer("soxa.example/mirror", bytes(range(2, 34)))
LINES = [f"entry {number}".encode() for number in range(9)]


def frontier(lines: Sequence[bytes]) -> Frontier:
    made = Frontier()
    made.extend(leaf_hashes(lines))
    return made


def head(
    start: int, end: int, *, lines: Sequence[bytes] = LINES, size: int | None = None, signer: Signer = OWNER
) -> RangeHead:
    """The head of a range of these lines; its checkpoint is at another size where that is asked for."""
    signed = end if size is None else size
    note = checkpoints.sign(Checkpoint(signer.origin, Size(signed), tree_root(leaf_hashes(lines[:signed]))), signer)
    return RangeHead(origin=OWNER.origin, start=Size(start), end=Size(end), checkpoint=note)


def taker(given: RangeHead, held: Sequence[bytes] = ()) -> RangeTaker:
    """Who holds these lines, before the range."""

    def leaves(start: int, end: int) -> Iterable[Hash]:
        return leaf_hashes(held[start:end])

    return RangeTaker(given, OWNER.verifier, frontier(held), leaves)


def refused(given: RangeHead, lines: Sequence[bytes], held: Sequence[bytes] = ()) -> SoxaError:
    """Why a range is not taken."""
    with pytest.raises(SoxaError) as raised:
        range_taker = taker(given, held)
        range_taker.feed(lines)
        range_taker.finish()
    return raised.value


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(1, 9))
def test_a_range_that_joins_on_is_taken_from_where_it_is_new(known: int, start: int, end: int, portion: int) -> None:
    start, end = min(start, known), max(start, end)
    range_taker = taker(head(start, end), LINES[:known])
    new: list[bytes] = []
    for at in range(start, end, portion):
        lines, leaves = range_taker.feed(LINES[at : min(at + portion, end)])
        assert list(leaves) == leaf_hashes(lines)
        new += lines
    range_taker.finish()
    assert new == LINES[known:end]
    assert range_taker.frontier == frontier(LINES[: max(known, end)])


def test_portions_that_follow_what_is_held_are_new_from_their_first_entry_to_their_last() -> None:
    range_taker = taker(head(0, 6), LINES[:1])
    assert [range_taker.feed(LINES[at : at + 2])[0] for at in (0, 2, 4)] == [LINES[1:2], LINES[2:4], LINES[4:6]]
    range_taker.finish()


@pytest.mark.parametrize(("start", "end", "asked"), [(1, 6, (1, 4)), (1, 2, (1, 2)), (4, 6, (4, 4))])
def test_no_more_is_asked_of_who_holds_a_log_than_the_overlap(start: int, end: int, asked: tuple[int, int]) -> None:
    calls: list[tuple[int, int]] = []

    def leaves(first: int, last: int) -> Iterable[Hash]:
        calls.append((first, last))
        return leaf_hashes(LINES[first:last])

    range_taker = RangeTaker(head(start, end), OWNER.verifier, frontier(LINES[:4]), leaves)
    range_taker.feed(LINES[start:end])
    range_taker.finish()
    assert calls == [asked]


def test_what_is_held_is_not_changed_by_who_takes() -> None:
    known = frontier(LINES[:3])
    range_taker = RangeTaker(head(3, 5), OWNER.verifier, known, lambda _start, _end: ())
    range_taker.feed(LINES[3:5])
    assert (known, range_taker.frontier.size) == (frontier(LINES[:3]), 5)


@pytest.mark.parametrize(("start", "end", "size"), [(4, 3, 3), (0, 3, 4), (0, 3, 2), (0, 3, 0), (0, 0, 1)])
def test_a_head_that_contradicts_itself_is_refused(start: int, end: int, size: int) -> None:
    error = refused(head(start, end, size=size), LINES[start:end], LINES)
    assert isinstance(error, BadInput)
    facts = {"origin": OWNER.name, "start": start, "end": end, "size": size}
    assert (error.code, error.facts) == ("bad-range", facts)


def test_a_range_that_starts_after_what_is_held_is_behind_and_one_that_starts_there_is_not() -> None:
    error = refused(head(4, 5), LINES[4:5], LINES[:3])
    assert isinstance(error, Refused)
    assert (error.code, error.facts) == ("behind", {"origin": OWNER.name, "at": 3})
    taker(head(3, 5), LINES[:3])


@pytest.mark.parametrize(
    ("signer", "code"),
    [(STRANGER, "unsigned"), (OTHER_LOG, "wrong-origin")],
)
def test_a_checkpoint_that_the_owner_did_not_sign_is_not_believed(signer: Signer, code: str) -> None:
    error = refused(head(0, 2, signer=signer), LINES[:2])
    assert isinstance(error, Unproven)
    assert error.code == code


@pytest.mark.parametrize("at", range(1, 4))
def test_an_overlap_that_differs_in_one_leaf_is_a_fork_and_names_it(at: int) -> None:
    """The owner signed both: only the leaf itself tells them apart, before the root is looked at."""
    other = [*LINES[:at], b"another", *LINES[at + 1 :]]
    error = refused(head(1, 6, lines=other), other[1:6], LINES[:4])
    assert isinstance(error, Unproven)
    assert (error.code, error.facts) == ("fork", {"origin": OWNER.name, "index": at})


def test_an_overlap_that_differs_is_a_fork_in_whatever_portion_it_comes() -> None:
    other = [*LINES[:3], b"another", *LINES[4:]]
    range_taker = taker(head(0, 6, lines=other), LINES[:4])
    range_taker.feed(other[:2])
    with pytest.raises(Unproven) as raised:
        range_taker.feed(other[2:6])
    assert (raised.value.code, raised.value.facts["index"]) == ("fork", 3)


def test_an_overlap_beyond_what_can_be_shown_is_a_fork() -> None:
    range_taker = RangeTaker(head(0, 3), OWNER.verifier, frontier(LINES[:3]), lambda _start, _end: leaf_hashes(LINES[:2]))
    range_taker.feed(LINES[:2])
    with pytest.raises(Unproven, match="fork"):
        range_taker.feed(LINES[2:3])


def test_new_entries_that_do_not_give_the_signed_root_are_not_taken() -> None:
    error = refused(head(2, 4), [LINES[2], b"another"], LINES[:2])
    assert isinstance(error, Unproven)
    assert (error.code, error.facts) == ("wrong-root", {"origin": OWNER.name, "index": 4})
    assert refused(head(0, 1), [b"another"]).code == "wrong-root"


def test_another_root_of_the_size_that_is_held_is_a_fork() -> None:
    other = [b"another", *LINES[1:]]
    error = refused(head(3, 3, lines=other), [], LINES[:3])
    assert (error.code, error.facts) == ("fork", {"origin": OWNER.name, "index": 3})


def test_another_root_of_an_empty_log_is_a_wrong_root() -> None:
    note = checkpoints.sign(Checkpoint(OWNER.origin, Size(0), Hash(bytes(32))), OWNER)
    assert refused(RangeHead(origin=OWNER.origin, start=Size(0), end=Size(0), checkpoint=note), []).code == "wrong-root"


def test_a_range_that_ends_before_what_is_held_proves_nothing_and_is_no_fault() -> None:
    other = [b"another", *LINES[1:]]
    range_taker = taker(head(1, 2, lines=other), LINES[:3])
    assert range_taker.feed(LINES[1:2]) == ([], [])
    range_taker.finish()
    assert range_taker.frontier == frontier(LINES[:3])


def test_a_range_with_more_or_fewer_entries_than_it_says_is_refused() -> None:
    error = refused(head(2, 4), LINES[2:5], LINES[:2])
    assert isinstance(error, BadInput)
    assert (error.code, error.facts) == ("bad-range", {"origin": OWNER.name, "start": 2, "end": 4})
    error = refused(head(2, 4), LINES[2:3], LINES[:2])
    assert isinstance(error, BadInput)
    assert (error.code, error.facts) == ("cut-range", {"origin": OWNER.name, "at": 3, "end": 4})


def receipted(signer: Signer = OWNER, cosigner: Signer = MIRROR, *, time: int = 77) -> RangeHead:
    """A head without entries and with a receipt."""
    checkpoint = Checkpoint(signer.origin, Size(2), tree_root(list(map(leaf_hash, LINES[:2]))))
    note = with_signature(checkpoints.sign(checkpoint, signer), cosign(checkpoint, cosigner, Instant(time)))
    return RangeHead(origin=OWNER.origin, start=Size(2), end=Size(2), checkpoint=note)


def test_a_receipt_tells_the_hubs_time() -> None:
    assert check_receipt(receipted(), OWNER.verifier, cosigner_verifier(MIRROR)) == 77


def test_a_receipt_needs_both_signatures() -> None:
    wanted = OWNER.verifier, cosigner_verifier(MIRROR)
    for head_given, code in (
        (receipted(signer=STRANGER), "unsigned"),
        (receipted(signer=OTHER_LOG), "wrong-origin"),
        (receipted(cosigner=Signer(MIRROR.name, bytes(32))), "no-receipt"),
        (head(2, 2), "no-receipt"),
    ):
        with pytest.raises(Unproven) as raised:
            check_receipt(head_given, *wanted)
        assert raised.value.code == code


@pytest.mark.parametrize(("field", "value"), [("start", -1), ("end", -1), ("start", 2**53 + 1), ("end", 2**53 + 1)])
def test_a_place_in_a_log_is_from_0_to_its_limit(field: str, value: int) -> None:
    line = msgspec.json.encode(head(0, 2)).replace(b'"from":0', b'"from":%d' % value if field == "start" else b'"from":0')
    if field == "end":
        line = line.replace(b'"to":2', b'"to":%d' % value)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(line, type=RangeHead)


def test_a_head_has_its_bounds_and_says_nothing_more() -> None:
    def read(**fields: object) -> RangeHead:
        return msgspec.json.decode(msgspec.json.encode(msgspec.to_builtins(head(0, 2)) | fields), type=RangeHead)

    assert read(origin="o" * 200, checkpoint="c" * 8_000).end == 2
    for wrong in ({"origin": "o" * 201}, {"checkpoint": "c" * 8_001}, {"new": 1}):
        with pytest.raises(msgspec.ValidationError):
            read(**wrong)


def part(end: int, size: int, start: int = 0) -> RangeHead:
    """A range that ends before its checkpoint's size, with the proof that it is of that log."""
    proof = consistency_proof(leaf_hashes(LINES[:size]), Size(end))
    return msgspec.structs.replace(head(start, end, size=size), proof=tuple(Base64Hash(tobase64(hash_)) for hash_ in proof))


def take_part(given: RangeHead, lines: Sequence[bytes], held: Sequence[bytes] = (), *, parts: bool = True) -> Frontier:
    taker = RangeTaker(given, OWNER.verifier, frontier(held), lambda start, end: leaf_hashes(held[start:end]), parts=parts)
    taker.feed(lines)
    taker.finish()
    return taker.frontier


@given(size=st.integers(2, 9), data=st.data())
def test_every_part_of_a_log_proves_itself_and_no_other_entries_do(size: int, data: st.DataObject) -> None:
    end = data.draw(st.integers(1, size - 1))
    start = data.draw(st.integers(0, end))
    assert take_part(part(end, size, start), LINES[start:end], LINES[:start]).size == end
    if start < end:
        with pytest.raises(Unproven) as raised:
            take_part(part(end, size, start), [*LINES[start : end - 1], b"another"], LINES[:start])
        assert raised.value.code == "bad-consistency-proof"


def test_a_part_is_taken_by_who_takes_parts_alone_and_never_without_need() -> None:
    whole = msgspec.structs.replace(head(0, 4), proof=part(3, 4).proof)
    for wrong, parts in ((part(3, 4), False), (whole, True), (head(0, 3, size=4), True), (part(3, 4, 4), True)):
        with pytest.raises(BadInput) as raised:
            take_part(wrong, LINES[wrong.start : wrong.end], parts=parts)
        assert raised.value.code == "bad-range"
