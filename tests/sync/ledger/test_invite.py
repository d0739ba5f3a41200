"""An invite is one line that survives chat programs, catches slips, and gives its secret away to nobody."""

from __future__ import annotations

import base64
import hashlib
import re

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Instant
from sync.errors import BadInput
from sync.exchange import signing
from sync.ledger.invite import MAX_TEXT, Invite, check_join_proof, format_invite, is_hub_url, join_proof, parse_invite
from sync.log.keys import Signer
from sync.log.note import COSIGNATURE_V1

REGISTRY = Signer("soxa.example/registry", bytes(range(32)))
INVITE = Invite(
    id="abcdefghij234567",
    url="https://soxa.example",
    key=REGISTRY.verifier.vkey(),
    unit="03390",
    unit_name="Xã Bình Lư",
    secret=tobase64(bytes(32)),
    expires=Instant(1_800_000_000),
)
LINE = format_invite(INVITE)
SEALED = msgspec.structs.replace(INVITE, seal=tobase64(bytes(range(32))))


def test_an_invite_reads_back_also_when_a_chat_program_broke_the_line() -> None:
    assert parse_invite(LINE) == INVITE
    assert parse_invite(f"  {LINE[:70]}\n{LINE[70:140]}\r\n {LINE[140:]}\n") == INVITE
    assert INVITE.hub == "soxa.example"


def test_an_invite_with_the_key_for_files_is_of_the_second_form() -> None:
    line = format_invite(SEALED)
    assert (LINE[:14], line[:14], parse_invite(line)) == ("soxa-invite-1.", "soxa-invite-2.", SEALED)


@pytest.mark.parametrize(
    ("form", "invite"),
    [
        (2, INVITE),
        (1, SEALED),
        (2, msgspec.structs.replace(SEALED, seal=tobase64(bytes(31)))),
        (2, msgspec.structs.replace(SEALED, seal="A" * 43)),
    ],
)
def test_a_form_without_its_key_or_with_anothers_is_mistyped(form: int, invite: Invite) -> None:
    body = base64.urlsafe_b64encode(msgspec.json.encode(invite)).decode().rstrip("=")
    start = f"soxa-invite-{form}.{body}"
    with pytest.raises(BadInput):
        parse_invite(f"{start}.{hashlib.sha256(start.encode()).hexdigest()[:8]}")


@pytest.mark.parametrize(
    "around",
    [
        "Kính gửi xã Bình Lư, giấy mời của xã đây: {} Trân trọng.",
        "“{}”",
        '"{}",',
        "<{}>",
        "Giấy mời:{}.",
        "Dòng bắt đầu bằng soxa-invite-2. Xem soxa-invite-1.abc.12 dưới đây\n\n{}\n-- \nVăn phòng",
        "\x00".join(["", *"mời: ", "{}", *" xong"]),
    ],
)
@pytest.mark.parametrize("between", ["", "\n", "\r\n> > ", "=\n", "\u200b", "\0"])
@pytest.mark.parametrize("at", [3, 13, 14, 70, len(LINE) - 9, len(LINE) - 3])
def test_an_invite_is_found_in_what_was_pasted_with_it(around: str, between: str, at: int) -> None:
    assert parse_invite(around.format(LINE[:at] + between + LINE[at:])) == INVITE


def test_of_several_invites_the_first_that_is_whole_is_taken() -> None:
    slip = LINE[:-1] + ("0" if LINE[-1] != "0" else "1")
    other = format_invite(msgspec.structs.replace(INVITE, id="b" * 16))
    assert parse_invite(f"{slip}\n{other}\n{LINE}").id == "b" * 16
    with pytest.raises(BadInput) as refused:
        parse_invite(f"Xin gửi: {slip} nhé")
    assert refused.value.code == "mistyped-invite"
    with pytest.raises(BadInput) as refused:
        parse_invite(" " * MAX_TEXT + LINE)
    assert refused.value.code == "not-an-invite"


@given(at=st.integers(0, len(LINE) - 1), char=st.sampled_from("aA0-_.z9"))
def test_one_wrong_character_is_caught(at: int, char: str) -> None:
    slip = LINE[:at] + char + LINE[at + 1 :]
    if slip != LINE:
        whole = re.fullmatch(r"soxa-invite-1\.[A-Za-z0-9_-]+\.[0-9a-f]{8}", slip)
        with pytest.raises(BadInput) as refused:
            parse_invite(slip)
        assert refused.value.code == ("mistyped-invite" if whole else "not-an-invite")


@pytest.mark.parametrize("line", ["", "soxa", "soxa-invite-3.a.00000000", LINE[:-1], LINE + "0", LINE * 50])
def test_what_is_no_invite_is_refused(line: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_invite(line)
    assert refused.value.code == "not-an-invite"


def line_of(body: bytes) -> str:
    """A line with these bytes in it, and the digits that go with them."""
    start = "soxa-invite-1." + base64.urlsafe_b64encode(body).decode().rstrip("=")
    return f"{start}.{hashlib.sha256(start.encode()).hexdigest()[:8]}"


def changed(**fields: object) -> str:
    return line_of(msgspec.json.encode(msgspec.to_builtins(INVITE) | fields))


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("id", "a" * 16, "a" * 15),
        ("id", "a" * 16, "A" * 16),
        ("url", "h" * 300, "h" * 301),
        ("unit", "12", "1234"),
        ("unit", "12345", "1234"),
        ("unit_name", "x", ""),
        ("unit_name", "x" * 200, "x" * 201),
        ("expires", 0, -1),
        ("expires", 253_402_300_799, 253_402_300_800),
        ("secret", tobase64(bytes(32)), tobase64(bytes(32))[:-1]),
    ],
)
def test_what_an_invite_says_is_within_its_bounds(field: str, good: object, bad: object) -> None:
    assert getattr(parse_invite(changed(**{field: good})), field) == good
    with pytest.raises(BadInput) as refused:
        parse_invite(changed(**{field: bad}))
    assert refused.value.code == "mistyped-invite"


def test_an_invite_that_says_more_than_it_may_is_refused() -> None:
    for line in (changed(new=1), line_of(b"{}"), line_of(b"\xff"), line_of(b'"\xff"'), line_of(b"x")):
        with pytest.raises(BadInput) as refused:
            parse_invite(line)
        assert refused.value.code == "mistyped-invite"


def test_an_invites_key_is_that_of_a_registry() -> None:
    device = REGISTRY.renamed("soxa.example/device/" + "a" * 16).verifier
    for key in (device, REGISTRY.verifier.renamed(REGISTRY.name, COSIGNATURE_V1)):
        with pytest.raises(BadInput) as refused:
            parse_invite(changed(key=key.vkey()))
        assert refused.value.code == "mistyped-invite"
    for wrong, code in (("x", "bad-verifier-key"), (REGISTRY.renamed("x").verifier.vkey(), "bad-origin")):
        with pytest.raises(BadInput) as refused:
            parse_invite(changed(key=wrong))
        assert refused.value.code == code


def test_an_invites_secret_is_32_bytes() -> None:
    for secret, code in (("!" * 44, "not-base64"), (tobase64(bytes(33)), "wrong-length")):
        with pytest.raises(BadInput) as refused:
            parse_invite(changed(secret=secret))
        assert refused.value.code == code


def test_a_line_is_read_up_to_its_limit() -> None:
    for pad, code in ((2_000 - len(LINE), "mistyped-invite"), (2_001 - len(LINE), "not-an-invite")):
        with pytest.raises(BadInput) as refused:
            parse_invite(LINE.replace("soxa-invite-1.", "soxa-invite-1." + "A" * pad))
        assert refused.value.code == code


def test_a_proof_holds_for_its_secret_invite_and_key_alone() -> None:
    key = Signer("soxa.example/device/" + "a" * 16, bytes(32)).verifier.vkey()
    proof = join_proof(bytes(32), INVITE.id, key)
    assert check_join_proof(bytes(32), INVITE.id, key, proof)
    assert not check_join_proof(bytes(31) + b"1", INVITE.id, key, proof)
    assert not check_join_proof(bytes(32), "b" * 16, key, proof)
    assert not check_join_proof(bytes(32), INVITE.id, key + "x", proof)


@pytest.mark.parametrize(
    "url",
    ["https://soxa.laichau.example", "http://127.0.0.1:8420", "http://[::1]:8420/", "https://a:b@may-chu_1.vn./so%20xa/1"],
)
def test_an_address_of_a_hub_can_be_signed_and_sent_to(url: str) -> None:
    assert is_hub_url(url)
    assert str(httpx.URL(f"{url.rstrip('/')}/sync")).startswith(url)
    signed = signing.sign(
        "POST",
        f"{url.rstrip('/')}/sync",
        b"",
        device=DeviceId("a" * 16),
        signer=REGISTRY,
        now=Instant(0),
        nonce=b"n" * 12,
    )
    assert "signature" in {name.lower() for name in signed}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "soxa.laichau.example",
        "//soxa.laichau.example",
        "ftp://soxa.laichau.example",
        "https://",
        "https:///so",
        "https://a b",
        "https://máy-chủ.vn",
        "https://a\n",
        "https://a..b",
        f"https://{'x' * 64}.vn",
        "https://a:65536",
        "https://a:cửa",
        "http://[::1",
        "http://[1::2::3]",
        "https://a?b",
        "https://a#b",
        "https://a/%2",
        "https://a/" + "x" * 279,
    ],
)
def test_what_leads_nowhere_is_no_address_of_a_hub(url: str) -> None:
    assert not is_hub_url(url)
