"""Invites in the store: handed out, used by one device, withdrawn while unused."""

from __future__ import annotations

import msgspec

from hub.store import Transaction
from hub.store.rows import InviteRow
from sync.encoding.types import DeviceId, Instant


def handed_out(trying: Transaction, name: str, made: int) -> InviteRow:
    row = InviteRow(
        id=name,
        unit="03390",
        officer="Lò Thị Mai",
        secret=bytes(32),
        expires=Instant(made + 600),
        used_by=None,
        made=Instant(made),
        url="http://here",
    )
    trying.invites.add(row)
    return row


def test_an_invite_is_kept_as_it_was_handed_out_and_the_newest_is_listed_first(trying: Transaction) -> None:
    rows = [handed_out(trying, name, made) for name, made in (("b", 1000), ("c", 2000), ("a", 1000))]
    assert trying.invites.get("b") == rows[0]
    assert trying.invites.get("d") is None
    assert trying.invites.all() == [rows[1], rows[2], rows[0]]


def test_an_invite_that_is_used_says_by_whom_and_is_withdrawn_no_more(trying: Transaction) -> None:
    used, other = handed_out(trying, "a", 1000), handed_out(trying, "b", 1000)
    trying.invites.use("a", DeviceId("d" * 16))
    assert not trying.invites.withdraw("a")
    assert trying.invites.get("a") == msgspec.structs.replace(used, used_by="d" * 16)
    assert trying.invites.get("b") == other


def test_an_unused_invite_is_withdrawn_and_no_other_is(trying: Transaction) -> None:
    unused, other = handed_out(trying, "a", 1000), handed_out(trying, "b", 1000)
    assert trying.invites.withdraw("a")
    assert trying.invites.get("a") == msgspec.structs.replace(unused, withdrawn=True)
    assert trying.invites.get("b") == other
    assert not trying.invites.withdraw("none")
