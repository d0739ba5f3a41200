"""A key that is renewed: the log goes on under the next one, nothing is fetched again, and whatever cuts it short, it is
done once or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pytest

from field.exchange import client, packing
from field.exchange.outcome import ExchangeOutcome
from field.exchange.renewing import complete, renew
from field.exchange.unfinished import finish_rescues
from field.home import LaptopHome
from field.reporting.reports import submit
from field.session import Session
from field.store import LaptopStore
from hub import own_logs
from hub.registry.laptops import revoke_laptop
from sync.encoding.types import DeviceId
from sync.errors import NoAnswer, Refused, SoxaError
from sync.ledger.entry import Narrative
from sync.log.keyfile import load_key
from sync.log.keys import Signer
from tests.test_going_on import audit, shown
from tests.world import Laptop, Line, World

UNIT = "03390"


@pytest.fixture
def laptop(world: World) -> Laptop:
    """A laptop of which the hub has all."""
    made, colleague = world.laptop(UNIT), world.laptop(UNIT)
    colleague.log(title="Của đồng nghiệp")
    colleague.exchange(world.line)
    made.log(title="Một")
    made.log(title="Hai")
    made.exchange(world.line)
    return made


def device(laptop: Laptop) -> DeviceId:
    return laptop.store.membership.device


def renewed(laptop: Laptop, line: Line, outcome: ExchangeOutcome | None = None) -> bool:
    def ask(store: LaptopStore, signer: Signer) -> None:
        client.exchange(store, signer, line, outcome or ExchangeOutcome())

    return asked(laptop, ask)


def asked(laptop: Laptop, ask: Callable[[LaptopStore, Signer], None]) -> bool:
    world = laptop.world
    laptop.store.close()
    try:
        return renew(laptop.home, laptop.signer, None, ask, now=world.now(), random_bytes=world.random)
    finally:
        laptop.reopen()
        laptop.signer = laptop.signer.renamed(laptop.origin)


def chain(world: World, of: DeviceId) -> list[DeviceId]:
    with world.store.reading() as transaction:
        return own_logs.registry(transaction, world.keys).chain(of)


def test_the_log_goes_on_under_the_next_key_and_nothing_is_fetched_again(world: World, laptop: Laptop) -> None:
    old, records, outcome = device(laptop), laptop.records(), ExchangeOutcome()
    laptop.store.local.set_setting("narrative:2026-11", '{"results":"Tốt"}')
    assert renewed(laptop, world.line, outcome)
    new = device(laptop)
    assert new != old and chain(world, new) == [old, new]
    assert laptop.records() == records and laptop.store.records.unsent() == 0
    assert laptop.store.local.setting("narrative:2026-11") == '{"results":"Tốt"}'
    assert outcome.received == 1, "the registry's entry, and nothing that was here"
    laptop.log(title="Ba")
    submit(laptop.store, laptop.signer, "2026-11", Narrative(), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    world.laptops[1].exchange(world.line)
    assert shown(world.laptops[1]) == shown(laptop) == {"Một", "Hai", "Ba", "Của đồng nghiệp"}
    (succession,) = audit(world).succeeded
    assert (succession.old, succession.new, succession.size, succession.vouched) == (old, new, 3, True)
    assert not list(laptop.home.path.glob("next-*")) and not list(laptop.home.path.glob(".next-*"))
    again = LaptopHome(laptop.home.path / f"closed-{old}")
    finish_rescues(laptop.home, laptop.store, laptop.signer, now=world.now(), random_bytes=world.random)
    assert not again.mark.exists() and laptop.store.records.unsent() == 0, "nothing was left behind"
    assert renewed(laptop, world.line) and len(chain(world, old)) == 3, "and so on"
    audit(world)


def test_it_waits_until_all_is_received(world: World, laptop: Laptop) -> None:
    laptop.log(title="Chưa gửi")
    with pytest.raises(Refused) as raised:
        renewed(laptop, world.line)
    assert raised.value.code == "renew-unsent" and not list(laptop.home.path.glob("next-*"))


def test_an_answer_that_is_lost_is_asked_for_again_and_what_was_saved_meanwhile_goes_on(
    world: World, laptop: Laptop
) -> None:
    old = device(laptop)

    def lost(body: bytes) -> Iterable[bytes]:
        list(world.line(body))
        raise NoAnswer(why="cut")

    with pytest.raises(NoAnswer):
        renewed(laptop, lost)
    assert device(laptop) == old
    laptop.log(title="Lưu giữa chừng")
    with pytest.raises(SoxaError):
        laptop.exchange(world.line)
    assert laptop.store.closed is not None and laptop.store.closed.code == "home-succeeded"
    assert renewed(laptop, world.line) and len(chain(world, old)) == 2
    finish_rescues(laptop.home, laptop.store, laptop.signer, now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    assert "Lưu giữa chừng" in shown(laptop) and laptop.store.records.unsent() == 0
    assert audit(world).findings == ()


def test_a_hub_that_says_no_changes_nothing(world: World, laptop: Laptop) -> None:
    old = device(laptop)
    with world.store.writing() as transaction:
        revoke_laptop(transaction, world.keys, old, "mất", now=world.now(), random_bytes=world.random)
    with pytest.raises(Refused) as raised:
        renewed(laptop, world.line)
    assert raised.value.code == "wrong-succession" and device(laptop) == old
    assert not list(laptop.home.path.glob("next-*")) and chain(world, old) == [old]


def test_of_two_folders_with_one_key_the_first_goes_on(world: World, laptop: Laptop, tmp_path: Path) -> None:
    old, copy = device(laptop), laptop.copied(tmp_path / "copy")
    assert renewed(laptop, world.line)
    thief = Laptop(world, copy, None)
    world.laptops.append(thief)
    thief.reopen()
    with pytest.raises(Refused) as raised:
        renewed(thief, world.line)
    assert raised.value.code == "already-succeeded" and len(chain(world, old)) == 2
    with pytest.raises(Refused) as told:
        thief.exchange(world.line)
    assert told.value.code == "succeeded"


def test_by_stick(world: World, laptop: Laptop, tmp_path: Path) -> None:
    old, out, back = device(laptop), tmp_path / "out.soxa", tmp_path / "back.soxa"
    assert not asked(laptop, lambda store, signer: put(store, signer, world, out))
    assert device(laptop) == old
    world.unpack(out, back)
    assert asked(laptop, lambda store, _signer: take(store, world, back))
    assert chain(world, old) == [old, device(laptop)]
    laptop.log(title="Ba")
    laptop.exchange(world.line)


def put(store: LaptopStore, signer: Signer, world: World, file: Path) -> None:
    packing.pack(store, signer, file, now=world.now())


def take(store: LaptopStore, world: World, file: Path) -> None:
    packing.unpack(store, file, now=world.now())


@pytest.mark.parametrize("step", range(8))
def test_killed_at_any_move_of_a_file_it_is_done_once_and_the_key_is_the_logs(
    world: World, laptop: Laptop, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Each rename and copy may be the last thing that happens."""
    old, left = device(laptop), [step]

    class Killed(BaseException):
        pass

    with monkeypatch.context() as patch:
        for place in ("pathlib.Path.replace", "shutil.copy2", "shutil.rmtree"):
            module, _, name = place.rpartition(".")
            real = getattr(Path, name) if module == "pathlib.Path" else getattr(__import__("shutil"), name)

            def dying(*given: object, real: Callable[..., object] = real, **more: object) -> object:
                left[0] -= 1
                if left[0] < 0:
                    raise Killed
                return real(*given, **more)

            patch.setattr(place, dying)
        with suppress(Killed):
            renewed(laptop, world.line)
    laptop.store.close()
    session = Session(laptop.home, clock=world.now, random_bytes=world.random)
    key = session.unlock().verifier
    session.close()
    laptop.reopen()
    assert laptop.store.soundness.own_verifier() == key
    if device(laptop) == old:
        assert renewed(laptop, world.line)
    complete(laptop.home)
    laptop.signer = load_key(laptop.home.key, passphrase=None)
    laptop.log(title="Ba")
    laptop.exchange(world.line)
    assert len(chain(world, old)) == 2 and shown(laptop) >= {"Một", "Hai", "Ba"}
    audit(world)
