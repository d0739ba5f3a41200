"""Visits: begun by signing in, ended by signing out, by time, and by what happens to the account."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from hub.accounts import accounts, passwords, visits
from hub.accounts.visits import ABSOLUTE, IDLE, SignedIn
from hub.store import HubStore
from sync.encoding.types import Instant
from tests.hub.accounts.people import (
    NOW,
    THERE,
    add,
    change,
    code,
    random_bytes,
    sign_in,
)
from tests.hub.accounts.quick import quick_hasher

pytestmark = pytest.mark.usefixtures("quick_hashing")


def test_no_password_opens_a_disabled_account_until_it_is_enabled(lan: HubStore) -> None:
    change(lan, lambda transaction: accounts.disable(transaction, "lan"))
    assert code(lambda: sign_in(lan)) == "wrong-password"
    change(lan, lambda transaction: accounts.enable(transaction, "lan"))
    assert sign_in(lan)


def test_an_account_that_is_disabled_while_its_password_is_checked_stays_out(
    lan: HubStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Meanwhile(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override] # noqa: A002
            change(lan, lambda transaction: accounts.disable(transaction, "lan"))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", quick_hasher(Meanwhile))
    assert code(lambda: sign_in(lan)) == "wrong-password"


def test_a_visit_says_who_asks_and_in_which_role(lan: HubStore) -> None:
    made = sign_in(lan)
    found = visits.visit(lan, made.token, Instant(NOW + 1))
    assert found == SignedIn(hashlib.sha256(made.token.encode()).digest(), "lan", "operator", made.csrf, "")
    with lan.reading() as transaction:
        assert accounts.account(transaction, "lan").seen == NOW
    change(lan, lambda transaction: accounts.set_role(transaction, "lan", "auditor"))
    changed = visits.visit(lan, made.token, Instant(NOW + 2))
    assert changed is not None and changed.role == "auditor"


def test_every_sign_in_makes_a_new_token_and_the_store_has_none(lan: HubStore, tmp_path: Path) -> None:
    some = [sign_in(lan) for _ in range(3)]
    assert len({made.token for made in some} | {made.csrf for made in some}) == 6
    assert all(len(made.token) == len(made.csrf) == 43 for made in some)
    lan.close()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert hashlib.sha256(some[0].token.encode()).digest() in held
    assert not any(made.token.encode() in held for made in some)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 44, "x" * 10**6, "\ud800", "' OR 1=1 --", "\x00"])
def test_a_token_that_was_planted_or_made_up_opens_nothing(lan: HubStore, token: str) -> None:
    assert sign_in(lan).token != token
    assert visits.visit(lan, token, NOW) is None


def test_the_hash_of_a_token_does_not_open_either(lan: HubStore) -> None:
    made = sign_in(lan)
    assert visits.visit(lan, hashlib.sha256(made.token.encode()).hexdigest(), NOW) is None


def test_a_visit_ends_when_it_is_not_used(lan: HubStore) -> None:
    made = sign_in(lan)
    assert visits.visit(lan, made.token, Instant(NOW + IDLE - 1)) is not None
    assert visits.visit(lan, made.token, Instant(NOW + 2 * IDLE - 2)) is not None
    assert visits.visit(lan, made.token, Instant(NOW + 3 * IDLE - 2)) is None


def test_a_visit_ends_after_a_working_day_however_much_it_is_used(lan: HubStore) -> None:
    made = sign_in(lan)
    for at in range(NOW, NOW + ABSOLUTE, IDLE // 2):
        assert visits.visit(lan, made.token, Instant(at)) is not None
    assert visits.visit(lan, made.token, Instant(NOW + ABSOLUTE - 1)) is not None
    assert visits.visit(lan, made.token, Instant(NOW + ABSOLUTE)) is None


def test_visits_that_ended_leave_the_store_at_the_next_sign_in(lan: HubStore) -> None:
    old = sign_in(lan)
    sign_in(lan, at=NOW + IDLE + 1)
    with lan.reading() as transaction:
        assert transaction.accounts.visit(hashlib.sha256(old.token.encode()).digest()) is None


def test_being_used_is_written_down_once_a_minute_at_most(lan: HubStore) -> None:
    made = sign_in(lan)

    def seen(at: int) -> int:
        assert visits.visit(lan, made.token, Instant(at)) is not None
        with lan.reading() as transaction:
            row = transaction.accounts.visit(hashlib.sha256(made.token.encode()).digest())
        assert row is not None
        return row.seen - NOW

    assert [seen(NOW + at) for at in (1, 59, 60, 61, 119, 120)] == [0, 0, 60, 60, 60, 120]


def test_a_page_does_not_wait_for_a_writer(lan: HubStore) -> None:
    made = sign_in(lan)
    with lan.writing():
        assert visits.visit(lan, made.token, Instant(NOW + 30)) is not None


def test_signing_out_ends_this_visit_alone(lan: HubStore) -> None:
    here, there = sign_in(lan), sign_in(lan, client=THERE)
    found = visits.visit(lan, here.token, NOW)
    assert found is not None
    change(lan, lambda transaction: visits.sign_out(transaction, found))
    assert visits.visit(lan, here.token, NOW) is None
    assert visits.visit(lan, there.token, NOW) is not None


def test_disabling_an_account_ends_its_visits_at_once_and_for_good(lan: HubStore) -> None:
    add(lan, "mai", "admin")
    made, other = sign_in(lan), sign_in(lan, name="mai")
    change(lan, lambda transaction: accounts.disable(transaction, "lan"))
    assert visits.visit(lan, made.token, NOW) is None
    change(lan, lambda transaction: accounts.enable(transaction, "lan"))
    assert visits.visit(lan, made.token, NOW) is None
    assert visits.visit(lan, other.token, NOW) is not None


def test_another_password_ends_every_visit_of_the_account(lan: HubStore) -> None:
    some = [sign_in(lan), sign_in(lan, client=THERE)]
    accounts.set_password(lan, "lan", "nương ngô 2026", random_bytes=random_bytes)
    assert [visits.visit(lan, made.token, NOW) for made in some] == [None, None]
    assert code(lambda: sign_in(lan)) == "wrong-password"


def test_a_sentence_for_the_next_page_is_told_once_and_to_its_visit_alone(lan: HubStore) -> None:
    made, other = sign_in(lan), sign_in(lan)
    found = visits.visit(lan, made.token, NOW)
    assert found is not None
    change(lan, lambda transaction: transaction.accounts.tell(found.visit, "Đã lưu"))
    told = [visits.visit(lan, token, NOW) for token in (other.token, made.token, made.token)]
    assert [one.told for one in told if one is not None] == ["", "Đã lưu", ""]
