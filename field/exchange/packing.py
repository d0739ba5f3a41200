"""Exchanges by a file that is carried to the hub, and by the file that is carried back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from secrets import token_bytes

from msgspec import structs

from field.exchange import seals
from field.exchange.giving import GivenRange, day_cuts, everything_else, has_news, newest_words, own_ranges, told_once
from field.exchange.outcome import ExchangeOutcome
from field.exchange.pushing import push
from field.exchange.recording import recorded
from field.exchange.reply import take_reply
from field.exchange.rescue_file import restore
from field.exchange.seals import Unlocking
from field.exchange.taken_reply import Reply
from field.exchange.unsent import sound_size
from field.store import LaptopStore
from field.store.own_key import own_key
from sync.encoding.types import NOTHING, Instant, RandomBytes, Size
from sync.errors import Behind, Refused, Unintroduced, Unproven
from sync.exchange.answers import Named
from sync.exchange.machine import ALL_AT_ONCE
from sync.exchange.parcel import ONE_FILE, Effort
from sync.exchange.refusals import error_of
from sync.exchange.sealed import unsealed
from sync.log.keys import Signer
from sync.shell.files import pieces_of, write_anew

Progress = Callable[[int], None]
"""Told how many more entries are written to a file."""


def _unwatched(_: int) -> None:
    """Nobody is watching."""


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
        else:
            yield from told_once(store) if has_news(store) else ()
            yield from newest_words(store)
        for given in own_ranges(store, signer, start, end, day_cuts(store, own.acked, end)):
            yield structs.replace(given, portions=_counted(given.portions, progress))

    with recorded(store, outcome, now, "file out"):
        count = 0 if behind else sound_size(store) - own.acked
        store.look()
        again, lost = list(store.mending.given(store.mending.hub_wants, ALL_AT_ONCE)), store.mending.lost
        given = [] if behind else ranges(Size(own.acked + count))
        begin = own.acked if behind else start
        parcel = push(store, begin, given, Effort.FILE, tail=behind, mending=again, lost=lost, signer=signer)
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
    with recorded(store, outcome, now, "file in"):
        with pieces_of(path) as pieces:
            opened = unsealed(pieces, seals.ring(unlock or (lambda: own_key(store, None))))
            reply = take_reply(store, opened, ONE_FILE, on_line=False, asked=lambda: store.local.packed)
        restore(store, store.home, now=now)
        own = store.logs.own
        reply.unsent = own.size - own.acked
        if reply.asking and not reply.older and reply.acked is not None:
            reply.lost = max(own.acked - reply.acked, 0)
        outcome.received, outcome.skipped = reply.received, len(reply.skipped)
        outcome.asking, outcome.restored = reply.asking, reply.restored
        if reply.believed and not (reply.older or reply.restored or reply.asking or reply.refusal):
            store.local.offered(store.logs.generation, 0)
        outcome.received_bytes = path.stat().st_size
        if reply.fault is not None:
            raise reply.fault
        if reply.told_refused:
            raise Unproven("forgotten-file" if reply.forgotten else "unsigned-file", hub=store.membership.hub)
        refused = None if reply.refusal is None or store.local.hub_state.asking else error_of(reply.refusal)
        if refused is not None and not _is_answered_by_the_next(store, refused):
            raise refused
    return reply


def _is_answered_by_the_next(store: LaptopStore, refused: Refused) -> bool:
    """Whether a hub that was restored refused a file because that begins after what it has kept, and the next one, packed
    by what its answer told, does not."""
    if store.local.hub_state.restored_at is None:
        return False
    if isinstance(refused, Unintroduced):
        return store.logs.own.acked == 0
    at = refused.facts.get("at")
    return isinstance(refused, Behind) and isinstance(at, int) and store.logs.own.acked <= at
