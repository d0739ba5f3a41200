"""What an annex says after the province's answers, read by who knows the page alone: of real provinces, in which reports are
sent back, sent again and entered, and units merge."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from hub.entering.ledger import Entering
from hub.entering.stating import enter_report
from sync.annex.model import Annex
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative
from tests.hub.export.documents.reported import (
    HEIR,
    OTHERS,
    PERIODS,
    answer,
    bundled,
    busy,
    checked,
    filed,
    gathered,
    submit,
)
from tests.independent.annexes import VOCABULARY, takes
from tests.world import World

NAMED = PERIODS[:2]
"""The month, and the same of the directive that asks for it: reports of either answer."""


def answered(folder: Path, seed: int) -> World:
    """A busy province in which most units report, are answered, log more, and report again."""
    world, chance = busy(folder, seed, level=1 + seed % 2), random.Random(seed)
    for _round in range(3):
        for laptop in chance.sample(world.laptops, 4):
            if chance.randrange(3):
                laptop.log(date="2026-10-21", quantity=2, channel="zalo")
            if chance.randrange(4):
                submit(laptop, chance.choice(NAMED))
            world.set_clock(Instant(world.now() + chance.choice((0, 1, 40_000))))
            laptop.exchange(world.line)
        if chance.randrange(2):
            entering = Entering("lan", "điện thoại", now=world.now(), random_bytes=world.random)
            with world.store.writing() as transaction:
                unit, period = chance.choice((HEIR, *OTHERS)), chance.choice(NAMED)
                enter_report(transaction, world.keys, unit, period, Narrative(), entering)
        answer(world, chance)
    if seed % 3 == 0:
        world.set_clock(Instant(world.now() + 25 * 86_400))
    stating = next(laptop for laptop in world.laptops if laptop.unit == OTHERS[0])
    submit(stating, chance.choice(NAMED))
    stating.exchange(world.line)
    stating.log(date="2026-10-21", quantity=2, channel="zalo")
    stating.exchange(world.line)
    return world


def seen_in(annex: Annex) -> Counter[str]:
    """What the standings of an annex show."""
    seen: Counter[str] = Counter()
    for row in annex.standings:
        seen[f"{row.answer}"] += 1
        seen[f"stands {row.standing}"] += 1
        seen["sent again"] += row.latest not in (None, row.first_received)
        seen["beside one that was sent back"] += row.answer == "returned" and row.received is not None
        seen["other figures"] += row.stated is not None and not row.provisional
        seen["estimates"] += row.provisional
        seen["entered"] += row.entered is True
    return seen + Counter({"entered activities": len(annex.tables["entered"]), "languages": len(annex.tables["language"])})


WANTED = (
    *("accepted", "awaited", "returned", "stands returned", "stands on-time", "stands late"),
    *("sent again", "beside one that was sent back", "other figures", "estimates", "entered"),
    *("entered activities", "languages"),
)
"""What an annex may say: none of it may be missing in all of some provinces."""


@pytest.mark.parametrize("seeds", [(0, 2, 4, 6, 8), (1, 3, 7, 9, 11)], ids=["even", "odd"])
def test_whoever_knows_the_page_finds_the_annexes_right_and_the_auditor_too(tmp_path: Path, seeds: tuple[int, ...]) -> None:
    seen: Counter[str] = Counter()
    for seed in seeds:
        world = answered(tmp_path / f"province-{seed}", seed)
        audited = bundled(world)
        bundle, vkey = audited.read_bytes(), world.keys.logs.verifier.vkey()
        for period in NAMED:
            for units in ("then", "now"):
                annex = gathered(world, period, units)
                seen += seen_in(annex)
                for kind in ("json", "csv", "xlsx"):
                    file = filed(tmp_path, annex, f".{kind}")
                    outcome = checked(world, file, audited)
                    assert (outcome.faults, outcome.differences, outcome.undecided) == ((), (), ()), (seed, period, kind)
                    assert takes(file.read_bytes(), kind, bundle, vkey, VOCABULARY) == (True, False), (seed, period, kind)
        world.close()
    assert [what for what in WANTED if not seen[what]] == []
