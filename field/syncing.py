"""Exchanges with the hub: over a line, or by a file on a USB stick. Both move the same parcels.

`sync.exchange.machine` decides what to send; the store gives and takes; this file moves bytes between them. An answer
is taken in one transaction, and only what is proven: every range against the frontier held, every receipt against the
hub's key. What a laptop counts as received is what a receipt covers, and nothing else.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from msgspec import Struct

from field.store import Store, Taking
from sync.errors import BadInput, Refused, SoxaError, Unavailable, Unproven
from sync.exchange import signing
from sync.exchange.machine import Ask, Exchange, State
from sync.exchange.parcel import (
    ONE_EXCHANGE,
    ONE_FILE,
    VERSION,
    End,
    Entries,
    Header,
    Limits,
    ParcelReader,
    ParcelWriter,
    Refusal,
)
from sync.exchange.ranges import RangeHead, RangeTaker, check_receipt
from sync.ledger import origins
from sync.ledger.entry import decode
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.note import Verifier

LINE_LEVEL = 7
"""zstd level on the line: beyond it a laptop spends more time than the line gains."""
FILE_LEVEL = 12
_PIECE = 64 * 1024
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)

Progress = Callable[[int], None]
"""Told how many more entries of the own log are received."""


class Reply(Struct, frozen=True):
    """What one answer of the hub brought."""

    acked: int | None
    """How much of the own log its receipt covers; None if it brought no receipt."""
    received: int
    """New entries taken from logs that this laptop follows."""
    more: bool
    refusal: Refusal | None


class Outcome(Struct, kw_only=True):
    """What one exchange came to."""

    sent: int = 0
    received: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0
    rounds: int = 0
    clock_off: int = 0
    """Seconds by which the hub's clock is ahead of this laptop's, where the hub refused a request for it."""


def sync(
    store: Store, signer: Signer, *, now: int, nonce: Callable[[], bytes], progress: Progress = lambda _count: None
) -> Outcome:
    """One exchange over the line, in as many rounds as it takes. Can be stopped anywhere without harm.

    `Unavailable("no-answer")` if the line fails, `Refused` with the hub's reason, `Unproven` or `BadInput` if what
    came back is not the hub's word. What was receipted before stays received.
    """
    if not store.membership.url:
        raise Refused("no-address")
    outcome = Outcome()
    with _recorded(store, outcome, now, "line"), httpx.Client(timeout=_TIMEOUT) as client:
        line = _Line(client, store.membership.url, store.membership.device, signer, now, nonce, outcome)
        own = store.own
        exchange = Exchange(size=own.size, acked=own.acked)
        while exchange.state is State.READY:
            _round(store, signer, exchange, line, outcome, progress)
    return outcome


def _round(store: Store, signer: Signer, exchange: Exchange, line: _Line, outcome: Outcome, progress: Progress) -> None:
    ask = exchange.ask()
    lines = store.lines(store.own.origin, ask.start, ask.budget) if ask.start < exchange.size else []
    body = b"".join(_push(store, signer, ask.start, [lines], len(lines), LINE_LEVEL))
    started = time.monotonic()
    try:
        reply = take_reply(store, line.post(body), ONE_EXCHANGE)
    except SoxaError:
        exchange.cut()
        raise
    before = exchange.acked
    if reply.refusal is not None and reply.refusal.code == "behind" and reply.acked is not None:
        exchange.behind(reply.acked)
        return
    if reply.refusal is not None:
        exchange.refused()
        raise Refused(reply.refusal.code, **reply.refusal.facts)
    if reply.acked is None:
        exchange.cut()
        raise Unproven("no-receipt", name=origins.mirror(store.membership.hub))
    sent = sum(map(len, lines))
    exchange.receipted(size=reply.acked, more=reply.more, sent=sent, seconds=time.monotonic() - started)
    outcome.rounds += 1
    outcome.received += reply.received
    outcome.sent += exchange.acked - before
    progress(exchange.acked - before)


class _Line:
    """The hub at the other end of HTTP. A clock that is off costs one more request, not the exchange."""

    def __init__(
        self,
        client: httpx.Client,
        url: str,
        device: str,
        signer: Signer,
        now: int,
        nonce: Callable[[], bytes],
        outcome: Outcome,
    ) -> None:
        self._client = client
        self._url = url.rstrip("/") + "/sync"
        self._device = device
        self._signer = signer
        self._began = now - time.monotonic()
        self._nonce = nonce
        self._outcome = outcome

    def post(self, body: bytes) -> Iterator[bytes]:
        """Send a parcel; the bytes of the answer as they come."""
        for last in (False, True):
            created = int(self._began + time.monotonic()) + self._outcome.clock_off
            signature = signing.sign(
                "POST", self._url, body, device=self._device, signer=self._signer, now=created, nonce=self._nonce()
            )
            headers = {"content-type": signing.CONTENT_TYPE, "user-agent": "soxa", "accept": "*/*", **signature}
            try:
                with self._client.stream("POST", self._url, content=body, headers=headers) as response:
                    self._outcome.sent_bytes += len(body)
                    if response.status_code == httpx.codes.UNAUTHORIZED and not last:
                        told = self._time_told(response)
                        if told is not None:
                            self._outcome.clock_off += told - created
                            continue
                    for piece in response.iter_raw(_PIECE):
                        self._outcome.received_bytes += len(piece)
                        yield piece
                    return
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise Unavailable("no-answer", why=str(error) or type(error).__name__) from None

    @staticmethod
    def _time_told(response: httpx.Response) -> int | None:
        """The hub's time, if it refused because of the clock. An answer that is anything else is no ground to retry."""
        reader = ParcelReader(ONE_EXCHANGE)
        for piece in response.iter_raw(_PIECE):
            for event in reader.feed(piece):
                if isinstance(event, Header) and event.refusal is not None:
                    told = event.refusal.facts.get("now") if event.refusal.code == "clock" else None
                    if isinstance(told, int):
                        return told
                    raise Refused(event.refusal.code, **event.refusal.facts)
        return None


def pack(store: Store, signer: Signer, path: Path, *, now: int, progress: Progress = lambda _count: None) -> int:
    """Write all that no receipt covers into a new file, to be carried to the hub; how many entries it holds."""
    own = store.own
    outcome = Outcome()
    ask = Ask(own.acked, _PIECE)

    def portions() -> Iterator[list[bytes]]:
        at = ask.start
        while at < own.size:
            lines = store.lines(own.origin, at, ask.budget)[: own.size - at]
            at += len(lines)
            progress(len(lines))
            yield lines

    with _recorded(store, outcome, now, "file out"):
        _write_anew(path, _push(store, signer, ask.start, portions(), own.size - ask.start, FILE_LEVEL))
        outcome.sent_bytes = path.stat().st_size
    return own.size - ask.start


def unpack(store: Store, path: Path, *, now: int) -> Reply:
    """Take the hub's answer from a file; the file is only read. Taking it twice changes nothing."""
    outcome = Outcome()
    with _recorded(store, outcome, now, "file in"):
        with _opened(path) as pieces:
            reply = take_reply(store, pieces, ONE_FILE)
        outcome.received = reply.received
        outcome.received_bytes = path.stat().st_size
        if reply.refusal is not None:
            raise Refused(reply.refusal.code, **reply.refusal.facts)
    return reply


def _push(
    store: Store, signer: Signer, start: int, portions: Iterable[list[bytes]], count: int, level: int
) -> Iterator[bytes]:
    """The parcel that offers `count` entries of the own log from `start` on, and says how far each followed log is
    held. It ends at a checkpoint of its own, which the laptop signs now."""
    own = store.own
    membership = store.membership
    writer = ParcelWriter(level)
    yield writer.header(
        Header(soxa=VERSION, kind="push", hub=membership.hub, device=membership.device, cursors=store.cursors())
    )
    if count:
        end = start + count
        root = store.frontier_at(own.origin, end).root()
        note = checkpoints.sign(Checkpoint(own.origin, end, root), signer)
        yield writer.range(RangeHead(origin=own.origin, start=start, end=end, checkpoint=note))
        for lines in portions:
            yield writer.entries(lines)
    yield writer.end()


def take_reply(store: Store, pieces: Iterable[bytes], limits: Limits) -> Reply:
    """Take an answer: all of it in one transaction, or nothing. Raises as `ParcelReader` and `RangeTaker` do, and
    `Unproven` for a receipt or a log of the hub that goes back."""
    reader = ParcelReader(limits)
    with store.taking() as taking:
        taker = _ReplyTaker(store, taking)
        for piece in pieces:
            for event in reader.feed(piece):
                taker.take(event)
        reader.close()
        return taker.finish()


class _ReplyTaker:
    """The events of one answer, in their order, into one open transaction."""

    def __init__(self, store: Store, taking: Taking) -> None:
        self._store = store
        self._taking = taking
        self._membership = store.membership
        self._registry: Registry = store.registry()
        self._header: Header | None = None
        self._range: RangeTaker | None = None
        self._acked: int | None = None
        self._received = 0

    def take(self, event: Header | RangeHead | Entries | End) -> None:
        if isinstance(event, Header):
            self._begin(event)
        elif isinstance(event, Entries):
            self._entries(event.lines)
        else:
            self._close_range()
            if isinstance(event, RangeHead):
                self._open_range(event)

    def finish(self) -> Reply:
        assert self._header is not None, "a parcel without a header does not get here"
        return Reply(self._acked, self._received, self._header.more, self._header.refusal)

    def _begin(self, header: Header) -> None:
        if header.kind != "reply":
            raise Refused("wrong-parcel", kind=header.kind)
        if header.hub != self._membership.hub:
            raise Refused("another-hub", origin=header.hub, hub=self._membership.hub)
        if header.device not in ("", self._membership.device):
            raise Refused("another-laptop", device=header.device)
        self._header = header
        if header.refusal is None:
            self._taking.held(header.held)

    def _open_range(self, head: RangeHead) -> None:
        if head.origin == self._store.own.origin:
            self._receipt(head)
        elif head.origin == origins.acceptances(self._membership.hub):
            self._acceptances(head)
        else:
            state = self._store.log(head.origin)
            held = self._store.leaves
            self._range = RangeTaker(
                head, self._verifier(head.origin), state.frontier, lambda start, end: held(head.origin, start, end)
            )

    def _verifier(self, origin: str) -> Verifier:
        """The key of a log that this laptop follows: the hub's word, or a device of its own unit."""
        parsed = origins.parse(origin)
        verifier = self._registry.verifier(origin)
        if parsed.kind is origins.LogKind.DESK and parsed.name != self._membership.unit:
            raise Refused("not-followed", origin=origin)
        if parsed.kind is origins.LogKind.DEVICE and self._registry.devices[parsed.name].unit != self._membership.unit:
            raise Refused("not-followed", origin=origin)
        return verifier

    def _entries(self, lines: list[bytes]) -> None:
        if self._range is None:
            raise BadInput("bad-parcel", why="entries in a range that has none")
        start = self._range.frontier.size
        new, leaves = self._range.feed(lines)
        if not new:
            return
        origin = self._range.head.origin
        self._taking.append(origin, start, list(new), leaves)
        self._received += len(new)
        if origins.parse(origin).kind is origins.LogKind.REGISTRY:
            self._registry.take(decode(line, origins.LogKind.REGISTRY) for line in new)

    def _close_range(self) -> None:
        taker, self._range = self._range, None
        if taker is None:
            return
        taker.finish()
        if taker.head.end >= self._store.log(taker.head.origin).size:
            self._taking.head(taker.head.origin, taker.frontier, taker.head.checkpoint)

    def _acceptances(self, head: RangeHead) -> None:
        """The hub's newest word on what it took in: no entries, and never older or other than what was seen."""
        signed = checkpoints.verify(head.checkpoint, self._registry.verifier(head.origin)).checkpoint
        state = self._store.log(head.origin)
        if head.start != head.end or head.end != signed.size:
            raise BadInput("bad-range", origin=head.origin, start=head.start, end=head.end)
        if signed.size < state.size:
            raise Unproven("stale-checkpoint", origin=head.origin, held=state.size, found=signed.size)
        if signed.size == state.size and state.size:
            if checkpoints.parse(state.checkpoint).checkpoint.root != signed.root:
                raise Unproven("fork", origin=head.origin, index=signed.size)
            return
        self._taking.head(head.origin, None, head.checkpoint)

    def _receipt(self, head: RangeHead) -> None:
        """The hub's receipt on this laptop's own log: the laptop's signature, its own root, the hub's cosignature."""
        own = self._store.own
        if self._registry.cosigner is None:
            raise Unproven("no-receipt", name=origins.mirror(self._membership.hub))
        when = check_receipt(head, self._registry.verifier(own.origin), self._registry.cosigner)
        signed = checkpoints.parse(head.checkpoint).checkpoint
        if signed.size > own.size:
            raise Unproven("hub-holds-more", held=signed.size, own=own.size)
        if self._store.frontier_at(own.origin, signed.size).root() != signed.root:
            raise Unproven("fork", origin=own.origin, index=signed.size)
        self._taking.receipt(signed.size, head.checkpoint, when)
        self._acked = signed.size


@contextmanager
def _recorded(store: Store, outcome: Outcome, now: int, how: str) -> Iterator[None]:
    """Whatever comes of an exchange goes into the laptop's history of exchanges."""
    result = "done"
    try:
        yield
    except SoxaError as error:
        result = error.code
        raise
    except BaseException:
        result = "cancelled"
        raise
    finally:
        store.record_exchange(
            at=now,
            how=how,
            sent=outcome.sent,
            received=outcome.received,
            sent_bytes=outcome.sent_bytes,
            received_bytes=outcome.received_bytes,
            outcome=result,
        )


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[bytes]]:
    try:
        file = path.open("rb")
    except OSError:
        raise BadInput("file-missing", path=str(path)) from None
    with file:
        yield iter(lambda: file.read(_PIECE), b"")


def _write_anew(path: Path, pieces: Iterable[bytes]) -> None:
    """A file appears under its name whole or not at all, and never in place of another."""
    if path.exists():
        raise Refused("file-exists", path=str(path))
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())  # a stick is pulled out as soon as we say done
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
