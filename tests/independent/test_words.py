"""Receipts in laptops' hands against bundles: the auditor and the verifier from the page say the same."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from sync.audit.receipts import check
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.independent import forms as f
from tests.independent.verifier import Audit
from tests.independent.words import judge, parse_receipts
from tests.liars.test_receipts import back, exported, lived, receipts
from tests.world import World


def told(world: World, bundle: Path, file: Path) -> list[tuple[str, str, int]]:
    """What both say; it is one."""
    key = world.keys.logs.verifier.vkey()
    outcome = check(bundle, [file], world.keys.logs.verifier, lambda _count: None)
    ours = [(word.what, word.verdict, int(word.size)) for word in outcome.words]
    audit = Audit(bundle.read_bytes(), key)
    assert not audit.faults and not outcome.bundle.faults
    theirs = judge(parse_receipts(file.read_bytes()), audit, f.registry_key(key)[1])
    assert ours == theirs
    return theirs


@pytest.mark.parametrize("way", ["honest", "older", "hiding", "restored"])
def test_both_readers_say_the_same_of_what_a_bundle_hides(tmp_path: Path, way: str) -> None:
    world = World(tmp_path / "world")
    number = itertools.count()

    def both(file: Path) -> set[str]:
        return {verdict for _what, verdict, _size in told(world, exported(world, tmp_path / f"{next(number)}.soxa"), file)}

    laptop, copy = lived(world)
    colleague = world.laptop("03390")
    colleague.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log()
    laptop.exchange(world.line)
    file = receipts(laptop, tmp_path / "mine.receipts")
    if way == "honest":
        assert both(file) == set()
    elif way == "older":
        back(world, copy)
        assert both(file) == {"after", "beyond"}
    elif way == "hiding":
        back(world, copy)
        world.laptop("03394").exchange(world.line)
        assert both(file) >= {"hidden", "contradicted"}
    else:
        put_back(world, backup)
        closed(world)
        assert both(file) <= {"unstated", "lost"}
        laptop.exchange(world.line)
        assert both(receipts(laptop, tmp_path / "after.receipts")) <= {"unstated", "lost"}
    world.close()
