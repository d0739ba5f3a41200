"""The one line of text that lets a laptop join, and the proof that it held one.

    soxa-invite-2.<base64url of JSON>.<8 hex digits>

The digits are the first four bytes of SHA-256 of all before the last dot: they catch a slip of the hand. The secret is
known to the hub and to who was handed the line; what a laptop shows of it is HMAC-SHA256 (RFC 2104) over the invite's
id and the key that the laptop made, so the line that carries the proof gives the secret away to nobody.

An invite whose line begins with `soxa-invite-1.` is one of a hub of before: it has no `seal`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import ipaddress
import re
from typing import Annotated, Final

import msgspec
from cryptography.hazmat.primitives import constant_time, hashes, hmac
from msgspec import Meta, Struct

from sync.encoding.spelling import is_shallow, tobase64, unbase64
from sync.encoding.types import Base64Bytes32, Base64Hash, Hash, InviteId, Posix, UnitCode, VerifierKey
from sync.errors import BadInput
from sync.ledger import origins
from sync.log.note import ED25519, Verifier

_PREFIXES: Final = {False: "soxa-invite-1.", True: "soxa-invite-2."}
"""By whether it has the key that files for the hub are sealed to."""
_MAX_LINE: Final = 2_000
MAX_TEXT: Final = 64_000
"""Letters in which an invite is looked for: of a mail, with what was quoted in it."""
_BROKEN: Final = r"\s>=\x00-\x1f\x7f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff"
"""What mail and chat programs put into a long line: breaks, with the marks of what is quoted, and letters of no width."""
_DIGITS: Final = 8
_SHAPE: Final = re.compile(
    "(?<![A-Za-z0-9_-])"
    + f"[{_BROKEN}]*".join([*"soxa-invite-", "([12])"])
    + rf"[{_BROKEN}]*\.([A-Za-z0-9_\-{_BROKEN}]+)\."
    + f"((?:[{_BROKEN}]*[0-9a-f]){{{_DIGITS}}})"
    + "(?![A-Za-z0-9_-])"
)
_MAX_URL: Final = 288
_URL: Final = re.compile(
    r"https?://(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?"
    r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|[\w-]{1,63}(?:\.[\w-]{1,63})*\.?)(?::(?P<port>[0-9]{1,5}))?"
    r"(?:/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?",
    re.ASCII,
)
"""RFC 3986, without a query and a fragment, behind which no path can be added; labels of a host as in RFC 1035."""


class Invite(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """An invite: what its line carries."""

    id: InviteId
    url: Annotated[str, Meta(max_length=300)]
    """Where the hub answers, or empty if it is reached by USB stick only."""
    key: VerifierKey
    """The verifier key of the hub's registry; everything else hangs from it."""
    unit: UnitCode
    unit_name: Annotated[str, Meta(min_length=1, max_length=200)]
    secret: Base64Bytes32
    """32 random bytes in base64."""
    expires: Posix
    """The hub refuses the invite from then on."""
    seal: Annotated[str, Meta(max_length=44)] = ""
    """The key of suite 1 that files for the hub are sealed to: 32 bytes in base64."""

    @property
    def hub(self) -> str:
        """The hub's name."""
        return Verifier.parse(self.key).name.removesuffix(f"/{origins.LogKind.REGISTRY.value}")


def is_hub_url(text: str) -> bool:
    """Whether a text is an address at which laptops can reach a hub.

    >>> is_hub_url("https://soxa.laichau.example"), is_hub_url("soxa.laichau.example")
    (True, False)
    """
    match = _URL.fullmatch(text) if len(text) <= _MAX_URL else None
    if match is None or int(match["port"] or 0) > 65_535:
        return False
    try:
        return match["ipv6"] is None or bool(ipaddress.IPv6Address(match["ipv6"]))
    except ValueError:
        return False


def format_invite(invite: Invite) -> str:
    """The line, without a newline."""
    body = base64.urlsafe_b64encode(msgspec.json.encode(invite)).decode("ascii").rstrip("=")
    prefix = _PREFIXES[bool(invite.seal)]
    return f"{prefix}{body}.{_digits(prefix + body)}"


def parse_invite(text: str) -> Invite:
    """Read the invite that stands in what somebody pasted or typed, whatever is around it; `BadInput` says whether it was
    mistyped or is none at all."""
    found = [
        (form, body, digits)
        for form, body, digits in (map(_unbroken, match.groups()) for match in _SHAPE.finditer(text[:MAX_TEXT]))
        if len(f"{_PREFIXES[form == '2']}{body}.{digits}") <= _MAX_LINE
    ]
    if not found:
        raise BadInput("not-an-invite")
    for form, body, digits in found:
        if _digits(f"{_PREFIXES[form == '2']}{body}") == digits:
            return _read(form, body)
    raise BadInput("mistyped-invite")


def _unbroken(text: str) -> str:
    return re.sub(f"[{_BROKEN}]+", "", text)


def _read(form: str, body: str) -> Invite:
    try:
        text = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        if not is_shallow(text):
            raise BadInput("mistyped-invite")
        invite = msgspec.json.decode(text, type=Invite)
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError):
        raise BadInput("mistyped-invite") from None
    verifier = Verifier.parse(invite.key)
    if origins.parse(verifier.name).kind is not origins.LogKind.REGISTRY or verifier.algorithm != ED25519:
        raise BadInput("mistyped-invite")
    unbase64(invite.secret, length=32)
    if bool(invite.seal) != (form == "2"):
        raise BadInput("mistyped-invite")
    if invite.seal:
        unbase64(invite.seal, length=32)
    return invite


def _digits(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGITS]


def join_proof(secret: bytes, invite_id: str, device_key: str) -> Base64Hash:
    """What a join entry shows: base64 of HMAC-SHA256 under the secret (32 bytes) over the id and the verifier key."""
    return tobase64(_mac(secret, invite_id, device_key))


def check_join_proof(secret: bytes, invite_id: str, device_key: str, proof: str) -> bool:
    """Whether the proof was made with the secret, compared in constant time."""
    return constant_time.bytes_eq(_mac(secret, invite_id, device_key), unbase64(proof, length=32))


def _mac(secret: bytes, invite_id: str, device_key: str) -> Hash:
    mac = hmac.HMAC(secret, hashes.SHA256())
    mac.update(f"soxa join v1\n{invite_id}\n{device_key}\n".encode())
    return Hash(mac.finalize())
