"""The HTTP client of the hub: every request signed with the laptop's key. The only file here that opens a socket."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterator
from itertools import chain
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from sync.encoding.limits import LAST_INSTANT
from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Instant
from sync.errors import BadInput, ClockOff, NoAnswer, SoxaError
from sync.exchange import signing
from sync.exchange.answers import ParcelSignature
from sync.exchange.parcel import MAGIC_SIZE, ONE_EXCHANGE, Header, may_be_parcel
from sync.exchange.refusals import error_of
from sync.exchange.walker import events_of, ranges_of
from sync.ledger.invite import is_hub_url
from sync.log.keys import Signer
from sync.shell.line_errors import certificate_error, why_unreached
from sync.shell.proxies import proxy_for, shown_proxy
from sync.shell.trust import CertificateFault, fault_of, look_at, machine_trust, no_trust

_REFUSAL = 64 * 1024
"""Bytes of an answer that says no and nothing else, at most."""
_PATIENCE = 30.0
"""Seconds in which nothing moves at all."""
_SLOWEST = 100
"""Bytes a second: a line that moves less is none."""
_APART = 3600
"""Seconds by which two clocks differ that cannot both be right."""
_LEAN = {"content-type": signing.CONTENT_TYPE}
"""All that a request says of itself: a library's own habits would double the bytes of a small one."""
_HABITS = ("accept", "accept-encoding", "connection", "user-agent")
"""What the library would say that goes without saying: who names no encoding is sent none, HTTP/1.1 keeps a line open, and
the type says whose request it is."""


Believing = Callable[[Header, ParcelSignature | None, Collection[str]], bool]


class HttpClient:
    """A client of one hub. A clock that is off costs one more request, not the exchange.

    Call it with the bytes of a parcel; it gives the bytes of the answer as they come. `NoAnswer` if the line
    fails, `BadInput("bad-hub-url")` for an address that leads nowhere: an invite may bring one.
    """

    def __init__(
        self,
        url: str,
        device: DeviceId,
        signer: Signer,
        *,
        now: Instant,
        nonce: Callable[[], bytes],
        believes: Believing,
    ) -> None:
        """`believes` says whether an answer's header is the hub's word on a request of such a name."""
        if not is_hub_url(url):
            raise BadInput("bad-hub-url", text=url[:60])
        trust = machine_trust() if url.startswith("https:") else no_trust()
        self._proxy = proxy_for(url)
        self._client = httpx.Client(
            timeout=httpx.Timeout(_PATIENCE, connect=10.0), headers=_LEAN, verify=trust, proxy=self._proxy, trust_env=False
        )
        for habit in _HABITS:
            del self._client.headers[habit]
        self._url = url.rstrip("/") + "/sync"
        self._host = urlsplit(url).hostname or url
        self._device = device
        self._signer = signer
        self._began = now - time.monotonic()
        self._nonce = nonce
        self._believes = believes
        self._asked = ""
        """The name of the last request: its nonce."""
        self.sent_bytes = 0
        self.received_bytes = 0
        self.clock_off = 0
        """Seconds by which the hub's clock is ahead of this laptop's, where the hub refused a request for it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def asked(self, _body: bytes) -> str:
        """How an answer names the last request."""
        return self._asked

    def __call__(self, body: bytes) -> Iterator[bytes]:
        try:
            told = yield from self._post(body, may_ask_again=True)
            if told is not None:
                self.clock_off += told - self._time()
                yield from self._post(body, may_ask_again=False)
        except httpx.InvalidURL:
            raise BadInput("bad-hub-url", text=self._url[:60]) from None
        except httpx.HTTPError as error:
            raise self._unreached(error) from None

    def _post(self, body: bytes, *, may_ask_again: bool) -> Generator[bytes, None, Instant | None]:
        """A single request. Returns the hub's time, and gives no bytes, if it refused because of the clock."""
        nonce = self._nonce()
        self._asked = tobase64(nonce)
        signature = signing.sign(
            "POST", self._url, body, device=self._device, signer=self._signer, now=self._time(), nonce=nonce
        )
        # What was sent may still be on its way, out of sight, when the answer is waited for.
        patience = httpx.Timeout(_PATIENCE + len(body) / _SLOWEST, connect=10.0)
        with self._client.stream("POST", self._url, content=body, headers=signature, timeout=patience) as response:
            self.sent_bytes += len(body)
            # As they come: of pieces of a size the library keeps the last to itself where the line breaks.
            pieces = response.iter_raw()
            if response.headers.get("content-type") != signing.CONTENT_TYPE:
                begun = _beginning(pieces, MAGIC_SIZE)
                if not may_be_parcel(b"".join(begun)):
                    raise self._another_answered(response.status_code)
                pieces = chain(begun, pieces)
            if response.status_code == httpx.codes.UNAUTHORIZED and may_ask_again:
                begun = _beginning(pieces, _REFUSAL)
                told = self._time_told(begun)
                if told is not None:
                    return told
                pieces = chain(begun, pieces)
            for piece in pieces:
                self.received_bytes += len(piece)
                yield piece
        return None

    def _time_told(self, pieces: list[bytes]) -> Instant | None:
        """The hub's time, if its answer is a refusal because of the clock, and its word."""
        events = events_of(pieces, ONE_EXCHANGE)
        try:
            header, ranges = ranges_of(events)
            deque(ranges, maxlen=0)
        except BadInput:
            return None
        if header.refusal is None or not self._believes(header, events.signed, (self._asked,)):
            return None
        error = error_of(header.refusal)
        told = error.facts.get("now") if isinstance(error, ClockOff) else None
        return Instant(told) if isinstance(told, int) and 0 <= told <= LAST_INSTANT else None

    def _another_answered(self, status: int) -> SoxaError:
        """What to tell of an answer that no hub gives: something on the way gave it."""
        if status == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
            return NoAnswer("proxy-password", proxy=self._way())
        if status in (httpx.codes.BAD_GATEWAY, httpx.codes.GATEWAY_TIMEOUT):
            return NoAnswer("gateway-unreached", host=self._host, status=status)
        if status < httpx.codes.BAD_REQUEST or status == httpx.codes.NETWORK_AUTHENTICATION_REQUIRED:
            return NoAnswer("login-page", host=self._host)
        if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == httpx.codes.TOO_MANY_REQUESTS:
            return NoAnswer("gateway-busy", host=self._host, status=status)
        return NoAnswer("not-the-hub", host=self._host, status=status)

    def _unreached(self, error: httpx.HTTPError) -> SoxaError:
        """What to tell of a line that failed."""
        if isinstance(error, httpx.ProxyError):
            status = _status(error)
            if status == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
                return NoAnswer("proxy-password", proxy=self._way())
            if status >= httpx.codes.INTERNAL_SERVER_ERROR:
                return NoAnswer("gateway-unreached", host=self._host, status=status)
            return NoAnswer("proxy-refuses", proxy=self._way(), host=self._host, status=status)
        untrusted = certificate_error(error)
        fault = None if untrusted is None else fault_of(untrusted)
        if fault is not None:
            return self._distrusted(fault)
        if self._proxy is not None and isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return NoAnswer("no-proxy", proxy=self._way(), why=_why(error))
        return NoAnswer(why=_why(error))

    def _distrusted(self, fault: CertificateFault) -> SoxaError:
        """What to tell of a certificate that this machine does not trust: by whose clock, in whose name."""
        shown = look_at(self._url, self._proxy)
        if shown is None:
            return NoAnswer(why=fault.value)
        if fault is CertificateFault.ANOTHER:
            return NoAnswer("certificate-of-another", host=self._host, names=shown.names)
        if fault is CertificateFault.UNTRUSTED:
            return NoAnswer("untrusted-certificate", host=self._host, issuer=shown.issuer)
        now, there = self._time(), shown.there
        days = {"now": now, "starts": shown.starts, "ends": shown.ends}
        if there is not None and abs(now - there) > _APART and shown.holds_at(there):
            return NoAnswer("wrong-clock", host=self._host, there=there, **days)
        return NoAnswer("certificate-dates", host=self._host, **days)

    def _way(self) -> str:
        """The proxy on the way, as far as this machine knows of one."""
        return self._host if self._proxy is None else shown_proxy(self._proxy)

    def _time(self) -> Instant:
        return Instant(int(self._began + time.monotonic()) + self.clock_off)


def _why(error: httpx.HTTPError) -> str:
    """Why a line failed: a word that `sync.wording.reasons` has, or what the library says."""
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    unreached = why_unreached(error)
    if unreached is not None:
        return unreached
    broke = isinstance(error, httpx.ReadError | httpx.WriteError | httpx.RemoteProtocolError)
    return "line-broke" if broke else str(error) or type(error).__name__


def _status(error: httpx.ProxyError) -> int:
    """The status with which a proxy refused, as the library tells it: first of all."""
    number = str(error).partition(" ")[0]
    return int(number) if number.isdecimal() else 0


def _beginning(pieces: Iterator[bytes], most: int) -> list[bytes]:
    """An answer's first bytes, so many at least, or all of it."""
    begun, size = [], 0
    for piece in pieces:
        begun.append(piece)
        size += len(piece)
        if size >= most:
            break
    return begun
