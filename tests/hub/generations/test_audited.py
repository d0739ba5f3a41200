"""A hub that went back, as an auditor finds it: proven, what it lost told, times as they were, annexes and proofs too."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from hub.export import bundle
from sync.annex.written import annex_json
from sync.audit import bundles
from sync.audit.prove import prove
from sync.audit.verify import verify
from sync.encoding.types import Index, Instant, Size
from sync.ledger import origins
from sync.proof import entry_proof
from tests.hub.export.documents.reported import bundled, checked, filed, gathered, submit
from tests.hub.generations.gathering import Held, backed_up, bring, closed, put_back
from tests.independent.verifier import Audit
from tests.world import HUB, Laptop, World

UNIT = "03390"
ACCEPTANCES = origins.acceptances(HUB)
LATER = Instant(1_794_900_000)
"""After the deadline of November's report."""


@pytest.fixture
def laptop(world: World) -> Laptop:
    world.ask_monthly()
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)
    return laptop


def lose_and_gather(world: World, laptop: Laptop, folder: Path) -> Held:
    """The laptop reports in time, the hub loses that, and gets it back long after the deadline; what it held before."""
    backup = backed_up(world, folder / "backup")
    submit(laptop, "2026-11")
    laptop.exchange(world.line)
    laptop.log(title="Sau đó")
    laptop.exchange(world.line)
    before = Held(world)
    world.set_clock(LATER)
    put_back(world, backup)
    device = laptop.store.membership.device
    bring(world, device, [*before.ranges(laptop.origin, 2), *before.ranges(ACCEPTANCES)], {laptop.origin: Size(2)})
    closed(world)
    return before


def test_what_came_back_is_proven_and_a_report_that_was_on_time_stays_so(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    before = lose_and_gather(world, laptop, tmp_path)
    world.audit(tmp_path / "bundle.soxa")
    summary = verify(tmp_path / "bundle.soxa", world.keys.logs.verifier)
    (restore,) = summary.generations
    assert (restore.generation, summary.findings) == (2, ())
    kept = {log.origin: (log.kept, log.known) for log in restore.logs}
    assert kept[ACCEPTANCES] == (4, before.size(ACCEPTANCES)) and restore.honoured == 2
    data, key = (tmp_path / "bundle.soxa").read_bytes(), world.keys.logs.verifier.vkey()
    stranger = Audit(data, key)
    assert (stranger.faults, stranger.findings) == ([], [])
    annex = gathered(world)
    assert [row.standing for row in annex.standings if row.unit == UNIT] == ["on-time"]
    outcome = checked(world, filed(tmp_path, annex), bundled(world))
    assert (outcome.faults, outcome.differences, outcome.undecided) == ((), (), ())


def test_a_proof_of_a_later_generation_needs_no_other_key(world: World, laptop: Laptop, tmp_path: Path) -> None:
    lose_and_gather(world, laptop, tmp_path)
    path = tmp_path / "bundle.soxa"
    bundle.write(world.store, world.keys, path, lambda _count: None)
    proven = entry_proof.check(prove(bundles.read(path), laptop.origin, Index(1)), world.keys.logs.verifier)
    assert (proven.unit, proven.index) == (UNIT, 1)


def test_an_annex_of_what_was_lost_is_not_computed_again(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world, tmp_path / "backup")
    laptop.log(title="Họp bản")
    laptop.exchange(world.line)
    named = gathered(world)
    before = Held(world)
    laptop.log(title="Họp xã")
    laptop.exchange(world.line)
    unstated = gathered(world)
    put_back(world, backup)
    device = laptop.store.membership.device
    bring(world, device, [*before.ranges(laptop.origin, 2), *before.ranges(ACCEPTANCES)], {laptop.origin: Size(2)})
    closed(world)
    found = bundled(world)

    def faults(state_of: bytes, name: str) -> set[str]:
        path = tmp_path / name
        path.write_bytes(state_of)
        return {fault.code for fault in checked(world, path, found).faults}

    assert faults(annex_json(named), "named.json") == {"annex-of-lost-state"}
    assert faults(annex_json(unstated), "unstated.json") == {"annex-of-unstated-state"}
    now = gathered(world)
    mixed = msgspec.structs.replace(now.state, acceptances=named.state.acceptances)
    assert faults(annex_json(msgspec.structs.replace(now, state=mixed)), "mixed.json") == {"annex-mixed-generations"}
    other = msgspec.structs.replace(now.state, registry=now.state.acceptances)
    assert faults(annex_json(msgspec.structs.replace(now, state=other)), "other.json") == {"wrong-origin"}
