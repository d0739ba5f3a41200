"""The anchor: how far the hub has signed, kept outside its database, so that a database that went back is known as such.

One line of JSON in its one spelling: names in order, no space, each value as `Anchor` has it.

    {"acceptances":{"note":"…","root":"…","size":9},"at":1793000000,"hub":"…","registry":{…},"revoked":["…"]}

It is written after commits that make registry or acceptances grow: at once where it is the registry, in which laptops are
revoked, else at most once a second, and whenever the store is closed. So it may be behind the database, which says nothing,
and never ahead of it, unless somebody put an older one in its place.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from hub import own_logs
from hub.home import HubHome, Keys
from hub.messages import sentence
from hub.store import HubStore, Transaction
from hub.store.file import NewestMissing, NoHub
from hub.store.rows import Asking, LogRow, ShownHead
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, Base64Hash, Hash, Instant, Origin, Size
from sync.errors import BadInput, Refused, SoxaError, Unavailable
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.merkle import tree_root
from sync.log.note import Verifier
from sync.shell.console import say, unavailable
from sync.shell.files import sync_folder
from sync.wording.i18n import catalogue
from sync.wording.safe_text import shown_path

_ = catalogue("hub")

_SECONDS: Final = 1.0
"""Between two times that it is written because acceptances grew."""
_LONGEST: Final = 64 * 1024 * 1024


class AnchoredHead(Struct, frozen=True, forbid_unknown_fields=True):
    """A signed head: the note, and what stands in it."""

    note: str
    root: Base64Hash
    size: Annotated[int, Meta(ge=0)]


class Anchor(Struct, frozen=True, forbid_unknown_fields=True):
    """An anchor: how far the hub had signed at a moment."""

    acceptances: AnchoredHead | None
    at: Annotated[int, Meta(ge=0)]
    """The hub's last time: that of its newest entry of these logs (POSIX seconds)."""
    hub: str
    registry: AnchoredHead
    revoked: tuple[str, ...]
    """The entries of the registry that revoke a laptop, as they stand there: the last thing that may be lost."""


class Missing(Struct, frozen=True):
    """What a database lacks of what its anchor says was signed: entries of each log, and since when."""

    acceptances: int
    registry: int
    at: Instant
    """The hub's last time by the anchor (POSIX seconds)."""
    beside: bool
    """Whether what it holds in their place is another history."""


def read(path: Path) -> Anchor | None:
    """The anchor in a file; None if there is none. `BadInput("bad-anchor")`."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST)
    except FileNotFoundError:
        return None
    try:
        anchor = msgspec.json.decode(data, type=Anchor)
        heads = [head for head in (anchor.registry, anchor.acceptances) if head is not None]
        agree = all((head.size, head.root) == _said(head.note) for head in heads)
    except (msgspec.DecodeError, SoxaError):
        raise BadInput("bad-anchor", path=str(path)) from None
    if not agree or _bytes(anchor) != data:
        raise BadInput("bad-anchor", path=str(path))
    return anchor


def write(path: Path, anchor: Anchor) -> None:
    """Put an anchor into its file, whole or not at all."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with open(fresh, "wb", opener=lambda name, flags: os.open(name, flags, mode=0o600)) as file:
        file.write(_bytes(anchor))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def state(transaction: Transaction, keys: Keys) -> Anchor:
    """The anchor of a store as it stands."""
    registry, log = own_logs.registry(transaction, keys), transaction.logs.get(origins.registry(keys.hub))
    acceptances = transaction.logs.get(origins.acceptances(keys.hub))
    assert log is not None, "a hub is founded with its registry"
    return Anchor(
        acceptances=None if acceptances is None else _head(acceptances),
        at=max(_last_time(transaction, each) for each in (log, acceptances) if each is not None),
        hub=keys.hub,
        registry=_head(log),
        revoked=tuple(encode(entry).decode() for entry in registry.revoked.values()),
    )


def missing(transaction: Transaction, anchor: Anchor, key: Verifier | None) -> Missing | None:
    """What a store lacks of what its anchor says; None if nothing. `BadInput("bad-anchor")` if the anchor is not of this
    key, where it is known."""
    lacks, beside = {}, False
    heads = {origins.registry(anchor.hub): anchor.registry, origins.acceptances(anchor.hub): anchor.acceptances}
    for origin, head in heads.items():
        if head is None:
            continue
        named = origins.parse(checkpoints.parse(head.note).checkpoint.origin)
        if key is not None:
            try:
                checkpoints.verify(head.note, key.renamed(named.written))
            except SoxaError:
                raise BadInput("bad-anchor", path=origin) from None
        if named.first != origin:
            raise BadInput("bad-anchor", path=origin)
        if named.generation < transaction.settings.generation:
            continue  # it was left behind when the hub went on
        log = transaction.logs.get(origin)
        size = NOTHING if log is None else log.size
        lacks[origin] = max(0, head.size - size)
        if log is not None and head.size <= size:
            beside = beside or tobase64(_root_at(transaction, log, Size(head.size))) != head.root
    if not beside and not any(lacks.values()):
        return None
    registry, acceptances = (lacks.get(origin, 0) for origin in heads)
    return Missing(acceptances, registry, Instant(anchor.at), beside)


def is_own(origin: Origin) -> bool:
    """Whether a log is one of the hub's own."""
    return origins.parse(origin).kind is not LogKind.DEVICE


def shown_head(note: str, at: Instant, *, beside: bool = False) -> ShownHead:
    """A head of the hub's own that lay here."""
    signed = checkpoints.parse(note).checkpoint
    parsed = origins.parse(signed.origin)
    return ShownHead(
        origin=parsed.first,
        generation=parsed.generation,
        size=signed.size,
        note=note,
        at=at,
        brought="",
        beside=beside,
    )


def keep_shown(transaction: Transaction, heads: Iterable[ShownHead]) -> None:
    """Keep the heads that a store lacks."""
    for head in heads:
        log = transaction.logs.get(head.origin)
        size = NOTHING if log is None else log.size
        beside = (
            log is not None and head.size <= size and tobase64(_root_at(transaction, log, head.size)) != _said(head.note)[1]
        )
        if beside or head.size > size:
            transaction.waiting.show(msgspec.structs.replace(head, beside=beside))


def keep_anchored(transaction: Transaction, anchor: Anchor, at: Instant) -> None:
    """Keep what an anchor says that a store lacks: heads, and who was revoked."""
    keep_shown(
        transaction, [shown_head(head.note, at) for head in (anchor.registry, anchor.acceptances) if head is not None]
    )
    transaction.settings.keep_anchored_revocations(anchor.revoked)


def opened(home: HubHome, *, any_version: bool = False) -> HubStore:
    """The store of a hub, held against its anchor: one that lacks something asks for it from now on. Raises as
    `HubStore.open`, but where the anchor tells that nothing is missing; `Refused("hub-lost")` where the keys are there and
    no database, or an empty one."""
    try:
        return _opened(home, any_version=any_version)
    except NoHub:
        keys = home.logs_key.exists() or home.mirror_key.exists()
        if not keys or home.beginning.database.exists():  # `init` was stopped, and begins again
            raise
    raise Refused("hub-lost", path=str(home.path))


def _opened(home: HubHome, *, any_version: bool) -> HubStore:
    try:
        anchor = read(home.anchor)
    except OSError:
        HubStore.open(home.database, any_version=any_version).close()  # where that cannot be read either, it says so better
        raise
    try:
        store = HubStore.open(home.database, any_version=any_version)
    except NewestMissing:
        if anchor is None:
            raise
        store = HubStore.open(home.database, any_version=any_version, alone=True)
        if _lacks(store, anchor, home) is not None:
            store.close()
            raise
        store.is_whole()
        return store
    try:
        if anchor is not None and not any_version:
            _hold_against(store, anchor, home)
    except BaseException:
        store.close()
        raise
    return store


def _hold_against(store: HubStore, anchor: Anchor, home: HubHome) -> None:
    """Have a store ask, where its anchor says that it lacks something."""
    found = _lacks(store, anchor, home)
    if found is None:
        return
    with store.reading() as transaction:
        known = transaction.settings.asking is not None and set(transaction.settings.anchored_revocations) == set(
            anchor.revoked
        )
    if not known:
        at = Instant(anchor.at)
        with store.writing() as transaction:
            transaction.settings.ask(Asking(since=at, why="beside" if found.beside else "behind"))
            transaction.settings.note_may_lack_entered(may=True)
            keep_anchored(transaction, anchor, at)


def _lacks(store: HubStore, anchor: Anchor, home: HubHome) -> Missing | None:
    with store.reading() as transaction:
        vkey = transaction.settings.key
        try:
            return missing(transaction, anchor, Verifier.parse(vkey) if vkey else None)
        except BadInput as error:
            raise BadInput(error.code, path=str(home.anchor)) from None


@contextmanager
def kept(store: HubStore, keys: Keys, path: Path) -> Iterator[None]:
    """Keep the anchor of a store while the block lasts, and at its end."""
    keeper = _Keeper(store, keys, path)
    store.grown = keeper.grew
    try:
        yield
    finally:
        store.grown = None
        keeper.close()


class _Keeper:
    """Writes the anchor, from whichever thread commits or from one of its own."""

    def __init__(self, store: HubStore, keys: Keys, path: Path) -> None:
        self._store = store
        self._keys = keys
        self._path = path
        self._writing = threading.Lock()
        self._timer: threading.Timer | None = None
        self._newest: threading.Timer | None = None
        self._timing = threading.Lock()
        self._last = time.monotonic() - _SECONDS

    def grew(self, origins_: Set[Origin]) -> None:
        """Hear of logs that have grown, once that is committed."""
        if origins.registry(self._keys.hub) in origins_:
            self._try()
        elif origins.acceptances(self._keys.hub) in origins_:
            with self._timing:
                if self._timer is None:
                    self._timer = threading.Timer(max(0.0, self._last + _SECONDS - time.monotonic()), self._due)
                    self._timer.daemon = True
                    self._timer.start()
                    self._newest = self._timer

    def _due(self) -> None:
        with self._timing:
            self._timer = None
        self._try()

    def _try(self) -> None:
        """Write, and let what was committed be done where that fails: the operator is told."""
        try:
            self.write()
        except Unavailable as error:
            say(_("{path} could not be written: {why}").format(path=shown_path(self._path), why=sentence(error)))
        except OSError as error:
            say(
                _("{path} could not be written: {why}").format(path=shown_path(self._path), why=sentence(unavailable(error)))
            )

    def write(self) -> None:
        """Write what the store holds now. Another process may have committed meanwhile, and written before us: what we wrote
        is looked at again, so that whoever writes last has seen all."""
        with self._writing:
            while True:
                anchor = self._now()
                if not _is_ahead(self._path, anchor):
                    write(self._path, anchor)
                if self._now().registry == anchor.registry:
                    break
            self._last = time.monotonic()

    def _now(self) -> Anchor:
        with self._store.reading() as transaction:
            return state(transaction, self._keys)

    def close(self) -> None:
        """Write what is due, at once; and let what is being written be written, which reads the store."""
        with self._timing:
            due, self._timer = self._timer, None
        if due is not None:
            due.cancel()
        if self._newest is not None:
            self._newest.join()
        if due is not None or (not self._path.exists() and self._has_signed()):
            self._try()

    def _has_signed(self) -> bool:
        """Whether there is anything to note: an older program could leave a hub that was never founded whole."""
        with self._store.reading() as transaction:
            return transaction.logs.get(origins.registry(self._keys.hub)) is not None


def _is_ahead(path: Path, anchor: Anchor) -> bool:
    """Whether a file has what this lacks: a younger process may have been quicker."""
    try:
        there = read(path)
    except BadInput:
        return False
    return there is not None and _sizes(there) > _sizes(anchor)


def _sizes(anchor: Anchor) -> tuple[int, int, int]:
    generation = origins.parse(checkpoints.parse(anchor.registry.note).checkpoint.origin).generation
    return generation, anchor.registry.size, 0 if anchor.acceptances is None else anchor.acceptances.size


def _bytes(anchor: Anchor) -> bytes:
    return msgspec.json.encode(anchor) + b"\n"


def _said(note: str) -> tuple[int, Base64Hash]:
    checkpoint = checkpoints.parse(note).checkpoint
    return checkpoint.size, tobase64(checkpoint.root)


def _head(log: LogRow) -> AnchoredHead:
    return AnchoredHead(log.checkpoint, tobase64(log.frontier.root()), log.size)


def _last_time(transaction: Transaction, log: LogRow) -> int:
    (line,) = transaction.logs.lines(log.id, log.size - 1, log.size)
    return int(getattr(decode(line, origins.parse(log.origin).kind), "at", 0))


def _root_at(transaction: Transaction, log: LogRow, size: Size) -> Hash:
    if size == log.size and log.can_grow:
        return log.frontier.root()
    known = transaction.logs.root_at(size) if origins.parse(log.origin).kind is LogKind.ACCEPTANCES else None
    return known if known is not None else tree_root(list(transaction.logs.leaves(log.id, 0, size)))
