"""Joining: with an invite in its time, once for a folder, and again only while the hub has not answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.exchange.joining import join, join_again, read_invite, read_invite_file
from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import Membership
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant
from sync.errors import BadInput, Misuse, Refused
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Join
from sync.ledger.invite import MAX_TEXT, Invite, check_join_proof, format_invite
from sync.ledger.origins import LogKind
from sync.log.keyfile import load_key
from sync.log.keys import Signer
from tests.field.alone import HUB, HUB_KEY, NOW, UNIT, activity, random_bytes, receive, signer

SECRET = b"s" * 32


def invite(**changes: object) -> str:
    """The line of an invite that runs out a day from now, but for what is changed in it."""
    good = {
        "id": "a" * 16,
        "url": "https://soxa.test.example",
        "key": HUB_KEY.verifier.vkey(),
        "unit": UNIT,
        "unit_name": "Xã Bình Lư",
        "secret": tobase64(SECRET),
        "expires": NOW + 86_400,
    }
    return format_invite(Invite(**(good | changes)))  # type: ignore[arg-type]


def joined(folder: Path, line: str, *, now: int = NOW, passphrase: str | None = None) -> Membership:
    return join(LaptopHome(folder), line, officer="Mẩy", passphrase=passphrase, now=Instant(now), random_bytes=random_bytes)


def test_an_invite_is_good_to_the_second_before_it_expires_and_not_at_that_second(tmp_path: Path) -> None:
    line = invite(expires=NOW)
    assert read_invite(line, now=Instant(NOW - 1)).expires == NOW
    for now in (NOW, NOW + 1):
        with pytest.raises(Refused) as refused:
            read_invite(line, now=Instant(now))
        assert (refused.value.code, refused.value.facts) == ("expired-invite", {"expires": NOW})
    with pytest.raises(Refused, match="expired-invite"):
        joined(tmp_path / "late", line)
    assert not (tmp_path / "late").exists()
    assert joined(tmp_path / "punctual", line, now=NOW - 1).unit == UNIT


def test_a_laptop_that_joins_has_a_key_of_its_own_and_says_so_in_its_first_entry(tmp_path: Path) -> None:
    membership = joined(tmp_path, invite())
    key = load_key(LaptopHome(tmp_path).key, passphrase=None)
    assert membership.device == origins.device_id(key.verifier.key)
    assert key.name == origins.device(HUB, membership.device)
    with LaptopStore.open(LaptopHome(tmp_path)) as store:
        assert store.membership == membership
        (line,) = store.logs.lines(store.logs.own.origin, 0, 2**40)
    entry = decode(line, LogKind.DEVICE)
    assert isinstance(entry, Join)
    assert (entry.hub, entry.unit, entry.invite, entry.at) == (HUB_KEY.verifier.vkey(), UNIT, "a" * 16, NOW)
    assert check_join_proof(SECRET, entry.invite, entry.key, entry.proof)
    assert "Mẩy" not in line.decode()


def test_a_key_that_an_attempt_cut_short_left_is_used(tmp_path: Path) -> None:
    first = joined(tmp_path, invite())
    LaptopHome(tmp_path).database.unlink()
    assert joined(tmp_path, invite(id="b" * 16)).device == first.device


def test_a_folder_joins_again_with_a_fresh_invite(tmp_path: Path) -> None:
    membership = joined(tmp_path, invite())
    assert joined(tmp_path, invite(id="b" * 16)) == membership
    with LaptopStore.open(LaptopHome(tmp_path)) as store:
        entries = [decode(line, LogKind.DEVICE) for line in store.logs.lines(store.logs.own.origin, 0, 2**40)]
    assert [entry.invite for entry in entries if isinstance(entry, Join)] == ["a" * 16, "b" * 16]


def test_a_folder_that_joins_again_goes_by_the_address_of_the_fresh_invite(tmp_path: Path) -> None:
    joined(tmp_path, invite(url="soxa.test.example"))
    assert joined(tmp_path, invite(id="b" * 16)).url == "https://soxa.test.example"
    with LaptopStore.open(LaptopHome(tmp_path)) as store:
        assert store.membership.url == "https://soxa.test.example"
    assert joined(tmp_path, invite(id="c" * 16, url="")).url == "https://soxa.test.example"


def test_a_laptop_that_the_hub_has_answered_joins_no_more(store: LaptopStore) -> None:
    assert join_again(store, signer(), invite(), now=NOW, random_bytes=random_bytes) == store.membership
    receive(store, 1)
    before = store.logs.own.size
    with pytest.raises(Refused) as refused:
        join_again(store, signer(), invite(), now=NOW, random_bytes=random_bytes)
    assert (refused.value.code, refused.value.facts) == ("already-joined", {"unit": "Xã Bình Lư", "hub": HUB})
    assert store.logs.own.size == before


@pytest.mark.parametrize(
    "other", [{"unit": "03405"}, {"key": Signer(f"{HUB}/registry", b"\x05" * 32).verifier.vkey()}], ids=["unit", "hub"]
)
def test_a_folder_joins_again_for_its_own_unit_and_hub_alone(tmp_path: Path, other: dict[str, object]) -> None:
    joined(tmp_path, invite())
    with pytest.raises(Refused, match="already-joined"):
        joined(tmp_path, invite(id="b" * 16, **other))


def test_a_folder_joins_again_in_the_invites_time_alone(tmp_path: Path) -> None:
    joined(tmp_path, invite())
    with pytest.raises(Refused, match="expired-invite"):
        joined(tmp_path, invite(expires=NOW))


def test_a_key_under_a_passphrase_is_asked_for_when_a_folder_joins_again(tmp_path: Path) -> None:
    joined(tmp_path, invite(), passphrase="mật khẩu")
    with pytest.raises(Refused, match="key-needs-passphrase"):
        joined(tmp_path, invite(id="b" * 16))
    assert joined(tmp_path, invite(id="b" * 16), passphrase="mật khẩu").unit == UNIT


def test_what_was_logged_before_joining_again_stays(tmp_path: Path) -> None:
    joined(tmp_path, invite())
    with LaptopStore.open(LaptopHome(tmp_path)) as store:
        store.logs.append([activity("Họp bản")], load_key(LaptopHome(tmp_path).key, passphrase=None))
    joined(tmp_path, invite(id="b" * 16))
    with LaptopStore.open(LaptopHome(tmp_path)) as store:
        assert store.logs.own.size == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1258"])
def test_an_invite_is_read_from_a_file_that_some_editor_wrote(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "invite.txt"
    file.write_text(f"K\xednh g\u01b0\u0309i xa\u0303,\r\n\r\n“{invite()}”\r\n", encoding=encoding)
    assert read_invite(read_invite_file(file), now=NOW).unit == UNIT


def test_a_file_that_cannot_be_read_is_said_to_be_missing(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\xff")
    for path in (tmp_path / "nowhere.txt", tmp_path, picture):
        with pytest.raises(BadInput) as refused:
            read_invite_file(path)
        assert (refused.value.code, refused.value.facts) == ("file-missing", {"path": str(path)})


def test_no_more_of_a_file_is_read_than_an_invite_may_have(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("x" * 300_000)
    assert len(read_invite_file(file)) == 4 * MAX_TEXT


def test_a_name_that_no_line_has_room_for_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    for name in ("x" * 101, "a\x1b[2Jb"):
        with pytest.raises(Misuse) as misused:
            join(
                LaptopHome(tmp_path / "a"),
                invite(),
                officer=name,
                passphrase=None,
                now=Instant(NOW),
                random_bytes=random_bytes,
            )
        assert misused.value.code == "bad-officer"
    assert not (tmp_path / "a").exists()
