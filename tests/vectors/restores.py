"""Recipes of bundles of a hub that went back, One fault each, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from sync.encoding.spelling import tobase64
from sync.encoding.types import Index, Instant, Origin, Size
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.ledger.restores import HeldReceipt, KeptLog, held_receipt
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash
from tests.vectors.province import HUB, Laptop, Log, Province

Recipe = Callable[[Province, Laptop], bytes]
"""The bundle of a province with one laptop, which has been accepted twice."""

ACCEPTANCES: Final = origins.acceptances(HUB)
_OTHER: Final = leaf_hash(b"another root")


def restore(province: Province, stays: int, **lies: Any) -> None:
    """The hub goes back to so many acceptances and opens the next generation; `lies` take the place of what is true of it,
    or give it once that is done. `more_lost` stand beside the heads that it lost."""
    lost = checkpoints.sign(province.acceptances.head(), province.acceptances.signer)
    gone = len(province.acceptances.lines) > stays
    del province.acceptances.lines[stays:]
    lies = {name: lie(province) if callable(lie) else lie for name, lie in lies.items()}
    rows = [
        KeptLog(log.signer.origin, Size(len(log.lines)), tobase64(log.root()))
        for log in (province.acceptances, province.registry)
    ]
    times = [msgspec.json.decode(line)["at"] for line in province.acceptances.lines]
    generation = origins.parse(province.registry.signer.origin).generation + 1
    more = lies.pop("more_lost", ())
    true = {
        **province.stated(),
        "generation": generation,
        "kept": tuple(rows),
        "lost": (*([lost] if gone else []), *more),
        "since": times[-1] if times else 0,
        "reason": "Hỏng ổ đĩa",
    }
    province.register(e.Restored(**{**true, **lies}))
    for log, named in ((province.registry, origins.registry), (province.acceptances, origins.acceptances)):
        log.signer = log.signer.renamed(named(HUB, generation))


def accepted_at(province: Province, index: int) -> int:
    """The time of an acceptance."""
    return int(msgspec.json.decode(province.acceptances.lines[index])["at"])


def held(laptop: Laptop) -> HeldReceipt:
    """The receipt that the hub gave last on a laptop's log."""
    verifier = receipt.cosigner_verifier(laptop.province.mirror)
    line = checkpoints.parse(laptop.receipted).note.find(verifier)
    assert line is not None, "receipted"
    return held_receipt(line)


def gone_back(*, after: Callable[[Province, Laptop], object] | None = None, **lies: Any) -> Recipe:
    """The laptop was taken in once more, which the hub lost; it cites the head of that, and is taken in again."""

    def recipe(province: Province, laptop: Laptop) -> bytes:
        laptop.activity(2, seen=province.citation())
        laptop.push()
        before, cited = held(laptop), province.citation()
        restore(province, 2, **lies)
        laptop.push(held=before)
        laptop.activity(3, seen=cited)
        laptop.push()
        if after is not None:
            after(province, laptop)
        return province.bundle()

    return recipe


def kept(change: Callable[[KeptLog], KeptLog | None]) -> Callable[[Province], Sequence[KeptLog]]:
    """What is said of the acceptances that were kept, otherwise; the registry's row stays."""

    def rows(province: Province) -> tuple[KeptLog, ...]:
        acceptances = KeptLog(ACCEPTANCES, Size(len(province.acceptances.lines)), tobase64(province.acceptances.root()))
        size = Size(len(province.registry.lines))
        registry = KeptLog(origins.registry(HUB), size, tobase64(province.registry.root()))
        return tuple(row for row in (change(acceptances), registry) if row is not None)

    return rows


def signed(size: int, signer: Signer | None = None, root: bytes = _OTHER) -> Callable[[Province], Sequence[str]]:
    """A head of the acceptances under their key, or another's."""

    def heads(province: Province) -> tuple[str, ...]:
        key = signer or province.acceptances.signer
        return (checkpoints.sign(Checkpoint(Origin(key.name), Size(size), leaf_hash(root)), key),)

    return heads


def taken_again(change: Callable[[Laptop, HeldReceipt], HeldReceipt]) -> Recipe:
    """A restore after which the receipt of before is stated otherwise."""

    def recipe(province: Province, laptop: Laptop) -> bytes:
        laptop.activity(2)
        laptop.push()
        before = held(laptop)
        restore(province, 2)
        laptop.push(held=change(laptop, before))
        return province.bundle()

    return recipe


def _of_another_size(laptop: Laptop, before: HeldReceipt) -> HeldReceipt:
    state = Checkpoint(laptop.signer.origin, Size(2), laptop.root(2))
    return held_receipt(receipt.cosign(state, laptop.province.mirror, before.time))


def _of_another_key(laptop: Laptop, before: HeldReceipt) -> HeldReceipt:
    mirror = Signer(laptop.province.mirror.name, bytes(range(32)))
    return held_receipt(receipt.cosign(laptop.head(), mirror, before.time))


def old_name(which: int) -> Recipe:
    """A restore after which one of the hub's logs still bears its name of before."""

    def recipe(province: Province, _laptop: Laptop) -> bytes:
        restore(province, 2)
        log = (province.registry, province.acceptances)[which]
        log.signer = log.signer.renamed((origins.registry, origins.acceptances)[which](HUB))
        return province.bundle()

    return recipe


def stated(*made: Callable[[Province], e.Entry]) -> Recipe:
    """Entries in the acceptances, and then the laptop is taken in once more."""

    def recipe(province: Province, laptop: Laptop) -> bytes:
        for entry in made:
            province.acceptances.lines.append(encode(entry(province)))
        laptop.activity(2)
        laptop.push()
        return province.bundle()

    return recipe


def head(size: int | None = None, origin: str = "", root: bytes | None = None) -> Callable[[Province], e.Entry]:
    """What the acceptances say of the registry."""

    def entry(province: Province) -> e.Entry:
        registry = province.registry
        at = len(registry.lines) if size is None else size
        found = leaf_hash(root) if root is not None else registry.root(at)
        return e.Head(
            **province.stated(), origin=Origin(origin or registry.signer.origin), size=Size(at), root=tobase64(found)
        )

    return entry


def clock(first: int, last: int, later: int = 1) -> Callable[[Province], e.Entry]:
    """That the times of these entries are false, stated so many seconds after the one before them."""

    def entry(province: Province) -> e.Entry:
        before = msgspec.json.decode(province.acceptances.lines[first - 1])["at"]
        return e.Clock(**{**province.stated(), "at": Instant(before + later)}, first=Index(first), last=Index(last))

    return entry


def fork(**lies: Any) -> Recipe:
    """The hub had signed two histories of its acceptances, after the first of which one stays."""

    def recipe(province: Province, laptop: Laptop) -> bytes:
        other = Log(province.acceptances.signer)
        other.lines = [*province.acceptances.lines[:1], b'{"kind":"dance"}']
        row = KeptLog(ACCEPTANCES, Size(1), tobase64(province.acceptances.root(1)))
        grown = tuple(
            KeptLog(log.signer.origin, Size(len(log.lines)), tobase64(log.root()))
            for log in (province.acceptances, province.registry)
        )
        shown = (checkpoints.sign(other.head(), other.signer),)
        true = {"kept": (row, grown[1]), "grown": grown, "more_lost": shown}
        restore(province, 2, **{**true, **lies})
        laptop.activity(2)
        laptop.push()
        return province.bundle()

    return recipe


def _once_more(province: Province, laptop: Laptop) -> None:
    restore(province, 4)
    laptop.activity(4)
    laptop.push()


def _cited_head(laptop: Laptop) -> str:
    """The newest head that a laptop cites, as a note under the acceptances' first name."""
    seen = msgspec.json.decode(laptop.lines[-1])["seen"]
    name = ACCEPTANCES
    return f"{name}\n{seen['size']}\n{seen['root']}\n\n— {name} {seen['sig']}\n"


RESTORES: Final[dict[str, tuple[str, str, Recipe]]] = {
    "valid-restored": ("ok", "a hub that went back, and names what it lost", gone_back()),
    "valid-restored-twice": (
        "ok",
        "a hub that went back twice",
        gone_back(after=_once_more),
    ),
    "valid-restored-by-an-entry": (
        "ok",
        "what was lost is named by an entry of its own",
        gone_back(
            lost=(),
            after=lambda province, laptop: province.register(e.Lost(**province.stated(), head=_cited_head(laptop))),
        ),
    ),
    "valid-stated-fork": ("ok", "a hub that had signed two histories, and says so", fork()),
    "valid-stated-fork-gap": (
        "ok",
        "the gap of two histories begins with the last acceptance that is known to be of both",
        fork(since=lambda province: accepted_at(province, 0)),
    ),
    "stated-fork-gap-too-wide": (
        "gap-too-wide",
        "the gap of two histories begins before the last acceptance that is known to be of both",
        fork(since=lambda province: accepted_at(province, 0) - 1),
    ),
    "valid-head": ("ok", "the acceptances say how far the registry was", stated(head(), head(3))),
    "valid-clock": ("ok", "the hub's clock was wrong", stated(clock(1, 1))),
    "unnamed-lost-head": ("unnamed-lost-head", "a head that a laptop cites is lost and not named", gone_back(lost=())),
    "kept-other-root": (
        "kept-other-root",
        "another root of what was kept",
        gone_back(kept=kept(lambda row: msgspec.structs.replace(row, root=tobase64(_OTHER)))),
    ),
    "kept-of-a-desk-that-is-gone": (
        "log-missing",
        "a desk that was kept is not there",
        gone_back(
            kept=lambda province: (
                *kept(lambda row: row)(province)[:1],
                KeptLog(origins.desk(HUB, "12001"), Size(1), tobase64(_OTHER)),
                *kept(lambda row: row)(province)[1:],
            )
        ),
    ),
    "lost-of-a-stranger": (
        "bad-lost-head",
        "a head that a stranger signed",
        gone_back(more_lost=signed(9, Signer(ACCEPTANCES, bytes(range(32))))),
    ),
    "lost-that-is-no-note": ("bad-lost-head", "a head that is no note", gone_back(more_lost=("a head",))),
    "lost-below-kept": (
        "lost-below-kept",
        "a head below what was kept, of another root",
        gone_back(more_lost=signed(1)),
    ),
    "gap-too-wide": ("gap-too-wide", "a gap that begins before the last acceptance that was kept", gone_back(since=0)),
    "held-of-another-size": ("bad-held", "a receipt of before on another size", taken_again(_of_another_size)),
    "held-of-another-key": ("bad-held", "a receipt of before by another key", taken_again(_of_another_key)),
    "registry-under-its-old-name": ("not-its-newest-name", "the registry bears its name of before", old_name(0)),
    "acceptances-under-their-old-name": ("not-its-newest-name", "the acceptances bear their name of before", old_name(1)),
    "head-other-root": ("head-other-root", "another root of the registry", stated(head(root=b"another"))),
    "head-beyond": ("head-other-root", "more of the registry than there is", stated(head(99, root=b"another"))),
    "head-of-no-log": ("head-other-root", "of a log that is not the hub's", stated(head(1, origin=f"{HUB}/device/x"))),
    "clock-of-what-is-to-come": ("bad-clock", "times are called false that were not said yet", stated(clock(1, 2))),
    "clock-before-it": (
        "bad-clock",
        "a clock set right to before the entry that was true",
        stated(clock(1, 1, -1)),
    ),
    "clock-twice": (
        "bad-clock",
        "the same times called false twice",
        stated(clock(1, 1), clock(1, 1)),
    ),
    "fork-grown-other-root": (
        "kept-other-root",
        "another root of the branch that stays",
        fork(grown=(KeptLog(ACCEPTANCES, Size(2), tobase64(_OTHER)),)),
    ),
}
