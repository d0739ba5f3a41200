"""What a page is given: values of its address within bounds, and the hub in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hub.monitoring import counts
from hub.store.records import RecordFilter
from hub.web.context import MAX_VALUE, HubContext, PageRequest, go, tell
from sync.encoding.types import Instant
from sync.errors import Misuse
from sync.ledger.figures import Tally
from tests.hub.web.asking import asked, somebody
from tests.world import World


@pytest.fixture
def context(world: World) -> HubContext:
    return HubContext(world.store, world.keys, world.now, world.random)


def refused(ask: Callable[[PageRequest], object], value: str) -> None:
    with pytest.raises(Misuse) as misused:
        ask(asked({"page": value}))
    assert (misused.value.code, misused.value.facts) == ("bad-address", {"name": "page"})


def test_a_value_is_as_long_as_any_can_be_and_printable() -> None:
    longest = "x" * MAX_VALUE
    assert asked({"page": longest}).value("page") == longest
    assert (asked().value("page"), asked().value("page", "1")) == ("", "1")
    for wrong in (longest + "x", "a\nb", "\x00", "\u202e"):
        refused(lambda request: request.value("page"), wrong)


def test_a_choice_is_among_those_allowed_and_the_default_where_nothing_is_chosen() -> None:
    def ask(request: PageRequest) -> str:
        return request.chosen("page", ("then", "now"), "then")

    assert [ask(asked(query)) for query in ({}, {"page": ""}, {"page": "now"})] == ["then", "then", "now"]
    for wrong in ("later", "Now", " now", "x" * (MAX_VALUE + 1)):
        refused(ask, wrong)


def test_a_number_is_whole_and_at_most_the_most() -> None:
    def ask(request: PageRequest) -> int:
        return request.number("page", 7, 40)

    assert [ask(asked(query)) for query in ({}, {"page": ""}, {"page": "0"}, {"page": "040"})] == [7, 7, 0, 40]
    for wrong in ("41", "-1", "+1", "1.0", " 1", "１", "²", "1_0", "0" * 10, "x"):
        refused(ask, wrong)


def test_a_form_has_one_value_of_a_name_or_all_of_them() -> None:
    request = asked(form={"record": ("a", "b"), "comment": ("",)})
    assert (request.field("record"), request.field("comment"), request.field("none")) == ("a", "", "")
    assert (request.fields("record"), request.fields("none")) == (("a", "b"), ())


def test_only_a_page_for_people_asks_who_it_is() -> None:
    assert asked(role="operator").who == somebody("operator")
    with pytest.raises(AssertionError):
        _ = asked().who


def test_what_is_read_is_one_state_of_the_store_with_its_registry(context: HubContext, world: World) -> None:
    with context.reading() as (transaction, registry):
        world.laptop("03390").exchange(world.line)
        assert registry.devices == {} and [log.unit for log in transaction.logs.all() if log.unit] == []
    with context.reading() as (_transaction, registry):
        assert len(registry.devices) == 1


def test_sums_are_brought_up_to_date_before_they_are_read(context: HubContext, world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=3)
    laptop.exchange(world.line)
    with context.reading() as (transaction, _registry):
        assert transaction.tallies.stale()
    with context.counting() as (transaction, registry):
        assert not transaction.tallies.stale() and registry.hub is not None
        assert counts.total(transaction, RecordFilter(), {}) == Tally(1, 3, 0, 0)


def test_what_is_written_is_committed_unless_the_block_raises(context: HubContext) -> None:
    def url() -> str:
        with context.reading() as (transaction, _registry):
            return transaction.settings.get("url")

    with context.writing() as (transaction, registry):
        assert registry.hub is not None
        transaction.settings.set("url", "http://here")
    with pytest.raises(LookupError), context.writing() as (transaction, _registry):
        transaction.settings.set("url", "http://there")
        raise LookupError
    assert url() == "http://here"


@pytest.mark.parametrize(("instant", "day"), [(1_793_033_999, "2026-10-26"), (1_793_034_000, "2026-10-27")])
def test_today_is_the_day_in_vietnam(world: World, instant: int, day: str) -> None:
    assert HubContext(world.store, world.keys, lambda: Instant(instant), world.random).today() == day


def test_what_is_told_stands_on_the_next_page_of_that_visit(context: HubContext, world: World) -> None:
    fields: dict[str, Any] = {"account": "lan", "csrf": "secret", "now": world.now()}
    with world.store.writing() as transaction:
        transaction.accounts.add("lan", "operator", "hash", world.now())
        for token in (b"token", b"other"):
            transaction.accounts.add_visit(token, **fields)
    response = tell(context, asked(role="operator"), "/reports", "Đã giữ.")
    assert (response.status_code, response.headers["location"]) == (303, "/reports")
    with world.store.writing() as transaction:
        assert [transaction.accounts.take_told(token) for token in (b"token", b"other")] == ["Đã giữ.", ""]


def test_going_on_is_a_new_question() -> None:
    assert (go("/counts").status_code, go("/counts").headers["location"]) == (303, "/counts")
