"""What may be said of a deadline, to the second: the deadline itself is too late for whatever is compared with it."""

from __future__ import annotations

import pytest

from sync.encoding.types import Instant
from sync.ledger.deadline_verdict import Bracket, verdict

DUE = Instant(1_794_675_600)


@pytest.mark.parametrize("claimed", [DUE - 90, DUE, DUE + 90])
@pytest.mark.parametrize("after", [None, DUE - 90, DUE, DUE + 90])
def test_received_a_second_before_the_deadline_is_on_time_whatever_else_is_said(
    claimed: Instant, after: Instant | None
) -> None:
    assert verdict(Bracket(claimed, after, Instant(DUE - 1)), DUE) == "on-time"


def test_received_exactly_at_the_deadline_is_not_on_time() -> None:
    assert verdict(Bracket(Instant(DUE - 90), None, DUE), DUE) == "claimed-on-time"


def test_claimed_exactly_at_the_deadline_is_late() -> None:
    assert verdict(Bracket(DUE, None, Instant(DUE + 90)), DUE) == "late"
    assert verdict(Bracket(DUE, Instant(DUE - 90), Instant(DUE + 90)), DUE) == "late"


def test_claimed_a_second_before_the_deadline_is_a_claim() -> None:
    assert verdict(Bracket(Instant(DUE - 1), None, Instant(DUE + 90)), DUE) == "claimed-on-time"


def test_made_after_a_checkpoint_of_exactly_the_deadline_is_late_whatever_the_clock_says() -> None:
    assert verdict(Bracket(Instant(DUE - 90), DUE, Instant(DUE + 90)), DUE) == "late"


def test_made_after_a_checkpoint_of_a_second_before_the_deadline_is_a_claim() -> None:
    assert verdict(Bracket(Instant(DUE - 1), Instant(DUE - 1), Instant(DUE + 90)), DUE) == "claimed-on-time"
