"""The program's auditor and the verifier from the page say the same of cosigned bundles, policies, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from hub.export import bundle
from sync.audit.verify import verify
from sync.encoding.types import Hash, Instant, Size
from sync.errors import Refused
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from sync.log import policy as policies
from sync.log.checkpoint import Checkpoint, sign
from sync.log.receipt import cosign
from sync.log.witness import with_cosignatures
from tests.independent.verifier import Audit
from tests.sync.audit.test_witnessed import changed, seen, text, work
from tests.witnesses import RealWitness, ask, asked_of
from tests.world import HUB, World

REGISTRY, ACCEPTANCES = origins.registry(HUB), origins.acceptances(HUB)
RULES = {
    "both": "group both all A B\nquorum both",
    "one": "group one 1 A B\nquorum one",
    "first": "quorum A",
    "second": "quorum B",
    "nested": "group one any B\ngroup two 2 A one\nquorum two",
    "nobody": "quorum none",
}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, list[RealWitness], Path]]:
    """A bundle of which one witness cosigned all, and the other less."""
    folder = tmp_path_factory.mktemp("story")
    world = World(folder)
    made = [RealWitness(folder / f"w{seed}", f"w{seed}.example", seed) for seed in (1, 2)]
    with ExitStack() as stack:
        for witness in made:
            witness.follow(world)
            stack.enter_context(asked_of(world, witness.app, witness.key))
        work(world)
        ask(world)
        work(world)
        with world.store.writing() as transaction:
            transaction.witnesses.failed(made[1].key.name, Instant(world.now() + 5), "", {})
        ask(world, everybody=False)
        path = folder / "audit.soxa"
        bundle.write(world.store, world.keys, path, lambda _count: None)
        yield world, made, path
    world.close()


def said(path: Path, world: World, policy: str) -> tuple[set[str], set[str]]:
    """The codes of the faults that each of them finds."""
    key = world.keys.logs.verifier
    try:
        ours = {fault.code for fault in verify(path, key, policy=policies.parse(policy.encode())).faults}
    except Refused as refused:
        ours = {refused.code}
    return ours, {fault.code for fault in Audit(path.read_bytes(), key.vkey(), policy.encode()).faults}


@pytest.mark.parametrize("rule", RULES)
def test_they_agree_on_policies(story: tuple[World, list[RealWitness], Path], rule: str) -> None:
    world, made, path = story
    ours, strangers = said(path, world, text(made, RULES[rule]))
    assert ours == strangers == (set() if rule in ("one", "first", "nobody") else {"not-witnessed"})


def test_they_agree_on_whose_policy_it_is(story: tuple[World, list[RealWitness], Path]) -> None:
    world, made, path = story
    mine, other = world.keys.logs.verifier, made[0].signer.verifier
    assert said(path, world, f"log {mine.vkey()}\n{text(made, 'quorum A')}") == (set(), set())
    assert said(path, world, f"log {other.vkey()}\n{text(made, 'quorum A')}") == ({"policy-of-others"},) * 2


def test_they_agree_on_changed_heads(story: tuple[World, list[RealWitness], Path]) -> None:
    world, made, path = story
    key, first, notes = world.keys.signer(REGISTRY), made[0].signer, seen(path, REGISTRY)
    assert len(notes) == 2

    def cosigned(size: int) -> str:
        head = Checkpoint(key.origin, Size(size), Hash(bytes(32)))
        return with_cosignatures(sign(head, key), (cosign(head, first, Instant(1)),))

    alone = notes[1].partition("\n\n")[0] + "\n\n" + notes[1].partition("\n\n")[2].splitlines(keepends=True)[0]
    table: dict[str, tuple[str, tuple[str, ...]]] = {
        "in another order": (REGISTRY, notes[::-1]),
        "one of them twice": (REGISTRY, (notes[0], notes[0], notes[1])),
        "of another root": (REGISTRY, (cosigned(1), *notes)),
        "beyond the log": (REGISTRY, (*notes, cosigned(9_000))),
        "of no entries": (REGISTRY, (cosigned(0), *notes)),
        "by nobody": (REGISTRY, (alone,)),
        "of another log": (ACCEPTANCES, notes),
        "no note": (REGISTRY, ("", *notes)),
        "of a laptop": (f"{HUB}/device/{world.laptops[0].store.membership.device}", notes),
        "none": (REGISTRY, ()),
        "as it was": (REGISTRY, notes),
    }
    for what, (origin, instead) in table.items():

        def change(head: RangeHead, origin: str = origin, instead: tuple[str, ...] = instead) -> RangeHead:
            return msgspec.structs.replace(head, witnessed=instead) if head.origin == origin else head

        ours, strangers = said(changed(path, change), world, text(made, "quorum A"))
        assert bool(ours) == bool(strangers) == (what != "as it was"), (what, ours, strangers)
        assert strangers <= ours | {"bad-checkpoint"}, (what, ours, strangers)
