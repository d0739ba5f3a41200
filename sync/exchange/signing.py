"""Signed requests: RFC 9421 HTTP message signatures with the laptop's key, over the method, the path and the RFC 9530
digest of the body. The parcel in the body names the hub and the laptop, so nothing signed for one hub serves another.

The signature parameters are `created`, `keyid` (the device id) and `nonce`. A request is stale when its `created` is
more than `MAX_SKEW` seconds from the hub's clock; the hub keeps the nonces of that span and takes none twice. What a
laptop's clock says elsewhere is only a claim, so one that is wrong may sign with the time that the hub's refusal told.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
from collections.abc import Mapping
from typing import Any, Final

import http_sf
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureAlgorithm,
    HTTPSignatureKeyResolver,
)
from http_message_signatures.exceptions import HTTPMessageSignaturesException, InvalidSignature
from msgspec import Struct

from sync.encoding.types import DeviceId, Instant
from sync.errors import ClockOff, Unproven
from sync.log.keys import Signer
from sync.log.note import Verifier

MAX_SKEW: Final = 300
"""Seconds."""

CONTENT_TYPE: Final = "application/vnd.soxa"
_LABEL: Final = "soxa"
_COVERED: Final = ("@method", "@path", "content-digest")
_MAX_FIELD: Final = 2_000


class SignatureParams(Struct, frozen=True):
    """What a request says of its signature, before anything is proven."""

    device: DeviceId
    created: int
    nonce: str


class _Message:
    """A request as the library wants to see it; `headers` is written to when signing."""

    def __init__(self, method: str, url: str, headers: Mapping[str, str]) -> None:
        self.method = method
        self.url = url
        self.headers = dict(headers)


class _Key(HTTPSignatureKeyResolver):
    """The one key of a call, whatever key id is asked for: its caller chose it by that id."""

    def __init__(self, key: Signer | Verifier) -> None:
        self._key = key

    def resolve_public_key(self, key_id: str) -> Any:
        return self._key

    def resolve_private_key(self, key_id: str) -> Any:
        return self._key


class _Ed25519(HTTPSignatureAlgorithm):
    """RFC 9421 section 3.3.6 over our own keys, so that weak public keys stay refused."""

    algorithm_id = "ed25519"

    def __init__(self, public_key: Verifier | None = None, private_key: Signer | None = None) -> None:
        self._verifier = public_key
        self._signer = private_key

    def sign(self, message: bytes) -> bytes:
        assert self._signer is not None
        return self._signer.sign(message)

    def verify(self, signature: bytes, message: bytes) -> None:
        assert self._verifier is not None
        if not self._verifier.check(message, signature):
            raise InvalidSignature("wrong signature")


class _Verifier(HTTPMessageVerifier):
    """The library's verifier without its clock: `verify` compares `created` with the time it is given."""

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        if type(sig_input.params.get("created")) is not int or "expires" in sig_input.params:
            raise InvalidSignature("created is missing")


def sign(
    method: str, url: str, body: bytes, *, device: DeviceId, signer: Signer, now: Instant, nonce: bytes
) -> dict[str, str]:
    """The headers to send with a request: Content-Digest, Signature-Input, Signature."""
    message = _Message(method, url, {})
    HTTPMessageSigner(signature_algorithm=_Ed25519, key_resolver=_Key(signer)).sign(
        message,
        key_id=device,
        created=datetime.datetime.fromtimestamp(now, datetime.UTC),
        nonce=base64.b64encode(nonce).decode("ascii"),
        label=_LABEL,
        include_alg=False,
        covered_component_ids=_COVERED,
        body=body,
    )
    return message.headers


def signature_of(headers: Mapping[str, str]) -> SignatureParams:
    """Read who says to have signed, and when; nothing is proven yet. `Unproven("bad-request-signature")`."""
    value = {name.lower(): value for name, value in headers.items()}.get("signature-input", "")
    if len(value) > _MAX_FIELD:
        raise Unproven("bad-request-signature")
    try:
        parsed: Any = http_sf.parse(value.encode(), tltype="dictionary", on_duplicate_key=_refuse_twice)
        _components, params = parsed[_LABEL]
        device, created, nonce = params["keyid"], params["created"], params["nonce"]
    except (ValueError, KeyError) as error:  # what the field's grammar refuses is a ValueError
        raise Unproven("bad-request-signature") from error
    if (type(device), type(created), type(nonce)) != (str, int, str):
        raise Unproven("bad-request-signature")
    return SignatureParams(DeviceId(device), created, nonce)


def _refuse_twice(label: str, where: str) -> None:
    """RFC 9651 would take the last of two signatures under one label; who signed must not depend on that."""
    if where == "dictionary":
        raise ValueError(f"{label} stands twice")


def verify(
    method: str, target_uri: str, headers: Mapping[str, str], body: bytes, *, verifier: Verifier, now: Instant
) -> SignatureParams:
    """Prove a request: it was signed with this key, over this method, path and body, within `MAX_SKEW` of `now`.

    `Unproven("bad-request-signature")`, or `ClockOff` with both times when it is stale.
    """
    params = verify_head(method, target_uri, headers, verifier=verifier, now=now)
    check_digest(headers, hashlib.sha256(body).digest())
    return params


def verify_head(
    method: str, target_uri: str, headers: Mapping[str, str], *, verifier: Verifier, now: Instant
) -> SignatureParams:
    """Prove a request's head, before its body is here: what `verify` proves, but that the body is the one whose digest the
    head names (`check_digest`). Raises as `verify` does."""
    params = signature_of(headers)
    try:
        _Verifier(signature_algorithm=_Ed25519, key_resolver=_Key(verifier)).verify(
            _Message(method, target_uri, headers), max_age=None, require_components=_COVERED
        )
    except (HTTPMessageSignaturesException, ValueError, TypeError, KeyError) as error:
        raise Unproven("bad-request-signature") from error
    if abs(params.created - now) > MAX_SKEW:
        raise ClockOff(now=now, created=params.created)
    return params


def check_digest(headers: Mapping[str, str], digest: bytes) -> None:
    """`Unproven("bad-request-signature")` unless `Content-Digest` names this SHA-256 of the body."""
    value = {name.lower(): value for name, value in headers.items()}.get("content-digest", "")
    try:
        named: Any = http_sf.parse(value[:_MAX_FIELD].encode(), tltype="dictionary", on_duplicate_key=_refuse_twice)
        said = named["sha-256"][0]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise Unproven("bad-request-signature") from error
    if said != digest:
        raise Unproven("bad-request-signature")
