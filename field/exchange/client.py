"""Exchanges with the hub over a line; by a file on a USB stick: `packing`. Both move the same parcels.

`sync.exchange.machine` decides what to send, `pushing` makes a push of it, `reply` takes what comes back, `http` is the
client of the line. What a laptop counts as received is what a verified receipt covers, and nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from typing import Final

from msgspec import Struct, structs

from field.exchange.following import leave_unknown
from field.exchange.giving import GivenRange, has_news, own_ranges, own_reach, shown_ranges, told_once
from field.exchange.hub_word import HubWord
from field.exchange.mending import give_again
from field.exchange.outcome import ExchangeOutcome, Watch
from field.exchange.pace import keep_pace, last_pace
from field.exchange.pushing import push
from field.exchange.recording import recorded
from field.exchange.reply import take_reply
from field.exchange.rescue_file import restore
from field.exchange.taken_reply import Reply
from field.exchange.unsent import hoped_size, is_sound, sound_size
from field.store import LaptopStore
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant, Origin, Size
from sync.errors import (
    BadInput,
    Behind,
    DamagedHubLog,
    DamagedLog,
    DayFull,
    ExpiredInvite,
    HubAsking,
    NoAnswer,
    Refused,
    ShowHead,
    SoxaError,
    Unenrolled,
    Unproven,
)
from sync.exchange.answers import name_of
from sync.exchange.machine import Exchange, ExchangeState, PushPlan, Room
from sync.exchange.mending import MendingRange
from sync.exchange.parcel import MOST_SMALL, ONE_EXCHANGE, Effort, WantedRange
from sync.exchange.refusals import error_of
from sync.ledger import origins
from sync.log.keys import Signer

Transport = Callable[[bytes], Iterable[bytes]]
"""Carries a parcel to the hub and gives the bytes of its answer."""

Naming = Callable[[bytes], str]
"""How the answer to a body that was sent names it."""
_SELDOM: Final = 180 * DAY_SECONDS
"""Seconds without a receipt after which an exchange says that the clocks agree: nothing else would tell."""


def _unwatched(_: object) -> None:
    """Nobody is watching."""


def sync(
    store: LaptopStore, signer: Signer, *, now: Instant, nonce: Callable[[], bytes], watch: Watch = _unwatched
) -> ExchangeOutcome:
    """An exchange over the line, in as many rounds as it takes. It may be stopped anywhere without harm.

    `NoAnswer` if the line fails, `Refused` with the hub's reason, `Unproven` or `BadInput` if what
    came back is not the hub's word. What was receipted before stays received.
    """
    from field.exchange.http import HttpClient  # noqa: PLC0415 - its libraries are half of what would be loaded, and few commands sync

    membership = store.membership
    if not membership.url:
        raise Refused("no-address")
    outcome = ExchangeOutcome()
    with (
        recorded(store, outcome, now, "line"),
        HttpClient(
            membership.url, membership.device, signer, now=now, nonce=nonce, believes=HubWord(store).believes
        ) as client,
    ):

        def measured(so_far: ExchangeOutcome) -> None:
            so_far.sent_bytes, so_far.received_bytes = client.sent_bytes, client.received_bytes
            so_far.clock_off = client.clock_off

        def told(so_far: ExchangeOutcome) -> None:
            measured(so_far)
            watch(so_far)

        try:
            exchange(store, signer, client, outcome, told, asked=client.asked)
            if restore(store, store.home, now=now):  # which waited for what came back of the own log
                exchange(store, signer, client, outcome, told, asked=client.asked)
        except ExpiredInvite as error:
            expires = error.facts.get("expires")
            if isinstance(expires, int) and now < expires:  # by this clock it has not: another invite would not help
                raise Refused("invite-by-clocks") from None
            raise
        finally:
            measured(outcome)
        if not client.clock_off and store.local.hub_signs:  # it took the time that each request bears
            _note_clocks_agree(store, now)
    return outcome


def _note_clocks_agree(store: LaptopStore, now: Instant) -> None:
    """Keep that the hub's clock agrees with this laptop's, if a receipt is of a time that has not come, or none is of late:
    else the next one tells."""
    came, agreed = [time for _own, _acked, time in store.logs.receipts_came()], store.local.clocks_agreed
    known = max([*came, *([] if agreed is None else [agreed[0]])], default=now)
    if any(time > now for time in came) or now - known > _SELDOM:
        store.local.note_clocks_agree(now, store.logs.own.size)


def exchange(
    store: LaptopStore,
    signer: Signer,
    transport: Transport,
    outcome: ExchangeOutcome,
    watch: Watch = _unwatched,
    *,
    clock: Callable[[], float] = time.monotonic,
    asked: Naming = name_of,
) -> None:
    """Exchange parcels until the hub holds the whole log and has nothing more to give; `outcome` grows as it goes. A line
    that breaks is tried again as long as tries bring something. A part of an answer that cannot be taken is raised at the
    end, once the hub holds the whole log. `clock` gives the seconds by which the line's speed is told; `asked` says how an
    answer names what was sent."""
    store.look()
    own = store.logs.own
    machine = Exchange(size=hoped_size(store), acked=own.acked, pace=last_pace(store))
    line, skipped = _Line(transport, asked), set[Origin]()
    fault: SoxaError | None = None
    reply = Reply()
    try:
        while machine.state is ExchangeState.READY and (fault is None or machine.acked < machine.size):
            reply = _round(store, signer, machine, line, outcome, watch, clock)
            skipped |= reply.skipped
            outcome.skipped = len(skipped)
            fault = fault or reply.fault
            watch(outcome)
        if reply.wanted:
            with suppress(NoAnswer):  # this laptop's own exchange is done; the next one gives what is left
                _give_again(store, machine, line, outcome, reply.wanted)
    finally:
        keep_pace(store, machine.pace)
    leave_unknown(store, machine.unshown)
    if fault is not None:
        raise fault
    if store.closed is not None and machine.size < store.logs.own.size:
        raise store.closed  # what stands behind a damaged entry
    if machine.acked == machine.size:
        store.settled()


def _give_again(
    store: LaptopStore,
    machine: Exchange,
    line: _Line,
    outcome: ExchangeOutcome,
    wanted: Sequence[WantedRange],
) -> bool:
    """Give the hub again what rotted there; whether it took something of it."""

    def give(ranges: Sequence[MendingRange]) -> Reply:
        body = b"".join(push(store, store.logs.own.acked, (), Effort.LINE, 0, mending=ranges))
        outcome.rounds += 1
        machine.mending_left -= 1
        return line.ask(store, body)

    given = give_again(store, wanted, machine.pace.push, give, machine.mending_left)
    outcome.given_again += given
    return given > 0


def _round(
    store: LaptopStore,
    signer: Signer,
    machine: Exchange,
    line: _Line,
    outcome: ExchangeOutcome,
    watch: Watch,
    clock: Callable[[], float],
) -> Reply:
    """A push and its answer, or what came of it before the line broke, if it is to be tried again."""
    ask = machine.ask()
    reach = ask.start if ask.tail else own_reach(store, ask.start, ask.budget, most=ask.most, anew=ask.anew)
    end = Size(min(reach, machine.size))
    if not is_sound(store, ask.start, end):
        machine.shrinks(sound_size(store))
        ask, end = structs.replace(ask, size=machine.size), Size(min(end, machine.size))
    shows_lost, generation, contradicted = (
        _gives_lost(store, ask, end),
        store.logs.generation,
        len(store.logs.contradictions()),
    )
    own = [given.read() for given in own_ranges(store, signer, ask.start, end)]
    shown = list(_shown(store, ask, end))
    if ask.show is not None:
        machine.shows(ask.show[0], shown[-1].head.end if shown else None)
    ranges = [*shown, *own]  # what a hub must know before it signs anything
    lost = store.mending.lost if ask.wanted(end) else ()
    is_small = len(ranges) == len(own) and sum(given.size for given in own) <= MOST_SMALL
    effort = Effort.SMALL if is_small else Effort.LINE
    unshown = dict(ask.unshown)
    body = b"".join(push(store, ask.start, ranges, effort, ask.wanted(end), tail=ask.tail, lost=lost, unshown=unshown))
    claimed = set(map(str, store.logs.cursors()))
    started, sent, received, acked = clock(), outcome.sent, outcome.received, machine.acked

    def told(reply: Reply) -> None:
        outcome.received = received + reply.received
        outcome.sent = sent + max((reply.acked or acked) - acked, 0)
        watch(outcome)

    reply = Reply()
    try:
        line.ask(store, body, reply, told)
    except SoxaError as error:
        _regained(machine, reply, whole=False)
        _broke_off(machine, reply, error)
    else:
        outcome.rounds += 1
        _regained(machine, reply, whole=True)
        if (
            reply.refusal is not None
            and isinstance(error_of(reply.refusal), DamagedLog | DamagedHubLog)
            and _give_again(store, machine, line, outcome, reply.wanted)
        ):
            machine.mended()
            return reply
        mirror = origins.mirror(store.membership.hub)
        try:
            sent_bytes = sum(given.size for given in own)
            _answered(machine, reply, mirror, claimed, end=end, sent=sent_bytes, seconds=clock() - started)
        except Unproven:
            if reply.believed or reply.fault is None:
                raise
            raise reply.fault from None  # by an answer that is not the hub's word the hub is accused of nothing
        outcome.asking, outcome.restored = reply.asking, outcome.restored or reply.restored
        if shows_lost and reply.refusal is None:
            store.local.offered(generation, contradicted)
    return reply


def _regained(machine: Exchange, reply: Reply, *, whole: bool) -> None:
    """Tell the machine what came back of the own log."""
    if reply.regained:
        machine.regained(Size(machine.size + reply.regained), whole=whole)


def _shown(store: LaptopStore, ask: PushPlan, end: Size) -> Iterator[GivenRange]:
    """What a push shows of other logs, once the own one has gone."""
    if ask.show is not None:
        yield from shown_ranges(store, *ask.show, ask.budget)
    elif _gives_lost(store, ask, end):
        yield from told_once(store)


def _gives_lost(store: LaptopStore, ask: PushPlan, end: Size) -> bool:
    """Whether a push shows what the hub has lost: once the own log has gone."""
    return ask.show is None and end == ask.size and not ask.tail and has_news(store)


def _answered(
    machine: Exchange, reply: Reply, mirror: str, claimed: Collection[str], *, end: Size, sent: int, seconds: float
) -> None:
    """Tell the machine what a whole answer to a push up to `end` said; `mirror` is who gives receipts, `claimed` the logs of
    which the push said how much is held here."""
    refusal = None if reply.refusal is None else error_of(reply.refusal)
    if reply.ahead is not None and reply.acked is None and reply.fault is None:
        machine.ahead(reply.ahead)
    elif reply.acked is not None and (isinstance(refusal, Behind) or (refusal is None and reply.acked < machine.acked)):
        machine.behind(reply.acked)
    elif isinstance(refusal, ShowHead):
        origin, held = refusal.facts.get("origin"), refusal.facts.get("size")
        if origin not in claimed or not isinstance(held, int):
            machine.refused()
            raise reply.fault or refusal  # a log that was not spoken of
        machine.show(Origin(str(origin)), Size(held), reply.acked)
    elif machine.may_be_unknown and _knows_nothing(reply, refusal):
        machine.unknown()
    elif reply.acked is None and reply.asking and (refusal is None or isinstance(refusal, HubAsking)):
        machine.waits()
    elif isinstance(refusal, DayFull) and reply.fault is None and _goes_on(machine, Room.of(refusal), reply.acked, end):
        pass
    elif refusal is not None:
        machine.refused()
        raise reply.fault or refusal  # what is proven to be wrong says more than what nobody signed
    elif reply.acked is None:
        machine.gave_up()
        raise reply.fault or Unproven("no-receipt", name=mirror)
    else:
        came = reply.received_bytes
        machine.receipted(size=reply.acked, more=reply.more, news=reply.received, sent=sent, came=came, seconds=seconds)


def _goes_on(machine: Exchange, room: Room | None, receipt: Size | None, end: Size) -> bool:
    """Whether a push up to `end` that was more than the hub takes today is to be followed by as much as it has room for."""
    if room is None or not machine.may_be_limited(receipt, end):
        return False
    machine.limited(room, receipt)
    return True


def _knows_nothing(reply: Reply, refusal: Refused | None) -> bool:
    """Whether a hub answers as one that does not know this laptop: with no receipt, and with such a word or none."""
    unknown = refusal is None or isinstance(refusal, Behind | Unenrolled)
    return unknown and reply.acked is None and reply.fault is None


def _broke_off(machine: Exchange, reply: Reply, fault: SoxaError) -> None:
    """Tell the machine what came of an answer that broke off; raises `fault` if it is not to be tried again."""
    if isinstance(fault, NoAnswer):
        further = reply.acked if reply.acked is not None and reply.acked > machine.acked else None
        machine.cut(size=further, news=reply.received + reply.regained, came=reply.received_bytes)
    else:
        machine.gave_up()
    if machine.state is not ExchangeState.READY:
        raise fault


class _Line(Struct, frozen=True):
    """What an exchange goes over."""

    transport: Transport
    asked: Naming

    def ask(
        self,
        store: LaptopStore,
        body: bytes,
        reply: Reply | None = None,
        watch: Callable[[Reply], None] = lambda _so_far: None,
    ) -> Reply:
        """Send a push, and take its answer. The line is let go of whatever comes of that: not when a fault that remembers
        it is forgotten."""

        def asked() -> tuple[str]:
            return (self.asked(body),)

        with closing(_at_most(ONE_EXCHANGE.decompressed, self.transport(body))) as answer:
            return take_reply(store, answer, ONE_EXCHANGE, on_line=True, asked=asked, reply=reply, watch=watch)


def _at_most(limit: int, pieces: Iterable[bytes]) -> Generator[bytes, None, None]:
    """The bytes of an answer as they come; `BadInput("parcel-too-big")` beyond a limit."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise BadInput("parcel-too-big", limit=limit)
        yield piece
