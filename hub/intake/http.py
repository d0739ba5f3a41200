"""POST /sync, where laptops exchange. Thin: it bounds, authenticates, hands on, and says the outcome as a status.

A request's head says who sends it, and proves it of a laptop that is known, before anything of its body is kept
(`hub.intake.uploads`). The body is read whole, up to a bound, before anything in it is looked at: a slow line must not hold
the store. Writers come one at a time, in a thread of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import anyio.to_thread
from msgspec import Struct
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from hub import own_logs
from hub.clock import HubClock
from hub.home import Keys
from hub.intake.outgoing import Answer, Outgoing
from hub.intake.receive import PushResult, Receiver
from hub.intake.reply import LINE_BUDGET, answer, refuse
from hub.intake.uploads import NoRoom, Sender, Upload, Uploads
from hub.intake.waiting import waiting_key
from hub.messages import sentence
from hub.store import HubStore
from hub.turns import Turns
from sync.encoding.patterns import DEVICE_ID
from sync.encoding.types import DeviceId, Instant, RandomBytes
from sync.errors import Refused, SoxaError, Unavailable, Unproven
from sync.exchange import signing
from sync.exchange.parcel import MAX_ASKED, ONE_EXCHANGE, Effort, Entries, Header
from sync.exchange.refusals import refusal_of
from sync.exchange.signing import SignatureParams
from sync.exchange.walker import events_of
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Join
from sync.ledger.origins import LogKind
from sync.log.note import Verifier
from sync.shell.console import say, unavailable
from sync.wording.i18n import catalogue

_ = catalogue("hub")

_SLOWED: Final = 2.0
"""Seconds by which an answer comes later to whoever has brought more than half of what a day allows."""
_AT_ONCE: Final = 8
"""Threads for exchanges, and as many for their heads: what is left is for pages."""

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
    "quota": 429,
    "damaged-log": 503,
    "damaged-hub-log": 503,
    "hub-unavailable": 503,
    "hub-clock": 503,
}
"""The HTTP status that goes with a refusal; any other is a 400."""


class _Asked(Struct, frozen=True):
    """A request's head."""

    method: str
    url: str
    headers: dict[str, str]


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
        turns: Turns | None = None,
    ) -> None:
        """`clock` is asked whether its time is vouched for; without one it is. Whoever is not known waits for `turns`."""
        self._store = store
        self._keys = keys
        self._now = now
        self._clock = clock
        self._turns = turns or Turns()
        self._receiver = Receiver(store, keys, random_bytes)
        self._one_at_a_time = threading.Lock()
        self._uploads, self._outgoing = Uploads(store.path.parent), Outgoing(store.path.parent)
        self._heads, self._exchanges = anyio.CapacityLimiter(_AT_ONCE), anyio.CapacityLimiter(_AT_ONCE)

    async def sync(self, request: Request) -> Response:
        """The answer to a push: one exchange."""
        asked = _Asked(request.method, str(request.url), dict(request.headers))
        if self._clock is not None and self._clock.ahead:
            return self._refused(Unavailable("hub-clock"), asked)
        client = request.client.host if request.client is not None else ""
        with self._uploads.body() as upload:
            try:
                params, device = await self._sender(asked)
                await self._uploads.read(upload, request.stream(), Sender(device, client))
                async with self._outgoing.turn(device):
                    taken, answered = await anyio.to_thread.run_sync(
                        self._sync, asked, params, device, upload, limiter=self._exchanges
                    )
                await anyio.sleep(_SLOWED if taken.short else 0)
                return _sent(answered, 200 if taken.refusal is None else STATUS.get(taken.refusal.code, 400))
            except ClientDisconnect:
                say(_("A request from {address} broke off.").format(address=client))
                return Response(status_code=400)  # which nobody reads
            except NoRoom as error:
                return self._refused(error, asked)
            except Unavailable as error:
                return self._unavailable(error, asked)
            except SoxaError as error:
                return self._refused(error, asked)
            except OSError as error:
                return self._unavailable(unavailable(error), asked)

    async def _sender(self, asked: _Asked) -> tuple[SignatureParams, DeviceId | None]:
        """What a request's head claims, and the laptop that it proves. Whoever is not known waits for a turn, be it to be
        refused."""
        device = None
        try:
            params = signing.signature_of(asked.headers)
            device = await anyio.to_thread.run_sync(self._known, asked, params, limiter=self._heads)
            return params, device
        finally:
            if device is None:
                await self._turns.wait()

    def _known(self, asked: _Asked, params: SignatureParams) -> DeviceId | None:
        """The laptop that a request's head proves to be its sender, for the first time; None if nobody knows the one that it
        names, and the body must show who that is."""
        now = self._now()
        with self._store.reading() as transaction:
            device = own_logs.registry(transaction, self._keys).devices.get(params.device)
            verifier = device.verifier if device is not None else waiting_key(transaction, self._keys, params.device)
        if verifier is None:
            return None
        signing.verify_head(asked.method, asked.url, asked.headers, verifier=verifier, now=now)
        self._first_time(params, now)
        return params.device

    def _sync(
        self, asked: _Asked, params: SignatureParams, known: DeviceId | None, upload: Upload
    ) -> tuple[PushResult, Answer]:
        now = self._now()
        if known is None:
            verifier = _joining(upload, params.device)
            signing.verify_head(asked.method, asked.url, asked.headers, verifier=verifier, now=now)
        signing.check_digest(asked.headers, upload.digest())
        with self._one_at_a_time:
            taken = self._receiver.take(upload.pieces(), ONE_EXCHANGE, now, params.device, asked=_named(params))
        if known is None and taken.entries:
            self._first_time(params, now)
        reply = answer(self._store, self._keys, taken, budget=LINE_BUDGET, effort=Effort.LINE)
        return taken, self._outgoing.kept(reply, known)

    def _first_time(self, params: SignatureParams, now: Instant) -> None:
        """Note that a laptop asked, once for each request. `Refused("replayed")`."""
        with self._store.writing() as transaction:
            if not transaction.laptops.use_nonce(params.device, params.nonce, now, Instant(now + 2 * signing.MAX_SKEW)):
                raise Refused("replayed")
            transaction.laptops.saw(params.device, now, by_file=False)

    def _unavailable(self, error: SoxaError, asked: _Asked) -> Response:
        say(sentence(error))  # what is the matter here is the operator's to know, not every laptop's
        return self._refused(Unavailable("hub-unavailable"), asked)

    def _refused(self, error: SoxaError, asked: _Asked) -> Response:
        """A refusal, signed for whoever can tell by its head which request it answers: by the laptop's name and nonce."""
        device, named = "", ""
        with suppress(Unproven):
            params = signing.signature_of(asked.headers)
            device, named = params.device if DEVICE_ID.fullmatch(params.device) else "", _named(params)
        return _parcel(refuse(self._keys, refusal_of(error), device, named), STATUS.get(error.code, 400))


def _named(params: SignatureParams) -> str:
    """How the answer to a request names it; empty for a nonce that no laptop makes."""
    return params.nonce if len(params.nonce) <= MAX_ASKED else ""


def _joining(upload: Upload, device: DeviceId) -> Verifier:
    """The key of a laptop that is not enrolled: the one that its join names, if it gives the device's id."""
    for event in events_of(upload.pieces(), ONE_EXCHANGE, whole=False):
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


def _parcel(body: bytes, status: int) -> Response:
    return Response(body, status, media_type=signing.CONTENT_TYPE)


def _sent(answer: Answer, status: int) -> Response:
    """An answer as it is sent: one in a file piece by piece."""
    if answer.is_small:
        body = b"".join(answer.pieces())
        answer.forget()
        return _parcel(body, status)
    return _Large(answer, status)


class _Large(StreamingResponse):
    """An answer from its file."""

    def __init__(self, answer: Answer, status: int) -> None:
        self._answer = answer
        headers = {"content-length": str(answer.size)}
        super().__init__(answer.pieces(), status, headers, media_type=signing.CONTENT_TYPE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._answer.forget()
