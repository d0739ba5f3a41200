"""POST /sync, where laptops exchange. Thin: it bounds, authenticates, hands on, and says the outcome as a status.

A request is read whole, up to a bound, before anything in it is looked at: a slow line must not hold the store. Writers
come one at a time, in a thread of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from hub import own_logs
from hub.clock import HubClock
from hub.home import Keys
from hub.intake.receive import Receiver
from hub.intake.reply import LINE_BUDGET, answer, refuse
from hub.intake.waiting import waiting_key
from hub.messages import sentence
from hub.store import HubStore
from sync.encoding.types import DeviceId, Instant, RandomBytes
from sync.errors import BadInput, Refused, SoxaError, Unavailable, Unproven
from sync.exchange import signing
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Entries, Header
from sync.exchange.refusals import refusal_of
from sync.exchange.walker import events_of
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Join
from sync.ledger.origins import LogKind
from sync.log.note import Verifier
from sync.shell.console import say, unavailable

MAX_BODY: Final = 16 * 1024 * 1024
"""Bytes of a request's body, compressed: several times the largest chunk."""
_PIECE: Final = 64 * 1024

STATUS: Final = {
    "clock": 401,
    "replayed": 401,
    "bad-request-signature": 401,
    "unknown-invite": 403,
    "expired-invite": 403,
    "used-invite": 403,
    "withdrawn-invite": 403,
    "wrong-invite-proof": 403,
    "another-hub": 403,
    "unknown-device": 403,
    "revoked-device": 403,
    "succeeded": 403,
    "wrong-succession": 403,
    "already-succeeded": 409,
    "behind": 409,
    "fork": 409,
    "wrong-root": 409,
    "show-head": 409,
    "asking": 503,
    "parcel-too-big": 413,
    "damaged-log": 503,
    "damaged-hub-log": 503,
    "hub-unavailable": 503,
    "hub-clock": 503,
}
"""The HTTP status that goes with a refusal; any other is a 400."""


class SyncEndpoint:
    """What answers POST /sync."""

    def __init__(
        self,
        store: HubStore,
        keys: Keys,
        *,
        now: Callable[[], Instant],
        random_bytes: RandomBytes,
        clock: HubClock | None = None,
    ) -> None:
        """`clock` is asked whether its time is vouched for; without one it is."""
        self._store = store
        self._keys = keys
        self._now = now
        self._clock = clock
        self._receiver = Receiver(store, keys, random_bytes)
        self._one_at_a_time = threading.Lock()

    async def sync(self, request: Request) -> Response:
        """The answer to a push: one exchange."""
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > MAX_BODY:
                return self._refused(BadInput("parcel-too-big", limit=MAX_BODY))
        headers = dict(request.headers)
        return await anyio.to_thread.run_sync(self._sync, request.method, str(request.url), headers, bytes(body))

    def _sync(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Response:
        if self._clock is not None and self._clock.ahead:
            return self._refused(Unavailable("hub-clock"))
        try:
            return self._take(method, url, headers, body, self._now())
        except Unavailable as error:
            return self._unavailable(error)
        except SoxaError as error:
            return self._refused(error)
        except OSError as error:
            return self._unavailable(unavailable(error))

    def _take(self, method: str, url: str, headers: dict[str, str], body: bytes, now: Instant) -> Response:
        device = self._authenticate(method, url, headers, body, now)
        with self._one_at_a_time:
            taken = self._receiver.take(_pieces(body), ONE_EXCHANGE, now, device)
        reply = b"".join(answer(self._store, self._keys, taken, budget=LINE_BUDGET, effort=Effort.LINE))
        status = 200 if taken.refusal is None else STATUS.get(taken.refusal.code, 400)
        return _parcel(reply, status)

    def _authenticate(self, method: str, url: str, headers: dict[str, str], body: bytes, now: Instant) -> DeviceId:
        """The device that a request is proven to come from, for the first time."""
        params = signing.signature_of(headers)
        with self._store.reading() as transaction:
            device = own_logs.registry(transaction, self._keys).devices.get(params.device)
            known = device.verifier if device is not None else waiting_key(transaction, self._keys, params.device)
        verifier = known or _joining(body, params.device)
        signing.verify(method, url, headers, body, verifier=verifier, now=now)
        with self._store.writing() as transaction:
            if not transaction.laptops.use_nonce(params.device, params.nonce, now, Instant(now + 2 * signing.MAX_SKEW)):
                raise Refused("replayed")
            transaction.laptops.saw(params.device, now, by_file=False)
        return params.device

    def _unavailable(self, error: SoxaError) -> Response:
        say(sentence(error))  # what is the matter here is the operator's to know, not every laptop's
        return self._refused(Unavailable("hub-unavailable"))

    def _refused(self, error: SoxaError) -> Response:
        refusal = refusal_of(error)
        return _parcel(refuse(self._keys, refusal), STATUS.get(error.code, 400))


def _joining(body: bytes, device: DeviceId) -> Verifier:
    """The key of a laptop that is not enrolled: the one that its join names, if it gives the device's id."""
    for event in events_of(_pieces(body), ONE_EXCHANGE, whole=False):
        if isinstance(event, Header) and event.device != device:
            raise Unproven("bad-request-signature")
        if isinstance(event, Entries):
            entry = decode(event.lines[0], LogKind.DEVICE)
            if isinstance(entry, Join):
                verifier = Verifier.parse(entry.key)
                if origins.device_id(verifier.key) == device:
                    return verifier
            break
    raise Refused("unknown-device", origin=device)


def _pieces(body: bytes) -> list[bytes]:
    return [body[start : start + _PIECE] for start in range(0, len(body), _PIECE)] or [b""]


def _parcel(body: bytes, status: int) -> Response:
    return Response(body, status, media_type=signing.CONTENT_TYPE)
