"""Whoever runs the hub lies, with all of its keys: each lie is found by a laptop, and none makes it refuse the honest hub
afterwards."""

from __future__ import annotations

import pytest
from msgspec import structs

from field.reporting.notices import notice_lines
from hub.intake.own_tails import OwnTails
from sync.encoding.types import Hash
from sync.errors import Fork, SoxaError, Unproven
from sync.exchange.parcel import ONE_EXCHANGE, ParcelWriter
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.log import checkpoint as checkpoints
from sync.log.merkle import leaf_hash
from tests.liars.hubs import LyingHub
from tests.world import Laptop, World

DAY = 86_400


@pytest.fixture
def laptop(world: World) -> Laptop:
    """It holds a head of five acceptances, which is no complete subtree of any larger tree."""
    mine, other = world.laptop("03390"), world.laptop("03394")
    mine.log()
    mine.exchange(world.line)
    other.exchange(world.line)
    mine.log()
    mine.exchange(world.line)
    other.log()
    other.exchange(world.line)
    assert held(mine) == 6
    return mine


def held(laptop: Laptop) -> int:
    return laptop.store.logs.extent(origins.acceptances(laptop.store.logs.hub)).size


def told(laptop: Laptop, hub: LyingHub, leaves: list[Hash]) -> SoxaError:
    """What an exchange comes to with a hub that shows these leaves; the laptop has something new, and the hub takes it."""
    laptop.log()
    with pytest.raises(SoxaError) as raised:
        laptop.exchange(hub.line(hub.rewritten(leaves)))
    assert laptop.store.logs.own.acked == laptop.store.logs.own.size, "the receipt is true, and is taken"
    return raised.value


def goes_on(laptop: Laptop, world: World) -> None:
    """The honest hub is believed afterwards, and what is held is its history."""
    hub = LyingHub(world)
    before = held(laptop)
    laptop.log()
    laptop.exchange(world.line)
    assert held(laptop) == len(hub.leaves()) > before
    assert laptop.store.logs.next_seen() is not None, "and what it cites next is that"


def test_another_history_is_a_fork_and_both_heads_are_kept(laptop: Laptop, world: World) -> None:
    hub = LyingHub(world)
    other = hub.leaves()
    other[1] = leaf_hash(b"rewritten")
    error = told(laptop, hub, other)
    assert isinstance(error, Fork) and error.facts == {"origin": hub.origin, "index": 6}
    (kept,) = laptop.store.logs.contradictions()
    assert checkpoints.parse(kept).checkpoint.size == 8
    assert held(laptop) == 6
    (line,) = notice_lines(laptop.store, world.now())
    assert "soxa field receipts" in line
    goes_on(laptop, world)


def test_five_hundred_acceptances_out_of_nothing_are_not_taken(laptop: Laptop, world: World) -> None:
    hub, out_of_nothing = LyingHub(world), [leaf_hash(b"%d" % number) for number in range(500)]
    for grown in True, False:
        laptop.log()
        line = hub.line(
            lambda head, push, grown=grown: (  # type: ignore[misc]
                hub.shown(out_of_nothing)(head, push)
                if grown
                else structs.replace(head, start=500, end=500, checkpoint=hub.head(out_of_nothing))
            )
        )
        with pytest.raises(Fork if grown else Unproven):
            laptop.exchange(line)
        assert held(laptop) == 6
    assert len(laptop.store.logs.contradictions()) == 1
    goes_on(laptop, world)


def test_a_head_without_a_proof_is_passed_over_in_silence(laptop: Laptop, world: World) -> None:
    hub = LyingHub(world)
    laptop.log()
    laptop.exchange(hub.line(lambda head, _push: structs.replace(head, grown=(), inclusion=())))
    assert held(laptop) == 6 and laptop.store.logs.hub_words() == [] == notice_lines(laptop.store, world.now())
    goes_on(laptop, world)


def test_a_proof_that_does_not_hold_makes_a_head_doubtful_and_it_is_asked_for_until_it_is_proven(
    laptop: Laptop, world: World
) -> None:
    hub = LyingHub(world)
    laptop.log()
    with pytest.raises(Unproven, match="bad-consistency-proof"):
        laptop.exchange(
            hub.line(lambda head, _push: structs.replace(head, grown=(structs.replace(head.grown[0], proof=()),)))
        )
    assert [word.why for word in laptop.store.logs.hub_words()] == ["doubted"]
    assert len(notice_lines(laptop.store, world.now())) == 1
    goes_on(laptop, world)
    assert laptop.store.logs.hub_words() == [] == notice_lines(laptop.store, world.now()), "the hub has proven it since"


def test_a_dropped_acceptance_is_missed(laptop: Laptop, world: World) -> None:
    hub = LyingHub(world)

    def without(head, push):  # type: ignore[no-untyped-def]
        return hub.shown([*hub.leaves()[:6], leaf_hash(b"of nobody"), leaf_hash(b"else")])(head, push)

    laptop.log()
    with pytest.raises(Unproven, match="bad-inclusion-proof"):
        laptop.exchange(hub.line(without))
    assert held(laptop) == 6 and [word.why for word in laptop.store.logs.hub_words()] == ["doubted"]
    goes_on(laptop, world)


def test_an_old_head_is_no_news_and_another_of_its_size_a_fork(laptop: Laptop, world: World) -> None:
    hub = LyingHub(world)
    true = hub.leaves()
    for leaves, expected in ((true[:4], "stale-checkpoint"), ([*true[:4], leaf_hash(b"x"), true[5]], "fork")):
        laptop.log()
        with pytest.raises(SoxaError) as raised:
            laptop.exchange(
                hub.line(
                    lambda head, _push, leaves=leaves: structs.replace(  # type: ignore[misc]
                        head, start=len(leaves), end=len(leaves), checkpoint=hub.head(leaves), grown=(), inclusion=()
                    )
                )
            )
        assert raised.value.code == expected and held(laptop) == 6
    goes_on(laptop, world)


def test_what_a_colleague_was_shown_is_held_against_what_is_held_here(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A split view: the colleague was shown another history, and cites it. An honest hub would ask itself why."""
    monkeypatch.setattr(OwnTails, "cited", lambda *_: None)
    hub, mine, colleague = LyingHub(world), world.laptop("03390"), world.laptop("03390")
    mine.exchange(world.line)
    mine.log()
    mine.exchange(world.line)
    true = hub.leaves()
    colleague.log()
    lie = [leaf_hash(b"rewritten"), *true[1:]]
    colleague.exchange(hub.line(hub.rewritten(lie)))
    shown = held(colleague)
    assert shown == len(hub.leaves())
    colleague.log()
    with pytest.raises(SoxaError):
        colleague.exchange(world.line)  # from now on the hub says the truth to it, too
    assert held(colleague) == shown, "what it holds is the lie: it has nothing else"
    mine.log()
    mine.exchange(world.line)
    words = mine.store.logs.hub_words()
    assert [word.size for word in words] == [shown] and words[0].why == "cited"
    mine.log()
    with pytest.raises(Fork):
        mine.exchange(world.line)
    assert len(mine.store.logs.contradictions()) == 1 and mine.store.logs.hub_words() == []
    goes_on(mine, world)


def test_what_a_colleague_cites_truly_is_proven_at_once_or_with_the_next_head(world: World) -> None:
    hub, mine, colleague = LyingHub(world), world.laptop("03390"), world.laptop("03390")
    for laptop in mine, colleague, mine, colleague:
        laptop.log()
        laptop.exchange(world.line)
    cited = held(colleague)
    colleague.log()
    colleague.exchange(world.line)
    mine.exchange(world.line)
    assert (cited, "cited") in [(word.size, word.why) for word in mine.store.logs.hub_words()]
    mine.log()
    mine.exchange(world.line)
    assert mine.store.logs.hub_words() == [] == mine.store.logs.contradictions()
    assert held(mine) == len(hub.leaves())


def test_an_idle_answer_brings_no_head_until_a_day_has_passed(laptop: Laptop, world: World) -> None:
    now = world.now()
    laptop.exchange(world.line)
    other = world.laptop("03405")
    other.exchange(world.line)
    laptop.exchange(world.line)
    assert held(laptop) == 6, "there is something new, and it is less than a day old"
    world.set_clock(type(now)(now + DAY + 1_000))
    laptop.exchange(world.line)
    assert held(laptop) == len(LyingHub(world).leaves()) > 6


def test_a_laptop_of_before_gets_the_newest_head_each_time(laptop: Laptop, world: World) -> None:
    """Whoever asks for no proofs is given what it always was."""
    bodies: list[bytes] = []
    laptop.exchange(world.recorded(bodies))
    world.laptop("03405").exchange(world.line)
    header, _ranges = ranges_of(events_of(bodies[-1:], ONE_EXCHANGE))
    writer = ParcelWriter()
    body = writer.header(structs.replace(header, proofs=None)) + writer.end()
    _header, ranges = ranges_of(events_of(world.line(body), ONE_EXCHANGE))
    heads = []
    for incoming in ranges:
        list(incoming)
        heads.append(incoming.head)
    (head,) = (head for head in heads if head.origin.endswith("/acceptances"))
    assert head.end == len(LyingHub(world).leaves()) and (head.grown, head.inclusion) == ((), ())
    assert all(head.acceptance is None for head in heads)
