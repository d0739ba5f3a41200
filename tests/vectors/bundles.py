"""Recipes of vectors of whole bundles: what the hub alone can have got wrong. One fault each, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Instant, Size
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.log import checkpoint as checkpoints
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash
from tests.vectors.province import HEADER, HUB, Laptop, Log, Province, Range
from tests.vectors.restores import RESTORES
from tests.vectors.vector import Vector

Recipe = Callable[[Province, Laptop], bytes]
"""The bundle of a province with one laptop, which has been accepted twice."""

_STRANGER: Final = Signer("stranger", bytes(range(32)))
_HASH: Final = tobase64(leaf_hash(b"another"))


def bundles() -> Iterator[Vector]:
    """The vectors of bundles."""
    for name, (expect, comment, recipe) in (BUNDLES | RESTORES).items():
        province = Province()
        laptop = province.laptop()
        laptop.activity(1, quantity=4)
        laptop.push()
        given = {"vkey": province.registry.signer.verifier.vkey()}
        if name in ALSO:
            given["also"] = ALSO[name]
        yield Vector(f"bundle/{name}", "bundle", expect, comment, recipe(province, laptop), given)


def after(change: Callable[[Province, Laptop], object]) -> Recipe:
    """The bundle after this was done."""

    def recipe(province: Province, laptop: Laptop) -> bytes:
        change(province, laptop)
        return province.bundle()

    return recipe


def header(**said: Any) -> Recipe:
    """With a header that says more."""
    return lambda province, _laptop: province.bundle(header=msgspec.structs.replace(HEADER, **said))


def arranged(change: Callable[[list[Range]], object]) -> Recipe:
    """With its logs in another order, or others."""

    def recipe(province: Province, _laptop: Laptop) -> bytes:
        ranges = province.ranges()
        change(ranges)
        return province.bundle(ranges)

    return recipe


def desk(unit: str, *comments: str) -> Recipe:
    """With a desk that says this to a unit."""

    def recipe(province: Province, _laptop: Laptop) -> bytes:
        log = Log(province.registry.signer.renamed(origins.desk(HUB, unit)))
        log.lines = [encode(e.Reminder(**province.stated(), period="2026-11", comment=comment)) for comment in comments]
        ranges = province.ranges()
        place = 2 if unit == "12001" else len(ranges)
        ranges.insert(place, (log.signer.origin, checkpoints.sign(log.head(), log.signer), log.lines))
        return province.bundle(ranges)

    return recipe


def newer(beyond: str, *, root: bytes = b"", first: bool = False) -> Recipe:
    """With a log under a word of a newer hub, signed by a key that nobody names here."""

    def recipe(province: Province, _laptop: Laptop) -> bytes:
        log = Log(_STRANGER.renamed(f"{HUB}/{beyond}"))
        log.lines = [b'{"kind":"dance"}', b"no JSON at all"]
        head = log.head()
        note = checkpoints.sign(msgspec.structs.replace(head, root=leaf_hash(root)) if root else head, log.signer)
        ranges = province.ranges()
        ranges.insert(0 if first else len(ranges), (log.signer.origin, note, log.lines))
        return province.bundle(ranges)

    return recipe


def accepted(**lies: Any) -> Recipe:
    """With a third acceptance, which says another thing than what was."""

    def change(_province: Province, laptop: Laptop) -> None:
        laptop.activity(2)
        laptop.push(**lies)

    return after(change)


def with_line(of: Callable[[Province], Log], line: bytes) -> Recipe:
    """With any line at the end of a log of the hub's."""
    return after(lambda province, _laptop: of(province).lines.append(line))


def revoked(size: int) -> Recipe:
    """With the laptop revoked at a size."""
    return after(
        lambda province, laptop: province.register(
            e.Revoked(**province.stated(), device=laptop.device, size=Size(size), reason="Máy bị mất")
        )
    )


def _same_size_again(_province: Province, laptop: Laptop) -> None:
    laptop.push()


def _accepted_after(province: Province, laptop: Laptop) -> None:
    province.successor(laptop, vouched=False)
    laptop.activity(2)
    laptop.push()


def _not_enrolled(province: Province, _laptop: Laptop) -> None:
    stated = e.Acceptance(**province.stated(), device=DeviceId("a" * 16), size=Size(1), root=_HASH)
    province.acceptances.lines.append(encode(stated))


def _no_receipt(_province: Province, laptop: Laptop) -> None:
    laptop.receipted = checkpoints.sign(laptop.head(), laptop.signer)


def _receipt_of_another(province: Province, laptop: Laptop) -> None:
    province.mirror = Signer(province.mirror.name, bytes(range(32)))
    laptop.sign(Instant(1_793_000_000))


def _strange_line(note: str) -> str:
    signed = checkpoints.parse(note).checkpoint
    return note + checkpoints.sign(signed, _STRANGER.renamed(signed.origin)).rpartition("\n\n")[2]


def _on_registry(ranges: list[Range]) -> None:
    origin, note, lines = ranges[0]
    ranges[0] = (origin, _strange_line(note), lines)


def _on_laptop(ranges: list[Range]) -> None:
    origin, note, lines = ranges[2]
    ranges[2] = (origin, _strange_line(note), lines)


def _other_line(ranges: list[Range]) -> None:
    origin, note, lines = ranges[2]
    ranges[2] = (origin, note, [*lines[:-1], lines[-1].replace(b'"quantity":4', b'"quantity":5')])


def _swapped(ranges: list[Range]) -> None:
    ranges[0], ranges[1] = ranges[1], ranges[0]


BUNDLES: Final[dict[str, tuple[str, str, Recipe]]] = {
    "valid": ("ok", "a laptop with one activity", lambda province, _laptop: province.bundle()),
    "valid-desk": ("ok", "with a desk", desk("12001", "Đề nghị báo cáo")),
    "valid-revoked": ("ok", "the laptop is revoked at what was accepted", revoked(2)),
    "valid-succeeded": ("ok", "a laptop in its place, by invite", after(lambda hub, old: hub.successor(old, vouched=False))),
    "valid-vouched": ("ok", "a laptop in its place, by the old key's word", after(lambda hub, old: hub.successor(old))),
    "valid-chain": ("ok", "three laptops, one after the other", after(lambda hub, old: hub.successor(hub.successor(old)))),
    "vouched-at-another-size": (
        "not-vouched",
        "the old key's word is of its log before its end",
        after(lambda hub, old: hub.successor(old, size=1)),
    ),
    "vouched-by-another": (
        "not-vouched",
        "another key's word",
        after(lambda hub, old: hub.successor(old, of=hub.laptop())),
    ),
    "accepted-after-succession": (
        "accepted-after-succession",
        "the old log was accepted further",
        after(_accepted_after),
    ),
    "valid-future-in-registry": ("ok", "an entry of a newer hub", with_line(lambda hub: hub.registry, b'{"kind":"dance"}')),
    "valid-future-in-acceptances": (
        "ok",
        "an acceptance of a newer hub",
        with_line(lambda hub: hub.acceptances, b'{"kind":"dance"}'),
    ),
    "valid-newer-log": ("ok", "a log under a word of a newer hub", newer("council/12001")),
    "valid-newer-log-of-one-word": ("ok", "a log under a word of a newer hub, and nothing after it", newer("minutes")),
    "newer-log-of-another-root": ("wrong-root", "of a newer hub's log another root", newer("council/12001", root=b"x")),
    "newer-log-first": ("no-registry", "a newer hub's log before the registry", newer("council/12001", first=True)),
    "origin-of-too-many-words": ("bad-origin", "a log under words that are none of an origin", newer("council/12001/x")),
    "origin-of-no-unit": ("bad-origin", "a desk of what is no unit's code", newer("desk/council")),
    "device-in-header": ("strange-header", "a header that names a laptop", header(device="a" * 16)),
    "cursors-in-header": ("strange-header", "a header with cursors", header(cursors={origins.registry(HUB): 1})),
    "another-hub": ("not-this-hub", "a header of another hub", header(hub="soxa.other.example")),
    "a-push": ("not-a-bundle", "a push", header(kind="push")),
    "empty-desk": ("empty-log", "a desk that says nothing", desk("12001")),
    "desk-of-nobody": ("desk-of-nobody", "a desk of a unit that there is not", desk("12009", "Đề nghị báo cáo")),
    "log-missing": ("log-missing", "the laptop's log is missing", arranged(lambda ranges: ranges.pop())),
    "log-twice": ("out-of-order", "the laptop's log stands twice", arranged(lambda ranges: ranges.append(ranges[-1]))),
    "acceptances-first": ("no-registry", "the acceptances stand before the registry", arranged(_swapped)),
    "other-line": ("wrong-root", "one figure in the laptop's log is changed", arranged(_other_line)),
    "strange-line-on-registry": (
        "strange-signatures",
        "a stranger's line on the registry",
        arranged(_on_registry),
    ),
    "strange-line-on-laptop": ("strange-signatures", "a stranger's line on the laptop", arranged(_on_laptop)),
    "invalid-in-registry": (
        "bad-registry",
        "an entry that no program could read",
        with_line(lambda hub: hub.registry, b'{"kind":"unit"}'),
    ),
    "invalid-in-acceptances": (
        "bad-entry",
        "an acceptance that no program could read",
        with_line(lambda hub: hub.acceptances, b'{"kind":"acceptance"}'),
    ),
    "time-goes-back": ("time-goes-back", "an acceptance before the one before it", accepted(at=Instant(1_792_999_999))),
    "size-goes-back": ("size-goes-back", "the same size accepted twice", after(_same_size_again)),
    "accepted-other-root": ("accepted-other-root", "another root was accepted", accepted(root=_HASH)),
    "accepted-unknown": ("accepted-unknown", "a laptop was accepted that nobody enrolled", after(_not_enrolled)),
    "beyond-revocation": ("beyond-revocation", "more than the revocation lets count", revoked(1)),
    "no-receipt": ("no-receipt", "the laptop's checkpoint has no receipt", after(_no_receipt)),
    "receipt-of-another-key": ("no-receipt", "the receipt is of another key", after(_receipt_of_another)),
    "receipt-other-time": (
        "receipt-other-time",
        "the receipt is of another time than the acceptance",
        after(lambda _province, laptop: laptop.sign(Instant(1_793_000_001))),
    ),
}

ALSO: Final[dict[str, str]] = {"other-line": "accepted-other-root", "accepted-unknown": "log-missing"}
"""By vector, a fault that follows from its own."""
