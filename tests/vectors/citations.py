"""Recipes of vectors of citations: the verdict on one in a bundle. One fault each, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from sync.encoding.spelling import tobase64
from sync.encoding.types import Size
from sync.ledger import entry as e
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash
from tests.vectors.province import Laptop, Province
from tests.vectors.recipe import Recipe
from tests.vectors.restores import restore


def citing(cited: Callable[[Province], e.Citation]) -> Recipe:
    """An activity that cites this."""

    def recipe(province: Province, laptop: Laptop) -> int:
        province.laptop("12002")
        laptop.activity(1, seen=cited(province))
        return len(laptop.lines) - 1

    return recipe


def citing_again(first: Callable[[Province], e.Citation], second: Callable[[Province], e.Citation]) -> Recipe:
    """Two activities, of which the second is judged."""

    def recipe(province: Province, laptop: Laptop) -> int:
        province.laptop("12002")
        laptop.activity(1, seen=first(province))
        laptop.activity(2, seen=second(province))
        return len(laptop.lines) - 1

    return recipe


def unsigned(cited: e.Citation) -> e.Citation:
    """The citation as laptops of version 0.1 wrote it."""
    return msgspec.structs.replace(cited, sig="")


def _own_acceptance(province: Province) -> e.Citation:
    """The size that the acceptance of the entry itself will give, whose root nobody knows yet."""
    return e.Citation(Size(len(province.acceptances.lines) + 1), tobase64(leaf_hash(b"not yet")))


_FORGED: Final = Signer("forger", bytes(range(32)))
_OTHER: Final = leaf_hash(b"another root")


def after_a_restore(*, named: bool) -> Recipe:
    """An activity that cites what a restore has lost, which the registry names or does not."""

    def recipe(province: Province, laptop: Laptop) -> int:
        province.laptop("12002")
        cited = province.citation()
        restore(province, 1, **({} if named else {"lost": ()}))
        province.laptops[1].push()
        laptop.activity(1, seen=cited)
        return len(laptop.lines) - 1

    return recipe


CITATIONS: Final[dict[str, tuple[str, str, str, Recipe]]] = {
    "valid": ("valid", "", "the newest head, signed", citing(lambda province: province.citation())),
    "lost": ("lost", "cited-a-lost-head", "a head that a restore lost, and names", after_a_restore(named=True)),
    "lost-and-unnamed": (
        "unnamed",
        "unnamed-lost-head",
        "a head that a restore lost, and nothing names",
        after_a_restore(named=False),
    ),
    "valid-older": ("valid", "", "an older head", citing(lambda province: province.citation(1))),
    "valid-nothing": (
        "valid",
        "",
        "the head at size 0: the root of the empty tree",
        citing(lambda province: province.citation(0)),
    ),
    "valid-unsigned": (
        "valid",
        "",
        "without a signature, as version 0.1 wrote it",
        citing(lambda province: unsigned(province.citation())),
    ),
    "valid-same-again": (
        "valid",
        "",
        "the same head a second time",
        citing_again(lambda province: province.citation(1), lambda province: province.citation(1)),
    ),
    "valid-after-void": (
        "valid",
        "",
        "a void citation of a greater size before it does not count for what goes back",
        citing_again(lambda province: unsigned(province.citation(2, root=_OTHER)), lambda province: province.citation(1)),
    ),
    "bad-signature": (
        "void",
        "bad-citation-signature",
        "signed by another key",
        citing(lambda province: province.citation(signer=_FORGED)),
    ),
    "signature-of-another-size": (
        "void",
        "bad-citation-signature",
        "the hub's signature of an older head",
        citing(lambda province: msgspec.structs.replace(province.citation(2), sig=province.citation(1).sig)),
    ),
    "no-base64": (
        "void",
        "bad-citation-signature",
        "a signature that is no base64",
        citing(lambda province: msgspec.structs.replace(province.citation(), sig="?")),
    ),
    "short-signature": (
        "void",
        "bad-citation-signature",
        "a signature that is too short",
        citing(lambda province: msgspec.structs.replace(province.citation(), sig="AAAA")),
    ),
    "made-up": (
        "void",
        "cited-before-it-was",
        "a head beyond all acceptances",
        citing(lambda _province: e.Citation(Size(2**53), tobase64(_OTHER))),
    ),
    "not-yet": (
        "void",
        "cited-before-it-was",
        "a size that only the acceptance of the entry itself gives",
        citing(_own_acceptance),
    ),
    "unsigned-contradiction": (
        "void",
        "unsigned-contradiction",
        "another root, and nobody's signature",
        citing(lambda province: unsigned(province.citation(2, root=_OTHER))),
    ),
    "goes-back": (
        "void",
        "citation-goes-back",
        "an older head than was cited before",
        citing_again(lambda province: province.citation(2), lambda province: province.citation(1)),
    ),
    "hub-signed-another-root": (
        "hub-fault",
        "hub-signed-another-root",
        "the hub's signature on another root than its log has",
        citing(lambda province: province.citation(2, root=_OTHER)),
    ),
}
