"""Accounts, visits, guesses and readers in the store."""

from __future__ import annotations

import pytest

from hub.store import Transaction
from hub.store.accounts import Account, Guess, Reader, StoredAccounts, VisitRow
from sync.encoding.types import Instant

NOW = Instant(1_793_000_000)
LATER = Instant(NOW + 60)


@pytest.fixture
def accounts(trying: Transaction) -> StoredAccounts:
    """An operator and an admin."""
    trying.accounts.add("mai", "operator", "hash of mai's", NOW)
    trying.accounts.add("lan", "admin", "hash of lan's", NOW)
    return trying.accounts


def test_accounts_are_listed_by_name_and_none_carries_its_hash(accounts: StoredAccounts) -> None:
    lan = Account("lan", "admin", NOW, disabled=False, seen=None)
    mai = Account("mai", "operator", NOW, disabled=False, seen=None)
    assert accounts.all() == [lan, mai]
    assert accounts.get("mai") == mai
    assert accounts.password("mai") == "hash of mai's"
    assert (accounts.get("nga"), accounts.password("nga")) == (None, None)


def test_what_changes_of_an_account_changes_of_no_other(accounts: StoredAccounts) -> None:
    before = accounts.get("lan")
    accounts.set_password("mai", "another hash")
    accounts.set_role("mai", "auditor")
    accounts.set_disabled("mai", disabled=True)
    accounts.saw("mai", LATER)
    assert accounts.get("mai") == Account("mai", "auditor", NOW, disabled=True, seen=LATER)
    assert accounts.password("mai") == "another hash"
    accounts.set_disabled("mai", disabled=False)
    assert accounts.get("mai") == Account("mai", "auditor", NOW, disabled=False, seen=LATER)
    assert (accounts.get("lan"), accounts.password("lan")) == (before, "hash of lan's")


def test_admins_are_those_that_can_sign_in(accounts: StoredAccounts) -> None:
    assert accounts.admins() == 1
    accounts.set_role("mai", "admin")
    assert accounts.admins() == 2
    accounts.set_disabled("lan", disabled=True)
    assert accounts.admins() == 1


def test_a_visit_knows_its_account_as_that_is_now(accounts: StoredAccounts) -> None:
    accounts.add_visit(b"token", "mai", "csrf", NOW)
    accounts.touch_visit(b"token", LATER)
    accounts.set_role("mai", "auditor")
    accounts.set_disabled("mai", disabled=True)
    assert accounts.visit(b"token") == VisitRow(
        b"token", "mai", "auditor", disabled=True, csrf="csrf", made=NOW, seen=LATER, told=""
    )
    assert accounts.visit(b"another") is None


def test_visits_end_one_by_one_by_account_and_by_age(accounts: StoredAccounts) -> None:
    def there() -> list[bytes]:
        return [token for token in (b"1", b"2", b"3", b"4") if accounts.visit(token) is not None]

    for token, name in ((b"1", "mai"), (b"2", "mai"), (b"3", "lan"), (b"4", "mai")):
        accounts.add_visit(token, name, "csrf", NOW)
    accounts.end_visit(b"4")
    assert there() == [b"1", b"2", b"3"]
    accounts.end_visits("mai")
    assert there() == [b"3"]
    accounts.touch_visit(b"3", LATER)
    accounts.forget_visits(made_before=NOW, seen_before=LATER)
    assert there() == [b"3"], "neither is before"
    accounts.add_visit(b"1", "mai", "csrf", NOW)
    accounts.add_visit(b"2", "mai", "csrf", LATER)
    accounts.forget_visits(made_before=0, seen_before=LATER)
    assert there() == [b"2", b"3"], "one was not used for too long"
    accounts.forget_visits(made_before=LATER, seen_before=0)
    assert there() == [b"2"], "one began too long ago"


def test_what_is_left_for_the_next_page_is_taken_once(accounts: StoredAccounts) -> None:
    for token in (b"1", b"2"):
        accounts.add_visit(token, "mai", "csrf", NOW)
    accounts.tell(b"1", "Đã giữ.")
    assert accounts.take_told(b"2") == ""
    assert [accounts.take_told(b"1") for _again in range(2)] == ["Đã giữ.", ""]
    assert accounts.take_told(b"none") == ""


def test_guesses_are_of_one_name_or_address_and_forgotten_with_age(trying: Transaction) -> None:
    trying.accounts.set_guess("mai", Guess(1, NOW))
    trying.accounts.set_guess("mai", Guess(2, LATER))
    trying.accounts.set_guess("10.1.2.3", Guess(5, NOW))
    assert trying.accounts.guess("mai") == Guess(2, LATER)
    assert trying.accounts.guess("lan") is None
    trying.accounts.forget_guesses(before=NOW, after=LATER)
    assert trying.accounts.guess("10.1.2.3") == Guess(5, NOW)
    trying.accounts.forget_guesses(before=LATER, after=LATER)
    assert (trying.accounts.guess("10.1.2.3"), trying.accounts.guess("mai")) == (None, Guess(2, LATER))
    trying.accounts.clear_guess("mai")
    assert trying.accounts.guess("mai") is None


def test_a_reader_is_found_by_its_token_and_listed_the_oldest_first(trying: Transaction) -> None:
    later, first, second = (
        Reader(name, "LGSP", Instant(made), Instant(made + 600), revoked=False, seen=None)
        for name, made in (("a", NOW + 1), ("b", NOW), ("c", NOW))
    )
    for reader in (later, second, first):
        trying.accounts.add_reader(reader, reader.id.encode() * 32)
    assert trying.accounts.readers() == [first, second, later]
    assert trying.accounts.reader(b"b" * 32) == first
    assert trying.accounts.reader(b"d" * 32) is None


def test_a_revoked_reader_is_there_still_and_says_so(trying: Transaction) -> None:
    reader, other = (Reader(name, "LGSP", NOW, LATER, revoked=False, seen=None) for name in ("a", "b"))
    for given in (reader, other):
        trying.accounts.add_reader(given, given.id.encode() * 32)
    assert not trying.accounts.revoke_reader("c")
    assert trying.accounts.revoke_reader("a")
    trying.accounts.touch_reader("a", LATER)
    assert trying.accounts.readers() == [Reader("a", "LGSP", NOW, LATER, revoked=True, seen=LATER), other]


def test_a_second_factor_is_of_one_account_and_each_step_is_used_once(accounts: StoredAccounts) -> None:
    accounts.add_second_factor("mai", b"s" * 20, 7)
    assert (accounts.second_factor("mai"), accounts.second_factor("lan")) == (b"s" * 20, None)
    assert [account.second_factor for account in accounts.all()] == [False, True]
    assert [accounts.use_step("mai", step) for step in (7, 6, 8, 8, 9)] == [False, False, True, False, True]
    assert not accounts.use_step("lan", 9)
    assert [accounts.end_second_factor("mai") for _again in range(2)] == [True, False]
    assert accounts.second_factor("mai") is None


def test_a_secret_is_offered_in_one_visit_and_all_but_one_may_be_ended(accounts: StoredAccounts) -> None:
    for token in (b"1", b"2"):
        accounts.add_visit(token, "mai", "csrf", NOW)
    accounts.add_visit(b"3", "lan", "csrf", NOW)
    accounts.offer_secret(b"1", b"s" * 20)
    assert [accounts.offered_secret(token) for token in (b"1", b"2", b"none")] == [b"s" * 20, b"", b""]
    accounts.end_visits("mai", but=b"1")
    assert [accounts.visit(token) is not None for token in (b"1", b"2", b"3")] == [True, False, True]
    accounts.offer_secret(b"1", b"")
    assert accounts.offered_secret(b"1") == b""
