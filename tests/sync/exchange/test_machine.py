"""The laptop's side of an exchange: it ends, it proves progress, and it never goes back twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding import Size
from sync.errors import Unproven
from sync.exchange.machine import FIRST_BUDGET, MAX_BUDGET, MIN_BUDGET, Exchange, ExchangeState


def test_an_idle_exchange_is_one_round() -> None:
    exchange = Exchange(size=Size(7), acked=Size(7))
    assert exchange.ask().start == 7
    exchange.receipted(size=Size(7), more=False, sent=0, seconds=0.1)
    assert exchange.state is ExchangeState.DONE


def test_it_asks_again_while_the_hub_has_more() -> None:
    exchange = Exchange(size=Size(7), acked=Size(7))
    exchange.ask()
    exchange.receipted(size=Size(7), more=True, sent=0, seconds=0.1)
    assert exchange.state is ExchangeState.READY


def test_chunks_follow_the_speed_of_the_line() -> None:
    exchange = Exchange(size=Size(1_000_000), acked=Size(0))
    assert exchange.ask().budget == FIRST_BUDGET
    exchange.receipted(size=Size(10), more=False, sent=FIRST_BUDGET, seconds=60.0)
    assert exchange.ask().budget == MIN_BUDGET
    exchange.receipted(size=Size(20), more=False, sent=MIN_BUDGET, seconds=0.0)
    assert exchange.ask().budget == MAX_BUDGET


def test_a_receipt_beyond_the_own_log_is_an_old_copy_of_the_folder() -> None:
    exchange = Exchange(size=Size(7), acked=Size(5))
    exchange.ask()
    with pytest.raises(Unproven) as refused:
        exchange.receipted(size=Size(9), more=False, sent=10, seconds=1)
    assert refused.value.code == "hub-holds-more"


def test_an_answer_that_proves_nothing_new_does_not_go_round_for_ever() -> None:
    exchange = Exchange(size=Size(7), acked=Size(5))
    exchange.ask()
    with pytest.raises(Unproven):
        exchange.receipted(size=Size(5), more=True, sent=10, seconds=1)


def test_a_hub_that_lost_entries_is_believed_once() -> None:
    exchange = Exchange(size=Size(7), acked=Size(5))
    exchange.ask()
    exchange.behind(Size(2))
    assert exchange.ask().start == 2
    with pytest.raises(Unproven):
        exchange.behind(Size(1))


def test_nothing_happens_out_of_its_state() -> None:
    exchange = Exchange(size=Size(1), acked=Size(0))
    with pytest.raises(AssertionError):
        exchange.receipted(size=Size(1), more=False, sent=1, seconds=1)
    exchange.ask()
    with pytest.raises(AssertionError):
        exchange.ask()
    exchange.cut()
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
        exchange.receipted(size=Size(taken), more=False, sent=count * 100, seconds=1.0)
    assert (exchange.state, exchange.acked) == (ExchangeState.DONE, size)
