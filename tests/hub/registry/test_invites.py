"""Invites: for units that there are, by officers' names on one line."""

from __future__ import annotations

import pytest

from hub.registry import invites, unit_changes
from sync.encoding.spelling import unbase64
from sync.encoding.types import Instant
from sync.errors import Misuse, Refused
from sync.ledger.invite import parse_invite
from sync.ledger.officers import officer_name
from tests.hub.registry.stating import BAN_BO, BINH_LU, KHUN_HA, state
from tests.world import World


def test_an_invite_for_a_unit_that_has_ended_names_the_successor(world: World) -> None:
    state(world, unit_changes.merge, [BAN_BO], BINH_LU, since="2026-10-01")
    state(world, unit_changes.merge, [KHUN_HA], BINH_LU, since="2027-01-01")
    with pytest.raises(Refused) as refused:
        world.invite(BAN_BO)
    assert (refused.value.code, refused.value.facts["successors"]) == ("unit-ended", "03390 Xã Bình Lư")
    assert world.invite(KHUN_HA) and world.invite(BINH_LU)


@pytest.mark.parametrize(
    ("typed", "kept"), [(None, None), (" ", None), ("  Lò  Thị\nMai ", "Lò Thị Mai"), ("x" * 100, "x" * 100)]
)
def test_an_officers_name_is_kept_on_one_line(typed: str | None, kept: str | None) -> None:
    assert officer_name(typed) == kept


def test_an_officers_name_is_no_longer_than_a_line_has_room_for() -> None:
    with pytest.raises(Misuse) as misused:
        officer_name("x" * 101)
    assert misused.value.code == "bad-officer"


@pytest.mark.parametrize(
    ("days", "url", "code"),
    [
        (0, None, "bad-days"),
        (3651, None, "bad-days"),
        (1, "ftp://hub.example", "bad-hub-url"),
        (1, "https://hub.example/\u202e", "bad-hub-url"),
        (1, "https://" + "x" * 281, "bad-hub-url"),
    ],
)
def test_an_invite_that_could_not_be_used_is_not_made(world: World, days: int, url: str | None, code: str) -> None:
    with world.store.writing() as transaction:
        with pytest.raises(Misuse) as misused:
            invites.make(
                transaction,
                world.keys,
                BINH_LU,
                officer=None,
                days=days,
                url=url,
                now=world.now(),
                random_bytes=world.random,
            )
        assert misused.value.code == code
        assert transaction.invites.all() == []


def test_an_address_that_leads_nowhere_is_refused_where_the_hub_was_founded_with_it_too(world: World) -> None:
    with world.store.writing() as transaction:
        transaction.settings.set("url", "soxa.test.example")
        with pytest.raises(Misuse) as misused:
            invites.make(
                transaction,
                world.keys,
                BINH_LU,
                officer=None,
                days=1,
                url=None,
                now=world.now(),
                random_bytes=world.random,
            )
    assert misused.value.code == "bad-hub-url"


def test_an_invite_is_kept_with_its_officer_and_handed_out_as_a_line_that_says_no_name(world: World) -> None:
    with world.store.writing() as transaction:
        made = invites.make(
            transaction, world.keys, BINH_LU, officer="Mai", days=2, url=None, now=Instant(1000), random_bytes=world.random
        )
        assert transaction.invites.all() == [made]
    assert (made.unit, made.officer, made.made, made.expires, made.used_by) == (
        BINH_LU,
        "Mai",
        1000,
        1000 + 2 * 86_400,
        None,
    )
    parsed = parse_invite(invites.line(world.keys, "Xã Bình Lư", made))
    assert (parsed.id, parsed.unit, parsed.unit_name, parsed.expires) == (made.id, BINH_LU, "Xã Bình Lư", made.expires)
    assert unbase64(parsed.secret) == made.secret
