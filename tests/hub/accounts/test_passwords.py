"""Passwords: strong enough, hashed with salt a few at a time, and one answer for all who cannot sign in."""

from __future__ import annotations

import threading
import unicodedata
from contextlib import ExitStack
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters

from hub.accounts import accounts, passwords, visits
from hub.store import HubStore
from sync.errors import Refused, Unavailable
from tests.hub.accounts.people import (
    NOW,
    RIGHT,
    WRONG,
    add,
    change,
    code,
    failure,
    random_bytes,
    sign_in,
)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "short-password"),
        ("123456789", "short-password"),
        (unicodedata.normalize("NFD", "ấấấấấấấấấ"), "short-password"),
        ("x" * 201, "long-password"),
        ("x" * 1_000_000, "long-password"),
        ("\u1f82" * 201, "long-password"),
        (unicodedata.normalize("NFD", "\u1f82" * 100_000), "long-password"),
        ("Lan.Nguyen.1", "password-is-name"),
    ],
)
def test_a_weak_or_boundless_password_is_refused(store: HubStore, password: str, why: str) -> None:
    assert code(lambda: add(store, "lan.nguyen.1", "operator", password)) == why


def test_only_a_salted_argon2id_hash_is_kept(lan: HubStore, tmp_path: Path) -> None:
    add(lan, "mai", "operator")
    with lan.reading() as transaction:
        kept = [transaction.accounts.password(name) for name in ("lan", "mai")]
    assert kept[0] != kept[1]
    assert all(one is not None and one.startswith("$argon2id$v=19$m=65536,t=3,p=4$") for one in kept)
    lan.close()
    assert all(RIGHT.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_password_is_the_same_however_its_letters_are_put_together(lan: HubStore) -> None:
    for form in ("NFC", "NFD"):
        assert sign_in(lan, unicodedata.normalize(form, RIGHT)).token


@pytest.mark.parametrize("password", ["", WRONG, RIGHT + " ", RIGHT.upper(), "\ud800" * 12, "?" * 12, RIGHT + "x" * 10**6])
def test_another_password_does_not_open(lan: HubStore, password: str) -> None:
    assert code(lambda: sign_in(lan, password)) == "wrong-password"


def test_a_generated_password_can_be_chosen_and_is_never_the_same() -> None:
    some = {passwords.generated_password(random_bytes) for _ in range(100)}
    assert len(some) == 100
    for one in some:
        passwords.check_password("lan", one)


def test_a_hash_of_weaker_parameters_is_renewed_at_sign_in(lan: HubStore) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(RIGHT)
    change(lan, lambda transaction: transaction.accounts.set_password("lan", old))
    made = sign_in(lan)
    with lan.reading() as transaction:
        now = transaction.accounts.password("lan")
    assert now is not None and now != old and not passwords.HASHER.check_needs_rehash(now)
    assert visits.visit(lan, made.token, NOW) is not None
    assert sign_in(lan).token != made.token


def test_unknown_and_disabled_names_cost_a_hashing_and_get_the_same_answer(lan: HubStore, hashings: list[str]) -> None:
    add(lan, "mai", "auditor")
    change(lan, lambda transaction: accounts.disable(transaction, "mai"))
    told = []
    for at, (name, password) in enumerate(
        (("lan", WRONG), ("nobody", RIGHT), ("mai", RIGHT), ("mai", WRONG), ("no name\0", RIGHT), ("x" * 10**6, RIGHT))
    ):
        with pytest.raises(Refused) as caught:
            sign_in(lan, password, name=name, client=f"10.0.0.{at}")
        told.append((caught.value.code, caught.value.facts))
    assert told == [("wrong-password", {})] * 6
    assert len(hashings) == 6
    ours = extract_parameters(hashings[0])
    assert all(extract_parameters(one) == ours for one in hashings)


def test_a_flood_at_once_is_hashed_a_few_at_a_time_and_stopped(lan: HubStore, monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, most, done = 0, 0, 0
    lock = threading.Lock()

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override] # noqa: A002
            nonlocal under_way, most, done
            with lock:
                under_way, done = under_way + 1, done + 1
                most = max(most, under_way)
            try:
                return super().verify(hash, password)
            finally:
                with lock:
                    under_way -= 1

    monkeypatch.setattr(passwords, "HASHER", Watched(time_cost=3, memory_cost=64 * 1024, parallelism=4))
    codes: list[str] = []
    threads = [threading.Thread(target=lambda: codes.append(failure(lan).code)) for _ in range(24)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(codes) == 24
    assert most <= 2
    assert done <= 6  # five are free; one more may have been under way when the fifth was counted
    assert codes.count("too-many-tries") >= 18


def test_one_who_waits_too_long_for_a_turn_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE", 0)
    with ExitStack() as turns:
        with pytest.raises(Unavailable) as busy:
            for _turn in range(100):
                turns.enter_context(passwords.turn())
        assert busy.value.code == "sign-in-busy"
    with passwords.turn():
        """There is room again."""
