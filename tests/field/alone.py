"""A laptop alone: a real store in a folder, its key, and what a hub would have given it, made here by hand."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import ActivityFilter, Membership
from sync.activities.entries import new_activity
from sync.activities.record_id import uuid7
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Index, Instant, Origin, Size
from sync.exchange.ranges import ReceiptedBy
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.directive import Directive, Due, Duty, Task
from sync.ledger.entry import (
    Activity,
    Citation,
    Directed,
    Entry,
    Fields,
    Hub,
    Join,
    Narrative,
    Position,
    Report,
    Retraction,
    Unit,
)
from sync.ledger.figures import commitment, count
from sync.ledger.invite import join_proof
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keyfile import save_key
from sync.log.keys import Signer
from sync.log.merkle import Frontier, leaf_hash, tree_root
from sync.log.receipt import cosign, cosigner_verifier, with_signature

HUB = "soxa.test.example"
UNIT = "03390"
NOW = Instant(1_793_000_000)
"""26 October 2026 in Vietnam."""
FOUNDED = Instant(NOW - 400 * DAY_SECONDS)
"""When the hub was: what was due before that, nobody owes it."""
TODAY = datetime.date(2026, 10, 26)
HUB_KEY = Signer(f"{HUB}/registry", b"\x01" * 32)
MIRROR = Signer(f"{HUB}/mirror", b"\x02" * 32)
ACCEPTANCES = origins.acceptances(HUB)
DESK = origins.desk(HUB, UNIT)

PLAN = Directive(
    id="lai-chau-2653-kh-ubnd",
    number="2653/KH-UBND",
    kind="plan",
    date="2026-01-05",
    province="12",
    issuer="UBND tỉnh Lai Châu",
    subject="Tuyên truyền chuyển đổi số",
    tasks=(
        Task(no="19", label="Phát thanh", due=Due(kind="continuous", since=2026)),
        Task(no="V.10", label="Tổ công nghệ số", due=Due(kind="continuous", since=2026)),
    ),
    duties=(Duty(id="monthly", what="Báo cáo tháng", rule="monthly-15", reporters=("commune-committee",)),),
)

_chance = random.Random(7)


def random_bytes(count: int) -> bytes:
    """Bytes that are the same in every run."""
    return _chance.randbytes(count)


def signer(seed: int = 3) -> Signer:
    """A laptop's key, under the name of its log."""
    nameless = Signer("soxa", bytes([seed]) * 32)
    return nameless.renamed(origins.device(HUB, origins.device_id(nameless.verifier.key)))


PEER = signer(9)
"""The key of a colleague's laptop, in the same unit."""


def new_store(folder: Path, seed: int = 3) -> LaptopStore:
    """A laptop's store right after joining."""
    key = signer(seed)
    device = origins.device_id(key.verifier.key)
    home = LaptopHome(folder)
    membership = Membership(
        hub=HUB,
        key=HUB_KEY.verifier.vkey(),
        url="",
        unit=UNIT,
        unit_name="Xã Bình Lư",
        device=device,
        officer="Lù Thị Mẩy",
        invite="a" * 16,
    )
    store = LaptopStore.create(home, membership)
    save_key(home.key, key, passphrase=None, salt=b"", nonce=b"")
    store.logs.append([join(key)], key)
    return store


def join(key: Signer) -> Join:
    """A laptop's first entry."""
    vkey = key.verifier.vkey()
    proof = join_proof(b"s" * 32, "a" * 16, vkey)
    return Join(salt=salt(), at=NOW, hub=HUB_KEY.verifier.vkey(), unit=UNIT, invite="a" * 16, key=vkey, proof=proof)


def salt() -> str:
    """A fresh salt."""
    return random_bytes(8).hex()


def activity(title: str = "Phát loa", date: str = "2026-10-26", **fields: Any) -> Activity:
    """The first entry of a new record."""
    record = uuid7(NOW * 1000, random_bytes(10))
    return new_activity(Fields(title=title, date=date, **fields), record=record, at=NOW, salt=salt())


def report(
    period: str, base: tuple[Base64Hash, ...] = (), *, index: int = 1, author: Signer | None = None, **stated: Any
) -> Report:
    """A report of nothing, in place of those whose hashes are its base, that stands at an index of its author's log: this
    laptop's, if nobody is named. It is right where there is nothing."""
    device = origins.parse((author or signer()).name).device
    nothing: dict[str, Any] = {
        "covers": (Position(device, Size(index)),),
        "records": 0,
        "root": tobase64(commitment(())),
        "figures": count(()),
        "narrative": Narrative(),
    }
    return Report(salt=salt(), at=NOW, period=period, base=base, **(nothing | stated))


def follow(store: LaptopStore, origin: Origin, key: Signer, entries: Sequence[Entry | bytes]) -> None:
    """Give the store the whole log of somebody else, as an exchange would have; lines as they are."""
    lines = [entry if isinstance(entry, bytes) else encode(entry) for entry in entries]
    leaves = [leaf_hash(line) for line in lines]
    frontier = Frontier()
    frontier.extend(leaves)
    with store.taking() as taking:
        held = store.logs.extent(origin).size
        taking.append(origin, held, lines[held:], leaves[held:])
        note = checkpoints.sign(Checkpoint(origin, frontier.size, frontier.root()), key.renamed(origin))
        taking.head(origin, frontier, note)


def follow_registry(store: LaptopStore, *directives: Directive | bytes) -> None:
    """Give the store a registry with its own unit and these directives, or lines of them."""
    cosigner = cosigner_verifier(MIRROR).vkey()
    entries: list[Entry | bytes] = [
        Hub(salt=salt(), at=FOUNDED, name=HUB, province="12", cosigner=cosigner),
        Unit(salt=salt(), at=NOW, code=UNIT, name="Bình Lư", type="xã", valid_from="2025-07-01"),
        *(said if isinstance(said, bytes) else Directed(salt=salt(), at=NOW, directive=said) for said in directives),
    ]
    follow(store, origins.registry(HUB), HUB_KEY, entries)


def receive(
    store: LaptopStore, size: int, time: int = NOW + 60, *, index: int | None = None, may_lower: bool = True
) -> None:
    """Give the store the hub's receipt on the first entries of its own log; `index` is where its acceptance stands."""
    own = store.logs.own.origin
    at = Checkpoint(own, Size(size), store.logs.frontier_at(own, size).root())
    note = with_signature(checkpoints.sign(at, signer()), cosign(at, MIRROR, Instant(time)))
    with store.taking() as taking:
        accepted = None if index is None else ReceiptedBy(index=Index(index), entry="{}")
        taking.receipt(Size(size), note, Instant(time), accepted, may_lower=may_lower)


def check_log(store: LaptopStore) -> None:
    """The own log is whole: its lines give its leaves, these its root, and its own key signs that; every line reads."""
    own = store.logs.own
    lines = store.logs.lines(own.origin, 0, 2**40)
    leaves = store.logs.leaves(own.origin, 0, own.size)
    assert len(lines) == own.size
    assert [leaf_hash(line) for line in lines] == leaves
    signed = checkpoints.verify(own.checkpoint, signer().verifier).checkpoint
    assert (signed.size, signed.root) == (own.size, tree_root(leaves)) == (own.size, own.frontier.root())
    entries = [decode(line, LogKind.DEVICE) for line in lines]
    ids = {entry.record for entry in entries if isinstance(entry, Activity)}
    assert ids == {row.record for row in store.records.rows(ActivityFilter())}


def newest_acceptances(store: LaptopStore, size: int) -> Citation:
    """Give the store an acceptances checkpoint of this size, as an exchange would have; what cites it."""
    root, key = leaf_hash(b"%d" % size), HUB_KEY.renamed(ACCEPTANCES)
    note = checkpoints.sign(Checkpoint(ACCEPTANCES, Size(size), root), key)
    with store.taking() as taking:
        taking.head(ACCEPTANCES, None, note)
    return Citation(Size(size), tobase64(root), note.rstrip().rpartition(" ")[2])


def own_entries(store: LaptopStore) -> list[Activity]:
    """The activities in the own log, in its order."""
    entries = [decode(line, LogKind.DEVICE) for line in store.logs.lines(store.logs.own.origin, 1, 2**40)]
    return [entry for entry in entries if isinstance(entry, Activity)]


def beside(store: LaptopStore, first: Activity, *, at: int = NOW + 1, retracted: bool = False, **fields: int | str) -> None:
    """A colleague revises, or retracts, the record as it was made, without having seen anything later."""
    base = (tobase64(leaf_hash(encode(first))),)
    entry = (
        Retraction(salt=salt(), at=Instant(at), record=first.record, base=base, reason="trùng")
        if retracted
        else Activity(salt=salt(), at=at, record=first.record, base=base, fields=Fields(**fields))  # type: ignore[arg-type]
    )
    follow(store, PEER.origin, PEER, [join(PEER), entry])


def heads_of(store: LaptopStore, record: str) -> tuple[Base64Hash, ...]:
    """The heads of a record as the store has it, as entries name them."""
    return tuple(map(tobase64, store.records.page(record).record.heads))


def led_plan(*tasks: Task, **more: Any) -> Directive:
    """The plan, with tasks of which this laptop's unit leads those that name communes."""
    return msgspec.structs.replace(PLAN, **({"tasks": tasks} | more))


def led(no: str, due: Due | None = None, lead: str = "commune-committee", **more: Any) -> Task:
    """A task that a kind of body leads; without a day, if none is given."""
    return Task(no=no, label=f"Việc {no}", due=due or Due(kind="continuous", since=2026), lead=(lead,), **more)
