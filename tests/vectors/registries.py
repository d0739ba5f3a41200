"""Recipes of vectors of registries: the entry that a reader passes over, since no registry can hold it. One fault each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, DeviceId, Instant, Origin, Size
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.ledger.restores import KeptLog
from sync.log import receipt
from sync.log.keys import Signer
from sync.log.merkle import EMPTY_ROOT, leaf_hash, tree_root
from tests.vectors.province import HUB, INVITE, Province
from tests.vectors.vector import Vector

_STRANGER: Final = Signer("stranger", bytes(range(32)))
_DEVICE: Final = origins.device_id(_STRANGER.verifier.key)
_LAPTOP: Final = _STRANGER.renamed(origins.device(HUB, _DEVICE))
_MIRROR: Final = receipt.cosigner_verifier(Signer(origins.mirror(HUB), bytes(range(32)))).vkey()


def registries() -> Iterator[Vector]:
    """The vectors of registries: all lines of one, of which the last is judged."""
    for name, (expect, comment, add) in REGISTRIES.items():
        province = Province()
        add(province)
        given = {"vkey": province.registry.signer.verifier.vkey(), "index": str(len(province.registry.lines) - 1)}
        body = b"".join(line + b"\n" for line in province.registry.lines)
        yield Vector(f"registry/{name}", "registry", expect, comment, body, given)


def enrolled(unit: str = "12001", key: str = _LAPTOP.verifier.vkey(), **more: Any) -> Callable[[Province], None]:
    """A laptop enrolled for this unit under this key."""
    return lambda province: province.register(e.Device(**province.stated(), unit=unit, key=key, invite=INVITE, **more))


def successor(number: int, of: DeviceId = _DEVICE, unit: str = "12001", **more: Any) -> Callable[[Province], None]:
    """A further laptop enrolled in another's place."""
    nameless = Signer("stranger", bytes([number]) * 32)
    key = nameless.renamed(origins.device(HUB, origins.device_id(nameless.verifier.key))).verifier.vkey()
    return enrolled(unit, key, succeeds=of, **more)


def revoked(province: Province) -> None:
    """The laptop revoked."""
    province.register(e.Revoked(**province.stated(), device=_DEVICE, size=Size(1), reason="Máy bị mất"))


def line(text: bytes) -> Callable[[Province], None]:
    """Any line."""
    return lambda province: province.registry.lines.append(text)


def one_after_another(*steps: Callable[[Province], None]) -> Callable[[Province], None]:
    """Several entries."""

    def all_of_them(province: Province) -> None:
        for step in steps:
            step(province)

    return all_of_them


def hub_alone(cosigner: str) -> Callable[[Province], None]:
    """A registry of one entry, the hub's."""

    def alone(province: Province) -> None:
        province.registry.lines.clear()
        province.register(e.Hub(**province.stated(), name="Lai Châu", province="12", cosigner=cosigner))

    return alone


def unit_first(province: Province) -> None:
    """A registry that begins with a unit."""
    province.registry.lines[:] = province.registry.lines[1:2]


def restored(generation: int = 2, *, short: int = 0, first: str = "", **more: Any) -> Callable[[Province], None]:
    """The hub went back, and kept all that stands there, or less of its registry than that; `first` comes before it."""

    def again(province: Province) -> None:
        registry = province.registry
        named = origins.registry(HUB, generation - 1)
        size = Size(len(registry.lines) - short)
        root = tobase64(tree_root([leaf_hash(line) for line in registry.lines[:size]]))
        kept = [KeptLog(Origin(name), NOTHING, tobase64(EMPTY_ROOT)) for name in filter(None, [first])]
        rows = (*kept, KeptLog(named, size, root))
        province.register(e.Restored(**province.stated(), generation=generation, kept=rows, since=Instant(0), **more))

    return again


def kept_too(*names: str, generation: int = 2) -> Callable[[Province], None]:
    """More of what the restore kept: these logs, empty."""
    rows = tuple(KeptLog(Origin(name), NOTHING, tobase64(EMPTY_ROOT)) for name in names)
    return lambda province: province.register(e.Kept(**province.stated(), generation=generation, kept=rows))


def lost(province: Province) -> None:
    """A head that turned up later."""
    province.register(e.Lost(**province.stated(), head="soxa.example/registry\n9\n"))


def merged(*codes: str) -> Callable[[Province], None]:
    """Units merged into the first of them."""
    return lambda province: province.register(
        e.Reorganised(**province.stated(), how="merged", units=codes, into=codes[:1], since="2026-11-01")
    )


def second_hub(province: Province) -> None:
    """The hub named again."""
    province.registry.lines.append(province.registry.lines[0])


def redacted(*texts: bytes, unit: str = "12001") -> Callable[[Province], None]:
    """The texts of activities erased of which these were the lines."""

    def change(province: Province) -> None:
        entries = []
        for text in texts:
            leaf = leaf_hash(text)
            left = e.Activity(
                salt=leaf[:8].hex(),
                at=Instant(1_793_000_000),
                record="01a17700-0000-7000-8000-000000000001",
                fields=e.Fields(title="(đã gỡ bỏ)", date="2026-10-26"),
            )
            entries.append(e.RedactedEntry(tobase64(leaf), encode(left).decode("utf-8")))
        province.register(e.Redaction(**province.stated(), unit=unit, entries=tuple(entries), reason="QĐ 12"))

    return change


REGISTRIES: Final[dict[str, tuple[str, str, Callable[[Province], None]]]] = {
    "valid": ("ok", "a laptop is enrolled", enrolled()),
    "valid-revoked": ("ok", "and revoked", one_after_another(enrolled(), revoked)),
    "valid-merged": ("ok", "two units are one", merged("12001", "12002")),
    "valid-future": ("ok", "an entry from a newer program is passed over", line(b'{"kind":"dance"}')),
    "valid-hub": ("ok", "the hub alone", hub_alone(_MIRROR)),
    "invalid-entry": ("bad-registry", "an entry that no program could read", line(b'{"kind":"unit"}')),
    "unit-first": ("bad-registry", "the first entry does not name the hub", unit_first),
    "hub-twice": ("bad-registry", "the hub is named twice", second_hub),
    "cosigner-of-another-name": (
        "bad-registry",
        "the key of receipts bears another name",
        hub_alone(receipt.cosigner_verifier(Signer("soxa.other.example/mirror", bytes(range(32)))).vkey()),
    ),
    "cosigner-of-another-type": (
        "bad-registry",
        "the key of receipts is of type 0x01",
        hub_alone(Signer(origins.mirror(HUB), bytes(range(32))).verifier.vkey()),
    ),
    "cosigner-is-no-key": ("bad-verifier-key", "the key of receipts is none", hub_alone("mirror")),
    "device-of-no-unit": ("bad-registry", "of a unit that is not named", enrolled("12009")),
    "device-twice": ("bad-registry", "a laptop is enrolled twice", one_after_another(enrolled(), enrolled("12002"))),
    "device-of-another-name": (
        "bad-registry",
        "its key bears another name than its id gives",
        enrolled(key=_STRANGER.renamed(origins.device(HUB, DeviceId("a" * 16))).verifier.vkey()),
    ),
    "device-key-is-none": ("bad-verifier-key", "its key is none", enrolled(key="laptop")),
    "valid-succeeded": ("ok", "a laptop takes its place", one_after_another(enrolled(), successor(1))),
    "valid-succeeded-revoked": ("ok", "revoked, and replaced", one_after_another(enrolled(), revoked, successor(1))),
    "succeeds-nobody": ("bad-registry", "in the place of no laptop", successor(1)),
    "succeeds-of-another-unit": (
        "bad-registry",
        "for another unit",
        one_after_another(enrolled(), successor(1, unit="12002")),
    ),
    "succeeded-twice": ("bad-registry", "a place is taken twice", one_after_another(enrolled(), successor(1), successor(2))),
    "succeeds-the-province": (
        "bad-registry",
        "in the place of what the province enters",
        one_after_another(enrolled(entered=True), successor(1)),
    ),
    "succeeded-by-the-province": (
        "bad-registry",
        "the province in a laptop's place",
        one_after_another(enrolled(), successor(1, entered=True)),
    ),
    "valid-restored": ("ok", "the hub went back", restored(reason="Hỏng đĩa")),
    "valid-restored-twice": ("ok", "and once more", one_after_another(restored(), enrolled(), restored(3))),
    "valid-restored-and-lost": ("ok", "a head turned up later", one_after_another(restored(), enrolled(), lost)),
    "valid-kept-too": (
        "ok",
        "more of what was kept",
        one_after_another(restored(), kept_too(f"{HUB}/desk/12001"), kept_too(f"{HUB}/desk/12002")),
    ),
    "restored-not-the-next": ("bad-registry", "a generation is left out", restored(3)),
    "restored-to-less": ("bad-registry", "less of the registry kept than stands before it", restored(short=1)),
    "restored-without-the-registry": (
        "bad-registry",
        "nothing said of the registry",
        lambda province: province.register(
            e.Restored(**province.stated(), generation=2, kept=(), since=Instant(0)),
        ),
    ),
    "restored-a-laptop": ("bad-registry", "a laptop's log among them", restored(first=f"{HUB}/device/{'a' * 16}")),
    "restored-another-name": ("bad-registry", "under the name of another generation", restored(first=f"{HUB}/desk/12001/2")),
    "restored-what-is-no-log": ("bad-origin", "a name that is none of a log", restored(first=f"{HUB}/desk/council")),
    "kept-twice": (
        "bad-registry",
        "the same log kept twice",
        one_after_another(restored(), kept_too(f"{HUB}/desk/12001"), kept_too(f"{HUB}/desk/12001")),
    ),
    "kept-too-late": (
        "bad-registry",
        "more of what was kept after something else",
        one_after_another(restored(), enrolled(), kept_too(f"{HUB}/desk/12001")),
    ),
    "lost-of-no-restore": ("bad-registry", "nothing was restored before", lost),
    "valid-redacted": ("ok", "texts are erased", redacted(b"one", b"two")),
    "valid-redacted-of-two-units": (
        "ok",
        "in two units",
        one_after_another(redacted(b"one"), redacted(b"one", unit="12002")),
    ),
    "redacted-of-no-unit": ("bad-registry", "of a unit that is not named", redacted(b"one", unit="12009")),
    "redacted-twice": (
        "bad-registry",
        "an entry is redacted twice",
        one_after_another(redacted(b"one"), redacted(b"two", b"one")),
    ),
    "merged-of-no-unit": ("bad-registry", "a unit that is not named", merged("12001", "12009")),
    "revoked-of-nobody": ("bad-registry", "a laptop that is not enrolled", revoked),
    "revoked-twice": ("bad-registry", "a laptop is revoked twice", one_after_another(enrolled(), revoked, revoked)),
}
