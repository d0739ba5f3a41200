"""The laptop's side of an exchange: it ends, it proves progress, and it never goes back twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.types import Size
from sync.errors import Unproven
from sync.exchange.machine import (
    ALL_AT_ONCE,
    FIRST_BUDGET,
    MAX_BUDGET,
    MAX_VAIN,
    MIN_BUDGET,
    START_ANSWER,
    START_BUDGET,
    Exchange,
    ExchangeState,
    Pace,
)


def test_an_idle_exchange_is_one_round() -> None:
    exchange = Exchange(size=Size(7), acked=Size(7))
    assert exchange.ask().start == 7
    exchange.receipted(size=Size(7), more=False, news=0, sent=0, came=0, seconds=0.1)
    assert exchange.state is ExchangeState.DONE


def test_it_asks_again_while_the_hub_has_more() -> None:
    exchange = Exchange(size=Size(7), acked=Size(7))
    exchange.ask()
    exchange.receipted(size=Size(7), more=True, news=1, sent=0, came=0, seconds=0.1)
    assert exchange.state is ExchangeState.READY


def test_a_hub_that_says_more_and_gives_nothing_is_asked_no_further() -> None:
    """Nobody signs that word: whoever says it for ever must not keep a laptop busy."""
    exchange = Exchange(size=Size(7), acked=Size(7))
    exchange.ask()
    exchange.receipted(size=Size(7), more=True, news=0, sent=0, came=0, seconds=0.1)
    assert exchange.state is ExchangeState.DONE
    exchange = Exchange(size=Size(9), acked=Size(5))
    exchange.ask()
    exchange.receipted(size=Size(7), more=True, news=0, sent=9, came=0, seconds=0.1)
    assert exchange.state is ExchangeState.READY, "its own entries are not all there"


def test_pushes_follow_the_speed_of_the_line() -> None:
    exchange = Exchange(size=Size(1_000_000), acked=Size(0))
    assert exchange.ask().budget == FIRST_BUDGET
    exchange.receipted(size=Size(10), more=False, news=0, sent=FIRST_BUDGET, came=0, seconds=60.0)
    assert exchange.ask().budget == MIN_BUDGET
    exchange.receipted(size=Size(20), more=False, news=0, sent=MIN_BUDGET, came=0, seconds=0.0)
    assert exchange.ask().budget == MAX_BUDGET


def test_a_receipt_beyond_the_own_log_is_an_old_copy_of_the_folder() -> None:
    exchange = Exchange(size=Size(7), acked=Size(5))
    exchange.ask()
    with pytest.raises(Unproven) as refused:
        exchange.receipted(size=Size(9), more=False, news=0, sent=10, came=0, seconds=1)
    assert refused.value.code == "hub-holds-more"


def test_an_answer_that_proves_nothing_new_does_not_go_round_for_ever() -> None:
    exchange = Exchange(size=Size(7), acked=Size(5))
    exchange.ask()
    for size, sent in ((5, 10), (4, 10), (4, 0)):
        with pytest.raises(Unproven) as refused:
            exchange.receipted(size=Size(size), more=True, news=1, sent=sent, came=0, seconds=1)
        assert (refused.value.code, refused.value.facts) == ("no-progress", {"held": size, "own": 5})
    exchange.receipted(size=Size(5), more=True, news=1, sent=0, came=0, seconds=1)


def test_a_hub_that_lost_entries_is_believed_once() -> None:
    exchange = Exchange(size=Size(7), acked=Size(5))
    exchange.ask()
    exchange.behind(Size(2))
    assert exchange.ask().start == 2
    with pytest.raises(Unproven) as refused:
        exchange.behind(Size(1))
    assert (refused.value.code, refused.value.facts) == ("no-progress", {"held": 1, "own": 2})


@pytest.mark.parametrize("size", [5, 6])
def test_a_hub_that_is_behind_holds_less_than_was_receipted(size: int) -> None:
    exchange = Exchange(size=Size(7), acked=Size(5))
    exchange.ask()
    with pytest.raises(Unproven) as refused:
        exchange.behind(Size(size))
    assert refused.value.code == "no-progress"


def test_a_refusal_and_a_cut_end_an_exchange_each_in_its_own_way() -> None:
    refused, cut = (Exchange(size=Size(1), acked=Size(0)) for _ in range(2))
    for exchange in (refused, cut):
        exchange.ask()
    refused.refused()
    cut.cut()
    assert (refused.state, cut.state) == (ExchangeState.REFUSED, ExchangeState.CUT)


def test_the_budgets_are_those_that_were_weighed_and_follow_the_line() -> None:
    assert (FIRST_BUDGET, MIN_BUDGET, MAX_BUDGET) == (32_768, 16_384, 16_777_216)
    exchange = Exchange(size=Size(100), acked=Size(0))
    exchange.ask()
    exchange.receipted(size=Size(10), more=False, news=0, sent=100_000, came=0, seconds=2.0)
    assert exchange.pace == Pace(push=400_000, answer=800_000)
    exchange.ask()
    exchange.receipted(size=Size(20), more=False, news=4, sent=10_000, came=30_000, seconds=1.0)
    assert exchange.pace == Pace(push=320_000, answer=640_000)


def test_an_exchange_begins_with_the_pace_of_the_last_one_and_an_idle_one_changes_it_not() -> None:
    exchange = Exchange(size=Size(7), acked=Size(7), pace=Pace(push=50_000, answer=90_000))
    assert exchange.ask().wanted(Size(7)) == 90_000
    exchange.receipted(size=Size(7), more=False, news=0, sent=0, came=0, seconds=9.0)
    assert exchange.pace == Pace(push=50_000, answer=90_000)
    fast = Exchange(size=Size(7), acked=Size(7), pace=Pace(push=MAX_BUDGET, answer=MAX_BUDGET))
    assert fast.pace == Pace(push=START_BUDGET, answer=START_ANSWER), "the line may be another"
    assert START_ANSWER < ALL_AT_ONCE, "and its first answer comes in parts"


def test_until_the_hub_holds_the_whole_log_answers_bring_nothing_of_others() -> None:
    plan = Exchange(size=Size(100), acked=Size(10)).ask()
    assert (plan.start, plan.wanted(Size(99)), plan.wanted(Size(100))) == (10, 0, FIRST_BUDGET)


def test_a_cut_line_is_tried_again_with_half_as_long_as_tries_bring_something() -> None:
    exchange = Exchange(size=Size(100), acked=Size(0), pace=Pace(push=64_000, answer=64_000))
    exchange.ask()
    exchange.cut(size=Size(40))
    assert (exchange.state, exchange.acked, exchange.pace) == (ExchangeState.READY, 40, Pace(push=32_000, answer=32_000))
    exchange.ask()
    exchange.cut(news=3, came=40_000)
    assert exchange.pace == Pace(push=MIN_BUDGET, answer=40_000), "so much came of it"
    for _vain in range(MAX_VAIN - 1):
        exchange.ask()
        exchange.cut()
        assert exchange.state is ExchangeState.READY
    exchange.ask()
    exchange.cut()
    assert (exchange.state, exchange.pace.push) == (ExchangeState.CUT, MIN_BUDGET)


def test_a_line_that_never_brought_anything_is_told_at_once() -> None:
    exchange = Exchange(size=Size(1), acked=Size(0))
    exchange.ask()
    exchange.cut()
    assert exchange.state is ExchangeState.CUT


def test_a_receipt_before_a_cut_is_held_against_the_own_log() -> None:
    exchange = Exchange(size=Size(7), acked=Size(5))
    exchange.ask()
    for size in (4, 8):
        with pytest.raises(Unproven):
            exchange.cut(size=Size(size))
    exchange.gave_up()
    assert exchange.state is ExchangeState.CUT


def test_nothing_happens_out_of_its_state() -> None:
    exchange = Exchange(size=Size(1), acked=Size(0))
    with pytest.raises(AssertionError):
        exchange.receipted(size=Size(1), more=False, news=0, sent=1, came=0, seconds=1)
    exchange.ask()
    with pytest.raises(AssertionError):
        exchange.ask()
    exchange.gave_up()
    with pytest.raises(AssertionError):
        exchange.ask()


@given(size=st.integers(0, 500), steps=st.lists(st.integers(1, 50), max_size=600))
def test_every_exchange_with_an_honest_hub_ends_with_all_received(size: int, steps: list[int]) -> None:
    exchange, taken = Exchange(size=Size(size), acked=Size(0)), 0
    pace = iter(steps)
    while exchange.state is ExchangeState.READY:
        ask = exchange.ask()
        count = min(next(pace, 50), size - ask.start)
        taken = ask.start + count
        exchange.receipted(size=Size(taken), more=False, news=0, sent=count * 100, came=0, seconds=1.0)
    assert (exchange.state, exchange.acked) == (ExchangeState.DONE, size)
