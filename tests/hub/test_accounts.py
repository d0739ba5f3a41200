"""Who may use the desk: passwords, slowed guessing, visits that end, tokens that end, and always an admin."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import text

from hub import accounts
from hub.accounts import ABSOLUTE, IDLE, SignedIn, Visit
from hub.store import HubStore, Transaction
from hub.store.accounts import Role
from sync.encoding import DAY_SECONDS
from sync.errors import Misuse, Refused, SoxaError

NOW = 1_793_000_000
RIGHT = "ruộng bậc thang"
WRONG = "ruộng bậc thấp"
HERE, THERE = "10.1.2.3", "10.9.9.9"

random_bytes = random.Random(4).randbytes


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HubStore]:
    made = HubStore.create(tmp_path / "hub.db")
    yield made
    made.close()


@pytest.fixture
def lan(store: HubStore) -> HubStore:
    """A store in which lan is an operator."""
    add(store, "lan", "operator")
    return store


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that a password was checked against, as the real hasher checks them."""
    seen: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override] # noqa: A002
            seen.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(accounts, "HASHER", Watched(time_cost=3, memory_cost=64 * 1024, parallelism=4))
    return seen


def add(store: HubStore, name: str, role: Role, password: str = RIGHT) -> None:
    accounts.add_account(store, name, role, password, now=NOW, random_bytes=random_bytes)


def sign_in(store: HubStore, password: str = RIGHT, *, name: str = "lan", client: str = HERE, at: int = NOW) -> Visit:
    return accounts.sign_in(store, name, password, client, now=at, random_bytes=random_bytes)


def change(store: HubStore, act: Callable[[Transaction], object]) -> None:
    with store.writing() as transaction:
        act(transaction)


def code(act: Callable[[], object]) -> str:
    """The code of the error that this raises."""
    with pytest.raises(SoxaError) as caught:
        act()
    return caught.value.code


def failure(store: HubStore, *, name: str = "lan", client: str = HERE, at: int = NOW) -> SoxaError:
    with pytest.raises(SoxaError) as caught:
        sign_in(store, WRONG, name=name, client=client, at=at)
    return caught.value


# -- accounts and passwords


def test_nobody_can_sign_in_where_no_account_was_made(store: HubStore) -> None:
    with store.reading() as transaction:
        assert transaction.accounts.all() == []
    for name in ("admin", "root", "lan", ""):
        assert code(lambda name=name: sign_in(store, "admin", name=name, client=name)) == "wrong-password"  # type: ignore[misc]


@pytest.mark.parametrize(
    "name", ["", "a", "A1", "Lan", "-lan", ".lan", "lan ", "lan\n", "lần", "a" * 61, "lan/../x", "ｌａｎ"]
)
def test_a_name_that_is_not_plain_is_refused(store: HubStore, name: str) -> None:
    assert code(lambda: add(store, name, "operator")) == "bad-account-name"


@pytest.mark.parametrize("name", ["lan", "a1", "0.b-c_d", "a" * 60])
def test_plain_names_are_taken_once(store: HubStore, name: str) -> None:
    add(store, name, "auditor")
    assert code(lambda: add(store, name, "admin")) == "account-exists"
    with store.reading() as transaction:
        assert accounts.account(transaction, name).role == "auditor"


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
    some = {accounts.generated_password(random_bytes) for _ in range(100)}
    assert len(some) == 100
    for one in some:
        accounts.check_password("lan", one)


def test_a_hash_of_weaker_parameters_is_renewed_at_sign_in(lan: HubStore) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(RIGHT)
    change(lan, lambda transaction: transaction.accounts.set_password("lan", old))
    made = sign_in(lan)
    with lan.reading() as transaction:
        now = transaction.accounts.password("lan")
    assert now is not None and now != old and not accounts.HASHER.check_needs_rehash(now)
    assert accounts.visit(lan, made.token, NOW) is not None
    assert sign_in(lan).token != made.token


def test_the_last_admin_can_neither_be_shut_out_nor_lose_the_role(store: HubStore) -> None:
    add(store, "lan", "admin")
    add(store, "mai", "operator")
    assert code(lambda: change(store, lambda transaction: accounts.disable(transaction, "lan"))) == "last-admin"
    assert code(lambda: change(store, lambda transaction: accounts.set_role(transaction, "lan", "auditor"))) == "last-admin"
    change(store, lambda transaction: accounts.set_role(transaction, "mai", "admin"))
    change(store, lambda transaction: accounts.disable(transaction, "lan"))
    assert code(lambda: change(store, lambda transaction: accounts.disable(transaction, "mai"))) == "last-admin"
    change(store, lambda transaction: accounts.enable(transaction, "lan"))
    change(store, lambda transaction: accounts.set_role(transaction, "mai", "operator"))
    with store.reading() as transaction:
        roles = [(one.name, one.role, one.disabled) for one in transaction.accounts.all()]
    assert roles == [("lan", "admin", False), ("mai", "operator", False)]


def test_what_is_not_there_is_said_so(store: HubStore) -> None:
    for act in (accounts.disable, accounts.enable, accounts.account):
        assert code(lambda act=act: change(store, lambda transaction: act(transaction, "mai"))) == "no-account"  # type: ignore[misc]
    assert code(lambda: change(store, lambda transaction: accounts.set_role(transaction, "mai", "auditor"))) == "no-account"
    assert code(lambda: accounts.set_password(store, "mai", RIGHT, random_bytes=random_bytes)) == "no-account"
    assert code(lambda: accounts.role_of("root")) == "unknown-role"
    assert [accounts.role_of(role) for role in accounts.ROLES] == ["admin", "operator", "auditor"]


# -- one answer for all who cannot sign in, after the same work


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

    monkeypatch.setattr(accounts, "HASHER", Meanwhile(time_cost=3, memory_cost=64 * 1024, parallelism=4))
    assert code(lambda: sign_in(lan)) == "wrong-password"


# -- slowed guessing


def test_guesses_at_a_name_wait_longer_and_longer_wherever_they_come_from(lan: HubStore, hashings: list[str]) -> None:
    at = NOW
    for wrong in range(5):
        assert failure(lan, client=f"10.0.0.{wrong}", at=at).code == "wrong-password"
    waits = []
    for wrong in range(12):
        refused = failure(lan, client=f"10.0.1.{wrong}", at=at)
        assert refused.code == "too-many-tries"
        seconds = refused.facts["seconds"]
        assert isinstance(seconds, int)
        waits.append(seconds)
        assert failure(lan, client=f"10.0.2.{wrong}", at=at + seconds - 1).facts == {"seconds": 1}
        at += seconds
        assert failure(lan, client=f"10.0.1.{wrong}", at=at).code == "wrong-password"
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert len(hashings) == 5 + 12  # who must wait costs no hashing
    assert code(lambda: sign_in(lan, client=THERE, at=at)) == "too-many-tries"  # not even with the right one


def test_guesses_from_an_address_wait_whatever_the_name(lan: HubStore, hashings: list[str]) -> None:
    for wrong in range(5):
        assert failure(lan, name=f"name{wrong}").code == "wrong-password"
    assert failure(lan, name="another").code == "too-many-tries"
    assert code(lambda: sign_in(lan)) == "too-many-tries"
    assert len(hashings) == 5
    assert sign_in(lan, client=THERE)  # others are not held up


def test_a_whole_ipv6_network_counts_as_one_address(lan: HubStore) -> None:
    for wrong in range(5):
        failure(lan, name=f"name{wrong}", client=f"2001:db8:1:2::{wrong:x}")
    assert failure(lan, name="another", client="2001:db8:1:2:ffff::9").code == "too-many-tries"
    assert failure(lan, name="another", client="2001:db8:1:3::9").code == "wrong-password"
    for wrong in range(5):
        failure(lan, name=f"other{wrong}", client="::ffff:10.5.5.5")
    assert failure(lan, name="another1", client="10.5.5.5").code == "too-many-tries"
    assert failure(lan, name="another1", client="::ffff:10.5.5.6").code == "wrong-password"


def test_a_name_that_looks_like_an_address_is_not_counted_as_one(store: HubStore) -> None:
    add(store, "10.1.2.3", "operator")
    for wrong in range(5):
        failure(store, name="10.1.2.3", client=f"10.0.0.{wrong}")
    assert failure(store, name="lan", client="10.1.2.3").code == "wrong-password"


def test_signing_in_clears_the_names_failures_and_not_the_addresss(lan: HubStore) -> None:
    add(lan, "mallory", "auditor")
    for _ in range(4):
        failure(lan)
    sign_in(lan, client=THERE)
    assert failure(lan, client=THERE).code == "wrong-password"
    assert failure(lan, client="10.7.7.7").code == "wrong-password"  # the name began again, at one
    sign_in(lan, name="mallory")  # an account of one's own does not buy more guesses at others
    failure(lan, name="mai")
    assert failure(lan, name="mai").code == "too-many-tries"


def test_failures_are_forgotten_after_a_day(lan: HubStore) -> None:
    for _ in range(5):
        failure(lan)
    assert failure(lan, at=NOW + DAY_SECONDS + 1).code == "wrong-password"
    assert failure(lan, at=NOW + DAY_SECONDS + 1).code == "wrong-password"
    with lan.reading() as transaction:
        kept = transaction.accounts.guess(f"from {HERE}")
    assert kept is not None and kept.failures == 2


def test_names_that_cannot_be_do_not_fill_the_store(lan: HubStore) -> None:
    for wrong in range(4):
        failure(lan, name=f"No Name {wrong}" * 10_000, client=f"somewhere {wrong}" * 10_000)
    with lan.reading() as transaction:
        rows = transaction.accounts._db.execute(text("SELECT count(*), max(length(whom)) FROM guess")).one()
    assert rows[0] == 2 and rows[1] <= 100


def test_a_new_password_ends_the_wait_at_the_name(lan: HubStore) -> None:
    for _ in range(6):
        failure(lan)
    accounts.set_password(lan, "lan", "nương ngô 2026", random_bytes=random_bytes)
    assert sign_in(lan, "nương ngô 2026", client=THERE)


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

    monkeypatch.setattr(accounts, "HASHER", Watched(time_cost=3, memory_cost=64 * 1024, parallelism=4))
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


# -- visits


def test_a_visit_says_who_asks_and_in_which_role(lan: HubStore) -> None:
    made = sign_in(lan)
    found = accounts.visit(lan, made.token, NOW + 1)
    assert found == SignedIn(hashlib.sha256(made.token.encode()).digest(), "lan", "operator", made.csrf, "")
    with lan.reading() as transaction:
        assert accounts.account(transaction, "lan").seen == NOW
    change(lan, lambda transaction: accounts.set_role(transaction, "lan", "auditor"))
    changed = accounts.visit(lan, made.token, NOW + 2)
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
    assert accounts.visit(lan, token, NOW) is None


def test_the_hash_of_a_token_does_not_open_either(lan: HubStore) -> None:
    made = sign_in(lan)
    assert accounts.visit(lan, hashlib.sha256(made.token.encode()).hexdigest(), NOW) is None


def test_a_visit_ends_when_it_is_not_used(lan: HubStore) -> None:
    made = sign_in(lan)
    assert accounts.visit(lan, made.token, NOW + IDLE - 1) is not None
    assert accounts.visit(lan, made.token, NOW + 2 * IDLE - 2) is not None
    assert accounts.visit(lan, made.token, NOW + 3 * IDLE - 2) is None


def test_a_visit_ends_after_a_working_day_however_much_it_is_used(lan: HubStore) -> None:
    made = sign_in(lan)
    for at in range(NOW, NOW + ABSOLUTE, IDLE // 2):
        assert accounts.visit(lan, made.token, at) is not None
    assert accounts.visit(lan, made.token, NOW + ABSOLUTE - 1) is not None
    assert accounts.visit(lan, made.token, NOW + ABSOLUTE) is None


def test_visits_that_ended_leave_the_store_at_the_next_sign_in(lan: HubStore) -> None:
    old = sign_in(lan)
    sign_in(lan, at=NOW + IDLE + 1)
    with lan.reading() as transaction:
        assert transaction.accounts.visit(hashlib.sha256(old.token.encode()).digest()) is None


def test_being_used_is_written_down_once_a_minute_at_most(lan: HubStore) -> None:
    made = sign_in(lan)

    def seen(at: int) -> int:
        assert accounts.visit(lan, made.token, at) is not None
        with lan.reading() as transaction:
            row = transaction.accounts.visit(hashlib.sha256(made.token.encode()).digest())
        assert row is not None
        return row.seen - NOW

    assert [seen(NOW + at) for at in (1, 59, 60, 61, 119, 120)] == [0, 0, 60, 60, 60, 120]


def test_a_page_does_not_wait_for_a_writer(lan: HubStore) -> None:
    made = sign_in(lan)
    with lan.writing():
        assert accounts.visit(lan, made.token, NOW + 30) is not None


def test_signing_out_ends_this_visit_alone(lan: HubStore) -> None:
    here, there = sign_in(lan), sign_in(lan, client=THERE)
    found = accounts.visit(lan, here.token, NOW)
    assert found is not None
    change(lan, lambda transaction: accounts.sign_out(transaction, found))
    assert accounts.visit(lan, here.token, NOW) is None
    assert accounts.visit(lan, there.token, NOW) is not None


def test_disabling_an_account_ends_its_visits_at_once_and_for_good(lan: HubStore) -> None:
    add(lan, "mai", "admin")
    made, other = sign_in(lan), sign_in(lan, name="mai")
    change(lan, lambda transaction: accounts.disable(transaction, "lan"))
    assert accounts.visit(lan, made.token, NOW) is None
    change(lan, lambda transaction: accounts.enable(transaction, "lan"))
    assert accounts.visit(lan, made.token, NOW) is None
    assert accounts.visit(lan, other.token, NOW) is not None


def test_another_password_ends_every_visit_of_the_account(lan: HubStore) -> None:
    some = [sign_in(lan), sign_in(lan, client=THERE)]
    accounts.set_password(lan, "lan", "nương ngô 2026", random_bytes=random_bytes)
    assert [accounts.visit(lan, made.token, NOW) for made in some] == [None, None]
    assert code(lambda: sign_in(lan)) == "wrong-password"


def test_a_sentence_for_the_next_page_is_told_once_and_to_its_visit_alone(lan: HubStore) -> None:
    made, other = sign_in(lan), sign_in(lan)
    found = accounts.visit(lan, made.token, NOW)
    assert found is not None
    change(lan, lambda transaction: transaction.accounts.tell(found.visit, "Đã lưu"))
    told = [accounts.visit(lan, token, NOW) for token in (other.token, made.token, made.token)]
    assert [one.told for one in told if one is not None] == ["", "Đã lưu", ""]


# -- other systems


def reader(store: HubStore, days: int = 30, name: str = "LGSP") -> accounts.NewReader:
    with store.writing() as transaction:
        return accounts.add_reader(transaction, name, days, now=NOW, random_bytes=random_bytes)


def test_a_read_token_reads_as_an_auditor_until_it_runs_out(store: HubStore, tmp_path: Path) -> None:
    made = reader(store)
    assert made.token.startswith("soxa-read-") and len(made.token) == 53
    found = accounts.read_token(store, made.token, NOW + 30 * DAY_SECONDS - 1)
    assert found == SignedIn(b"", "LGSP", "auditor", "", "")
    assert accounts.read_token(store, made.token, NOW + 30 * DAY_SECONDS) is None
    store.close()
    assert all(made.token.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_revoked_token_reads_nothing_and_others_go_on(store: HubStore) -> None:
    made, other = reader(store), reader(store)
    change(store, lambda transaction: accounts.revoke_reader(transaction, made.id))
    assert accounts.read_token(store, made.token, NOW) is None
    assert accounts.read_token(store, other.token, NOW) is not None
    assert code(lambda: change(store, lambda transaction: accounts.revoke_reader(transaction, "nobody"))) == "no-token"


def test_a_tokens_use_is_written_down_once_a_minute_at_most(store: HubStore) -> None:
    made = reader(store)

    def seen(at: int) -> int | None:
        assert accounts.read_token(store, made.token, at) is not None
        with store.reading() as transaction:
            (row,) = transaction.accounts.readers()
        return row.seen

    assert [seen(NOW + at) for at in (0, 59, 60)] == [NOW, NOW, NOW + 60]


@pytest.mark.parametrize("token", ["", "soxa-read-", "soxa-read-" + "A" * 43, "soxa-read-" + "x" * 10**6, "\ud800"])
def test_a_made_up_token_reads_nothing(store: HubStore, token: str) -> None:
    reader(store)
    assert accounts.read_token(store, token, NOW) is None


def test_a_browsers_token_is_no_read_token_nor_the_other_way_round(lan: HubStore) -> None:
    assert accounts.read_token(lan, sign_in(lan).token, NOW) is None
    assert accounts.visit(lan, reader(lan).token, NOW) is None


@pytest.mark.parametrize(
    ("days", "name", "why"),
    [
        (0, "x", "bad-token-days"),
        (-1, "x", "bad-token-days"),
        (3651, "x", "bad-token-days"),
        (1, " ", "bad-token-name"),
        (1, "", "bad-token-name"),
        (1, "x" * 101, "bad-token-name"),
        (1, "a\nb", "bad-token-name"),
        (1, "\u202ea", "bad-token-name"),
    ],
)
def test_a_token_has_a_name_and_an_end(store: HubStore, days: int, name: str, why: str) -> None:
    with pytest.raises(Misuse) as caught:
        reader(store, days, name)
    assert caught.value.code == why


# -- the commands


def soxa(home: Path, *words: str, password: str | None = None) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "SOXA_"))}
    given = {"LANG": "en"} | ({} if password is None else {"SOXA_USER_PASSWORD": password})
    arguments = [sys.executable, "-m", "sync.shell.main", "hub", *words, "--home", str(home)]
    return subprocess.run(arguments, env=kept | given, capture_output=True, check=False, stdin=subprocess.DEVNULL)


def test_accounts_and_tokens_are_kept_by_commands_that_need_no_key(tmp_path: Path) -> None:
    store = HubStore.create(tmp_path / "hub.db")
    added = soxa(tmp_path, "user", "add", "lan", "--role", "admin", "--generate")
    assert added.returncode == 0
    assert sign_in(store, added.stdout.decode().strip()).token
    assert soxa(tmp_path, "user", "add", "mai", "--role", "auditor", password=RIGHT).stdout == b""
    made = sign_in(store, name="mai", client=THERE)
    assert soxa(tmp_path, "user", "password", "mai", password="nương ngô 2026").returncode == 0
    assert accounts.visit(store, made.token, NOW) is None
    for verb, listed in (("disable", "disabled"), ("enable", "can sign in")):
        assert soxa(tmp_path, "user", verb, "mai").returncode == 0
        assert listed in soxa(tmp_path, "user", "list").stdout.decode().splitlines()[-1]
    token = soxa(tmp_path, "token", "add", "LGSP", "--days", "40000").stderr.decode()
    assert "3650" in token
    granted = soxa(tmp_path, "token", "add", "LGSP", "--days", "3650").stdout.decode().strip()
    (row,) = soxa(tmp_path, "token", "list").stdout.decode().splitlines()[2:]
    assert granted not in row and "valid" in row
    assert soxa(tmp_path, "token", "revoke", row.split()[0]).returncode == 0
    assert b'"revoked": true' in soxa(tmp_path, "token", "list", "--json").stdout
    assert accounts.read_token(store, granted, NOW) is None
    store.close()


def test_lists_for_scripts_carry_no_hash(tmp_path: Path) -> None:
    store = HubStore.create(tmp_path / "hub.db")
    add(store, "lan", "admin")
    reader(store)
    store.close()
    listed = soxa(tmp_path, "user", "list", "--json").stdout + soxa(tmp_path, "token", "list", "--json").stdout
    assert b'"lan"' in listed and b'"LGSP"' in listed
    assert b"argon2" not in listed and b'"password"' not in listed and b'"token"' not in listed


@pytest.mark.parametrize(
    ("words", "password", "status", "said"),
    [
        (("user", "add", "lan", "--role", "king"), RIGHT, 2, "admin, operator, auditor"),
        (("user", "add", "lan", "--role", "admin"), None, 1, "SOXA_USER_PASSWORD"),
        (("user", "add", "lan", "--role", "admin"), "short", 2, "10"),
        (("user", "add", "Lan", "--role", "admin"), RIGHT, 2, "Lan"),
        (("user", "disable", "mai"), None, 1, "mai"),
        (("user", "password", "mai"), RIGHT, 1, "mai"),
        (("token", "revoke", "x"), None, 1, "x"),
    ],
)
def test_what_commands_refuse_is_said_in_a_line(
    tmp_path: Path, words: tuple[str, ...], password: str | None, status: int, said: str
) -> None:
    HubStore.create(tmp_path / "hub.db").close()
    done = soxa(tmp_path, *words, password=password)
    assert (done.returncode, done.stdout) == (status, b"")
    assert said in done.stderr.decode() and len(done.stderr.splitlines()) == 1
