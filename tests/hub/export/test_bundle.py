"""The audit bundle: everything, whole, in one order, as of one moment, and never over another file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.export import bundle
from hub.monitoring import reviews
from sync.audit.verify import verify
from sync.errors import Refused
from sync.exchange.parcel import ONE_BUNDLE, ParcelReader
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from tests.world import World

FIRST, SECOND = "03390", "03405"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two units, each with an answer; two laptops in one of them. No test changes it."""
    made = World(tmp_path_factory.mktemp("bundle"))
    for unit in (SECOND, FIRST, FIRST):
        laptop = made.laptop(unit)
        laptop.log()
        laptop.exchange(made.line)
        with made.store.writing() as transaction:
            reviews.review(
                transaction, made.keys, laptop.record_ids()[-1], "accepted", "", now=made.now(), random_bytes=made.random
            )
    yield made
    made.close()


def ranges(data: bytes) -> list[RangeHead]:
    reader = ParcelReader(ONE_BUNDLE)
    found = [event for event in reader.feed(data) if isinstance(event, RangeHead)]
    reader.close()
    return found


def test_logs_stand_in_the_one_order_of_an_auditor_each_whole(province: World) -> None:
    hub = province.keys.hub
    in_second, *in_first = (laptop.origin for laptop in province.laptops)
    found = ranges(b"".join(bundle.pieces(province.store, province.keys)))
    assert [head.origin for head in found] == [
        origins.registry(hub),
        origins.acceptances(hub),
        origins.desk(hub, FIRST),
        *sorted(in_first),
        origins.desk(hub, SECOND),
        in_second,
    ]
    with province.store.reading() as transaction:
        sizes = {log.origin: log.size for log in transaction.logs.all()}
    assert {head.origin: (head.start, head.end) for head in found} == {name: (0, size) for name, size in sizes.items()}


def test_what_is_written_is_what_is_sent_and_counted_entry_by_entry(province: World, tmp_path: Path) -> None:
    told: list[int] = []
    path = tmp_path / "audit.soxa"
    written = bundle.write(province.store, province.keys, path, told.append)
    assert written == sum(told) == bundle.size(province.store) == sum(head.end for head in ranges(path.read_bytes()))
    assert path.read_bytes() == b"".join(bundle.pieces(province.store, province.keys))
    verdict = verify(path, province.keys.logs.verifier)
    assert (verdict.faults, verdict.records) == ((), 3)


def test_another_file_is_not_written_over(province: World, tmp_path: Path) -> None:
    path = tmp_path / "audit.soxa"
    path.write_bytes(b"somebody's")
    with pytest.raises(Refused) as refused:
        bundle.write(province.store, province.keys, path, lambda _count: None)
    assert (refused.value.code, refused.value.facts) == ("file-exists", {"path": str(path)})
    assert path.read_bytes() == b"somebody's"


def test_what_comes_while_it_is_written_is_not_in_it(world: World, tmp_path: Path) -> None:
    laptop = world.laptop(FIRST)
    laptop.log()
    laptop.exchange(world.line)
    before = b"".join(bundle.pieces(world.store, world.keys))
    sent = bundle.pieces(world.store, world.keys)
    begun = next(sent) + next(sent)  # the header, and what is read first
    laptop.log()
    laptop.exchange(world.line)
    assert begun + b"".join(sent) == before

    def meanwhile(count: int) -> None:
        if count:
            laptop.log()
            laptop.exchange(world.line)

    size = bundle.size(world.store)
    assert bundle.write(world.store, world.keys, tmp_path / "audit.soxa", meanwhile) == size < bundle.size(world.store)
