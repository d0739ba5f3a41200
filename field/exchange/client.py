"""Exchanges with the hub: over a line, or by a file on a USB stick. Both move the same parcels.

`sync.exchange.machine` decides what to send, `reply` takes what comes back, `http` is the client of the line. What a
laptop counts as received is what a verified receipt covers, and nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_bytes
from types import MappingProxyType

from msgspec import Struct, structs

from field.exchange import seals
from field.exchange.following import leave_unknown
from field.exchange.giving import GivenRange, everything_else, own_ranges, own_reach, shown_ranges, told_once
from field.exchange.hub_word import HubWord
from field.exchange.mending import give_again
from field.exchange.outcome import ExchangeOutcome, Watch
from field.exchange.pace import keep_pace, last_pace
from field.exchange.reply import take_reply
from field.exchange.rescue_file import restore
from field.exchange.seals import Unlocking
from field.exchange.taken_reply import Reply
from field.exchange.unsent import hoped_size, is_sound, sound_size
from field.store import LaptopStore
from field.store.own_key import own_key
from field.store.rows import PastExchange
from sync.encoding.types import NOTHING, Instant, Origin, RandomBytes, Size
from sync.errors import (
    BadInput,
    Behind,
    DamagedHubLog,
    DamagedLog,
    Fact,
    HubAsking,
    NoAnswer,
    Refused,
    ShowHead,
    SoxaError,
    Unenrolled,
    Unproven,
)
from sync.exchange.answers import Named, name_of
from sync.exchange.machine import ALL_AT_ONCE, Exchange, ExchangeState, PushPlan
from sync.exchange.mending import MendingRange
from sync.exchange.parcel import MOST_SMALL, ONE_EXCHANGE, ONE_FILE, VERSION, Effort, Header, ParcelWriter, WantedRange
from sync.exchange.refusals import error_of
from sync.exchange.sealed import unsealed
from sync.ledger import origins
from sync.log.keys import Signer
from sync.shell.files import pieces_of, write_anew

_LOOK = 300
"""Entries held at each exchange against their hashes, and what is shown of them against them: hundredths of a second."""


Transport = Callable[[bytes], Iterable[bytes]]
"""Carries a parcel to the hub and gives the bytes of its answer."""

Naming = Callable[[bytes], str]
"""How the answer to a body that was sent names it."""

Progress = Callable[[int], None]
"""Told how many more entries are written to a file."""


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
        _recorded(store, outcome, now, "line"),
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
        finally:
            measured(outcome)
        if not client.clock_off and store.local.hub_signs:  # it took the time that each request bears
            _note_clocks_agree(store, now)
    return outcome


def _note_clocks_agree(store: LaptopStore, now: Instant) -> None:
    """Keep that the hub's clock agrees with this laptop's, if a receipt is of a time that has not come."""
    if any(time > now for _own, _acked, time in store.logs.receipts_came()):
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
    store.look(_LOOK)
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
        body = b"".join(_push(store, store.logs.own.acked, (), Effort.LINE, 0, mending=ranges))
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
    reach = ask.start if ask.tail else own_reach(store, ask.start, ask.budget, anew=ask.anew)
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
    body = b"".join(_push(store, ask.start, ranges, effort, ask.wanted(end), tail=ask.tail, lost=lost, unshown=unshown))
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
        _answered(machine, reply, mirror, claimed, sent=sum(given.size for given in own), seconds=clock() - started)
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
    return ask.show is None and end == ask.size and not ask.tail and _has_lost(store)


def _has_lost(store: LaptopStore) -> bool:
    """Whether what the hub has lost, or has signed another history of, is yet to be shown to it."""
    state = store.local.hub_state
    is_new = state.offered < state.generation or state.shown < len(store.logs.contradictions())
    return is_new and not state.asking


def _answered(machine: Exchange, reply: Reply, mirror: str, claimed: Collection[str], *, sent: int, seconds: float) -> None:
    """Tell the machine what a whole answer said; `mirror` is who gives receipts, `claimed` the logs of which the push said
    how much is held here."""
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
    elif refusal is not None:
        machine.refused()
        raise reply.fault or refusal  # what is proven to be wrong says more than what nobody signed
    elif reply.acked is None:
        machine.gave_up()
        raise reply.fault or Unproven("no-receipt", name=mirror)
    else:
        came = reply.received_bytes
        machine.receipted(size=reply.acked, more=reply.more, news=reply.received, sent=sent, came=came, seconds=seconds)


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
        """Send a push, and take its answer."""
        answer = _at_most(ONE_EXCHANGE.decompressed, self.transport(body))

        def asked() -> tuple[str]:
            return (self.asked(body),)

        return take_reply(store, answer, ONE_EXCHANGE, on_line=True, asked=asked, reply=reply, watch=watch)


def _at_most(limit: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of an answer as they come; `BadInput("parcel-too-big")` beyond a limit."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise BadInput("parcel-too-big", limit=limit)
        yield piece


def pack(
    store: LaptopStore,
    signer: Signer,
    path: Path,
    *,
    now: Instant,
    progress: Progress = _unwatched,
    random_bytes: RandomBytes = token_bytes,
) -> int:
    """Write all that no receipt covers into a new file, to be carried to the hub; how many entries it holds. It is sealed
    where the hub's key for that is known (`seals.hub_key`). While more of the own log is held elsewhere than here, the file
    asks for that, and holds nothing."""
    own, behind = store.logs.own, store.behind
    outcome = ExchangeOutcome()
    asking = store.local.hub_state.asking
    start = NOTHING if asking else own.acked

    def ranges(end: Size) -> Iterator[GivenRange]:
        if asking:  # what a hub must know before it signs anything
            yield from everything_else(store)
        elif _has_lost(store):
            yield from told_once(store)
        for given in own_ranges(store, signer, start, end):
            yield structs.replace(given, portions=_counted(given.portions, progress))

    with _recorded(store, outcome, now, "file out"):
        count = 0 if behind else sound_size(store) - own.acked
        store.look(_LOOK)
        again, lost = list(store.mending.given(store.mending.hub_wants, ALL_AT_ONCE)), store.mending.lost
        given = [] if behind else ranges(Size(own.acked + count))
        begin = own.acked if behind else start
        parcel = _push(store, begin, given, Effort.FILE, tail=behind, mending=again, lost=lost, signer=signer)
        file = Named(seals.sealed_to(seals.hub_key(store), parcel, random_bytes))
        write_anew(path, file)
        store.local.note_packed(file.name)
        outcome.sent, outcome.sent_bytes = count, path.stat().st_size
    return count


def _counted(portions: Iterable[list[bytes]], progress: Progress) -> Iterator[list[bytes]]:
    for lines in portions:
        progress(len(lines))
        yield lines


def unpack(store: LaptopStore, path: Path, *, now: Instant, unlock: Unlocking | None = None) -> Reply:
    """Take the hub's answer from a file; the file is only read. Taking it twice changes nothing. Raises for a part of it
    that cannot be taken, once the rest is; `SealedToAnother` for one that is not for this laptop. `unlock` gives the key
    that opens one which is sealed; None for a key that needs no passphrase."""
    outcome = ExchangeOutcome()
    with _recorded(store, outcome, now, "file in"):
        with pieces_of(path) as pieces:
            opened = unsealed(pieces, seals.ring(unlock or (lambda: own_key(store, None))))
            reply = take_reply(store, opened, ONE_FILE, on_line=False, asked=lambda: store.local.packed)
        restore(store, store.home, now=now)
        outcome.received, outcome.skipped = reply.received, len(reply.skipped)
        outcome.asking, outcome.restored = reply.asking, reply.restored
        if reply.believed and not (reply.older or reply.restored or reply.asking or reply.refusal):
            store.local.offered(store.logs.generation, 0)
        outcome.received_bytes = path.stat().st_size
        if reply.fault is not None:
            raise reply.fault
        if reply.told_refused:
            raise Unproven("unsigned-file", hub=store.membership.hub)
        if reply.refusal is not None and not store.local.hub_state.asking:
            raise error_of(reply.refusal)
    return reply


def _push(
    store: LaptopStore,
    start: Size,
    ranges: Iterable[GivenRange],
    effort: Effort,
    wanted: int = ALL_AT_ONCE,
    *,
    tail: bool = False,
    mending: Sequence[MendingRange] = (),
    lost: tuple[WantedRange, ...] = (),
    unshown: Mapping[Origin, Size] = MappingProxyType({}),
    signer: Signer | None = None,
) -> Iterator[bytes]:
    """The parcel that gives these ranges, the own log's from `start` on, and says how far each followed log is held. Its
    answer may bring the bytes of entries that are `wanted`; so many that they need no parts are asked for by saying nothing.
    What is `mending` comes before all else; what is `lost` here it asks for; logs that are `unshown` it claims as far as
    that. A file is signed by `signer`, a request by its head."""
    membership = store.membership
    writer = ParcelWriter(effort, signer)
    yield writer.header(
        Header(
            soxa=VERSION,
            kind="push",
            hub=membership.hub,
            device=membership.device,
            cursors=store.logs.cursors() | dict(unshown) | ({store.logs.own_origin: start} if tail else {}),
            tail=tail,
            alone=store.local.colleagues not in ("line", *(("stick",) if effort is Effort.FILE else ())),
            budget=None if wanted >= ALL_AT_ONCE else Size(wanted),
            wanted=lost,
            proofs=store.logs.sizes_to_prove(),
            seal="" if signer is None else seals.own_seal(signer),
        )
    )
    for again in mending:
        yield writer.range(again.head)
        yield writer.entries(again.lines)
    for given in ranges:
        if given.head.origin == store.logs.own_origin:
            store.shows(given.head.checkpoint, by_stick=effort is Effort.FILE)
        yield writer.range(given.head)
        for lines in given.portions:
            yield writer.entries(lines)
    yield writer.end()


@contextmanager
def _recorded(store: LaptopStore, outcome: ExchangeOutcome, now: Instant, how: str) -> Iterator[None]:
    """Whatever comes of an exchange goes into the laptop's history of exchanges."""
    result, facts = "cancelled", dict[str, Fact]()
    try:
        yield
        result = "done"
    except SoxaError as error:
        result, facts = error.code, error.facts
        raise
    finally:
        store.local.record_exchange(
            PastExchange(
                at=now,
                how=how,
                sent=outcome.sent,
                received=outcome.received,
                sent_bytes=outcome.sent_bytes,
                received_bytes=outcome.received_bytes,
                outcome=result,
                facts=facts,
            )
        )
