"""Refusals on the line: what was raised comes back as the same error, whatever its facts are called."""

from __future__ import annotations

import pytest

from sync.errors import Behind, ClockOff, DamagedHubLog, DamagedLog, Refused, ShowHead
from sync.exchange.parcel import Refusal
from sync.exchange.refusals import error_of, refusal_of


@pytest.mark.parametrize(
    "error",
    [
        Behind(origin="o", at=3),
        ClockOff(now=1, created=2),
        Refused("revoked-device", device="d"),
        Refused("new", x=1),
        DamagedLog(origin="o"),
        DamagedHubLog(origin="r"),
        ShowHead(origin="r", size=4),
    ],
)
def test_a_refusal_comes_back_as_the_error_that_it_was(error: Refused) -> None:
    back = error_of(refusal_of(error))
    assert (type(back), back.code, back.facts) == (type(error), error.code, error.facts)


@pytest.mark.parametrize("code", ["behind", "clock", "anything"])
def test_a_hub_may_give_any_names_to_its_facts(code: str) -> None:
    facts: dict[str, str | int | None] = {"code": 1, "self": "x", "facts": None}
    assert error_of(Refusal(code, facts)).facts == facts


def test_a_hub_that_went_back_asks_for_the_head() -> None:
    assert error_of(Refusal("show-head", {"origin": "r", "size": 4})).code == "show-head"
    assert error_of(Refusal("asking", {})).code == "asking"
    assert error_of(Refusal("hub-restored", {"origin": "r"})).code == "hub-restored", "so a hub of before says it"
