"""Signed requests: what was signed is what is taken, and no other request, body, key or time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Instant
from sync.errors import Refused, Unproven
from sync.exchange import signing
from sync.exchange.signing import MAX_SKEW, SignatureParams, signature_of, verify
from sync.log.keys import Signer

DEVICE = DeviceId("a" * 16)
SIGNER = Signer(f"soxa.example/device/{DEVICE}", bytes(range(32)))
STRANGER = Signer(SIGNER.name, bytes(range(1, 33)))
URL = "https://soxa.example/sync"
BODY = b"the bytes of a parcel"
NOW = Instant(1_793_000_000)
NONCE = b"twelve bytes"


def signed(
    body: bytes = BODY, *, method: str = "POST", url: str = URL, at: int = NOW, signer: Signer = SIGNER
) -> dict[str, str]:
    return signing.sign(method, url, body, device=DEVICE, signer=signer, now=Instant(at), nonce=NONCE)


def taken(
    headers: dict[str, str], *, method: str = "POST", url: str = URL, body: bytes = BODY, now: Instant = NOW
) -> SignatureParams:
    return verify(method, url, headers, body, verifier=SIGNER.verifier, now=now)


def refused(headers: dict[str, str], *, method: str = "POST", url: str = URL, body: bytes = BODY) -> str:
    with pytest.raises(Unproven) as raised:
        taken(headers, method=method, url=url, body=body)
    return raised.value.code


def with_input(old: str, new: str) -> dict[str, str]:
    """The headers of a request whose Signature-Input was changed."""
    headers = signed()
    assert old in headers["Signature-Input"]
    return headers | {"Signature-Input": headers["Signature-Input"].replace(old, new, 1)}


def test_a_signed_request_says_who_signed_it_and_when() -> None:
    assert signature_of(signed()) == taken(signed()) == SignatureParams(DEVICE, NOW, "dHdlbHZlIGJ5dGVz")


def test_names_of_headers_are_in_any_case() -> None:
    assert taken({name.lower(): value for name, value in signed().items()}) == taken(signed())


def test_the_protocol_fixes_what_is_signed() -> None:
    headers = signed()
    assert headers["Signature-Input"] == (
        f'soxa=("@method" "@path" "content-digest");created={NOW};keyid="{DEVICE}";nonce="dHdlbHZlIGJ5dGVz"'
    )
    assert headers["Content-Digest"].startswith("sha-256=:")


def test_another_request_than_the_signed_one_is_not_taken() -> None:
    assert refused(signed(), method="PUT") == "bad-request-signature"
    assert refused(signed(), url="https://soxa.example/other") == "bad-request-signature"
    assert refused(signed(), body=BODY + b"x") == "bad-request-signature"
    assert refused(signed(), body=b"") == "bad-request-signature"
    assert refused(signed(signer=STRANGER)) == "bad-request-signature"
    assert taken(signed(), url="http://[::1]:8000/sync").device == DEVICE


def test_a_digest_that_the_signature_does_not_cover_is_not_taken() -> None:
    other = signed(b"another body")["Content-Digest"]
    assert refused(signed() | {"Content-Digest": other}, body=b"another body") == "bad-request-signature"
    assert refused({name: value for name, value in signed().items() if name != "Content-Digest"}) == "bad-request-signature"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("soxa=", "other="),
        ('"@method" ', ""),
        (' "@path"', ""),
        (' "content-digest"', ""),
        (f"created={NOW}", f"created={NOW + 1}"),
        (f"created={NOW};", ""),
        (f"created={NOW}", f'created="{NOW}"'),
        (f"created={NOW}", f"created={NOW}.0"),
        (f"created={NOW}", "created=?1"),
        (f'keyid="{DEVICE}"', 'keyid="' + "b" * 16 + '"'),
        (f'keyid="{DEVICE}"', "keyid=7"),
        (f';keyid="{DEVICE}"', ""),
        ("dHdl", "dHdm"),
        (';nonce="dHdlbHZlIGJ5dGVz"', ""),
        (';nonce="dHdlbHZlIGJ5dGVz"', ";nonce=12"),
        ("soxa=(", "soxa=(("),
        ("soxa=(", "é=("),
    ],
)
def test_a_signature_input_that_was_changed_is_not_taken(old: str, new: str) -> None:
    assert refused(with_input(old, new)) == "bad-request-signature"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'keyid="{DEVICE}"', "keyid=7"),
        (f"created={NOW}", f'created="{NOW}"'),
        (f"created={NOW}", "created=?1"),
        (f"created={NOW}", f"created={NOW}.5"),
        ('nonce="dHdlbHZlIGJ5dGVz"', "nonce=12"),
        ('nonce="dHdlbHZlIGJ5dGVz"', "nonce=:AAAA:"),
    ],
)
def test_who_signed_and_when_is_read_only_where_it_is_what_it_must_be(old: str, new: str) -> None:
    """Before anything is verified: the hub looks for the device by this."""
    with pytest.raises(Unproven, match="bad-request-signature"):
        signature_of(with_input(old, new))


@pytest.mark.parametrize(
    "headers", [{}, {"Signature-Input": ""}, {"Signature-Input": "soxa"}, {"Signature-Input": "soxa=?1"}]
)
def test_what_is_no_signature_input_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Unproven, match="bad-request-signature"):
        signature_of(headers)


def test_two_signatures_under_one_name_are_not_taken() -> None:
    headers = signed()
    stranger = headers["Signature-Input"].replace(DEVICE, "b" * 16)
    for both in (f"{headers['Signature-Input']}, {stranger}", f"{stranger}, {headers['Signature-Input']}"):
        with pytest.raises(Unproven, match="bad-request-signature"):
            signature_of(headers | {"Signature-Input": both})


FIELD = f'soxa=("@method" "@path" "content-digest");created={NOW};keyid="{DEVICE}";nonce="dHdlbHZlIGJ5dGVz"'


@settings(max_examples=300)
@given(
    at=st.integers(0, len(FIELD)),
    gone=st.integers(0, 12),
    new=st.text(st.sampled_from('soxa=()";:?*,@.%-1 \t\\éˆ'), max_size=6) | st.text(max_size=3),
)
def test_any_signature_input_is_read_or_refused(at: int, gone: int, new: str) -> None:
    """Never another exception, whatever somebody wrote there."""
    try:
        found = signature_of({"Signature-Input": FIELD[:at] + new + FIELD[at + gone :]})
    except Unproven as refused:
        assert refused.code == "bad-request-signature"
    else:
        assert (type(found.device), type(found.created), type(found.nonce)) == (str, int, str)


def test_a_signature_that_expires_is_not_one_of_ours() -> None:
    """Even if all else holds: it is signed, with an end far away."""
    covered = '("@method" "@path" "content-digest")'
    parameters = f'{covered};created={NOW};expires={NOW + 10**6};keyid="{DEVICE}";nonce="x"'
    digest = signed()["Content-Digest"]
    base = f'"@method": POST\n"@path": /sync\n"content-digest": {digest}\n"@signature-params": {parameters}'
    signature = "soxa=:" + tobase64(SIGNER.sign(base.encode())) + ":"
    headers = {"Content-Digest": digest, "Signature-Input": f"soxa={parameters}", "Signature": signature}
    assert refused(headers) == "bad-request-signature"


def test_a_second_signature_beside_ours_is_not_taken() -> None:
    headers = signed()
    twice = {
        name: f"{headers[name]}, {headers[name].replace('soxa=', 'other=', 1)}" for name in ("Signature-Input", "Signature")
    }
    assert refused(headers | twice) == "bad-request-signature"


def test_a_signature_input_is_read_up_to_its_limit() -> None:
    """The limit stands before the parser, so what is just below it is read, and found wanting for another reason."""
    headers = signed()
    for size in (2_000, 2_001):
        spaces = size - len(headers["Signature-Input"])
        padded = {"Signature-Input": headers["Signature-Input"].replace('" "', f'"{" " * (spaces + 1)}"', 1)}
        assert len(padded["Signature-Input"]) == size
        if size == 2_000:
            assert signature_of(padded).device == DEVICE
        else:
            with pytest.raises(Unproven, match="bad-request-signature"):
                signature_of(padded)


def test_a_request_is_fresh_for_exactly_as_long_as_a_clock_may_be_off() -> None:
    assert MAX_SKEW == 300
    for off in (-300, 0, 300):
        assert taken(signed(at=NOW + off)).created == NOW + off
    for off in (-301, 301):
        with pytest.raises(Refused) as raised:
            taken(signed(at=NOW + off))
        assert (raised.value.code, raised.value.facts) == ("clock", {"now": NOW, "created": NOW + off})


def test_a_stale_request_is_only_called_so_once_it_is_proven() -> None:
    """The hub tells its time to those alone whose request it could check."""
    assert refused(signed(at=NOW + 301, signer=STRANGER)) == "bad-request-signature"
