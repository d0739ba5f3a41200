"""Whoever finds, keeps, changes or makes a stick: it names nobody, and only who it is for opens it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from field.exchange import packing
from field.exchange.seals import own_seal
from hub.intake.receive import Receiver
from hub.intake.reply import answer_file
from hub.registry import seal
from hub.registry.laptops import revoke_laptop
from sync.encoding.types import DeviceId
from sync.errors import BadInput, Refused, SealedToAnother, SoxaError, Unproven
from sync.exchange.parcel import ONE_FILE, Effort, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.exchange.sealed import keyring, opening_key, sealed, unsealed
from sync.exchange.walker import events_of
from sync.ledger import origins
from tests.hub.intake.party import Party
from tests.world import Laptop, World

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SEALED = b"soxa-sealed-1\n"
TITLE = "Phát loa về kỹ năng số ở bản Nậm Ít"


@pytest.fixture(autouse=True)
def sealing(world: World) -> None:
    seal.state(world.store, world.keys, now=world.now(), random_bytes=world.random)


@pytest.fixture
def laptop(world: World) -> Laptop:
    found = world.laptop("03390")
    found.log(title=TITLE)
    return found


def plain_push(world: World, file: bytes) -> bytes:
    """What the hub opens of a file."""
    return b"".join(unsealed([file], keyring([world.keys.opening])))


def plain_answer(laptop: Laptop, file: bytes) -> bytes:
    return b"".join(unsealed([file], keyring([opening_key(laptop.signer)])))


def words(world: World, laptop: Laptop) -> list[bytes]:
    """What would tell whose a file is, and of what."""
    names = [world.keys.hub, laptop.store.membership.device, laptop.store.membership.unit, TITLE, "soxa.test", "device"]
    return [*(name.encode() for name in names), bytes.fromhex("28b52ffd")]


def brings(packed: bytes) -> set[str]:
    """The origins of the ranges of an opened parcel."""
    return {str(event.origin) for event in events_of([packed], ONE_FILE) if isinstance(event, RangeHead)}


def test_a_stick_tells_whoever_finds_it_nothing(world: World, laptop: Laptop, tmp_path: Path) -> None:
    """The first of a new laptop, by its invite; those after, by the registry; and what the hub answers."""
    for number in range(2):
        up, down = tmp_path / f"up-{number}.soxa", tmp_path / f"down-{number}.soxa"
        laptop.log(title=TITLE)
        laptop.pack(up)
        world.unpack(up, down)
        for path in (up, down):
            data = path.read_bytes()
            assert data.startswith(SEALED)
            assert not [word for word in words(world, laptop) if word in data]
        assert TITLE.encode() not in data
        laptop.unpack(down)
        assert laptop.store.records.unsent() == 0


def test_nobody_else_opens_it(world: World, laptop: Laptop, tmp_path: Path) -> None:
    up, down = tmp_path / "up.soxa", tmp_path / "down.soxa"
    colleague = world.laptop("03390")
    laptop.pack(up)
    with pytest.raises(SealedToAnother):
        packing.unpack(colleague.store, up, now=world.now())
    world.unpack(up, down)
    before = colleague.store.records.unsent()
    with pytest.raises(SealedToAnother):
        packing.unpack(colleague.store, down, now=world.now())
    assert colleague.store.records.unsent() == before
    with pytest.raises(SealedToAnother):
        world.receiver.take_file([down.read_bytes()], world.now())


def test_another_hub_neither_opens_nor_takes_it(world: World, laptop: Laptop, tmp_path: Path) -> None:
    """A hub that opened what is its own cannot hand it on sealed to another: the header within names the hub."""
    other = World(tmp_path / "other", seed=2, name="other.example")
    up = tmp_path / "up.soxa"
    laptop.pack(up)
    with pytest.raises(SealedToAnother):
        other.receiver.take_file([up.read_bytes()], other.now())
    resealed = sealed([plain_push(world, up.read_bytes())], other.keys.opening.seal_key, os.urandom)
    with pytest.raises(Refused) as refused:
        other.receiver.take_file(resealed, other.now())
    assert refused.value.code == "another-hub"
    other.close()


@pytest.mark.parametrize("place", [0.02, 0.5, 0.9, 0.999])
def test_a_changed_or_cut_file_is_found_out_and_the_next_one_is_taken(
    world: World, laptop: Laptop, tmp_path: Path, place: float
) -> None:
    up = tmp_path / "up.soxa"
    laptop.pack(up)
    data = bytearray(up.read_bytes())
    at = max(int(len(data) * place), 22)
    for changed in (bytes([*data[:at], data[at] ^ 4, *data[at + 1 :]]), bytes(data[:at])):
        with pytest.raises((Unproven, BadInput)):
            world.receiver.take_file([changed], world.now())
    assert world.receiver.take_file([bytes(data)], world.now()).entries == laptop.store.logs.own.size


def test_two_files_spliced_are_found_out(world: World, laptop: Laptop, tmp_path: Path) -> None:
    files = [tmp_path / "a.soxa", tmp_path / "b.soxa"]
    for file in files:
        laptop.pack(file)
    first, second = (file.read_bytes() for file in files)
    with pytest.raises(Unproven):
        world.receiver.take_file([first[:102] + second[102:]], world.now())


def test_an_old_file_brought_again_is_answered_to_its_laptop_alone(world: World, laptop: Laptop, tmp_path: Path) -> None:
    """Whoever copied a stick once may bring it as often as they like: what comes of it opens with that laptop's key."""
    up = tmp_path / "up.soxa"
    laptop.pack(up)
    world.unpack(up, tmp_path / "down.soxa")
    colleague = world.laptop("03390")
    colleague.log(title="Việc của đồng nghiệp")
    colleague.exchange(world.line)
    world.unpack(up, tmp_path / "again.soxa")
    again = (tmp_path / "again.soxa").read_bytes()
    assert again.startswith(SEALED)
    assert origins.device(world.keys.hub, colleague.store.membership.device) in brings(plain_answer(laptop, again))


def test_who_asks_in_a_laptops_name_gets_nothing_of_its_unit(world: World, laptop: Laptop, tmp_path: Path) -> None:
    """Unsigned, or signed by another key, or with a key to seal to that is the stranger's: nothing of the unit, and open."""
    laptop.exchange(world.line)
    colleague = world.laptop("03390")
    colleague.log(title=TITLE)
    colleague.exchange(world.line)
    stranger = Party(9)
    device = laptop.store.membership.device
    seal_key = own_seal(stranger.signer)
    writer = ParcelWriter(Effort.FILE, stranger.signer)
    header = Header(soxa=1, kind="push", hub=world.keys.hub, device=device, seal=seal_key)
    signed = writer.header(header) + writer.end()
    for parcel in (stranger.parcel([], device=device), stranger.parcel([], device=device, seal=seal_key), signed):
        taken = world.receiver.take_file([parcel], world.now())
        answered = b"".join(answer_file(world.store, world.keys, taken, world.random))
        assert not answered.startswith(SEALED)
        assert not [origin for origin in brings(answered) if "/device/" in origin or "/desk/" in origin]


def test_a_revoked_laptop_gets_no_more_by_a_sealed_file_than_by_an_open_one(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    laptop.exchange(world.line)
    colleague = world.laptop("03390")
    colleague.log(title=TITLE)
    colleague.exchange(world.line)
    device = DeviceId(laptop.store.membership.device)
    with world.store.writing() as transaction:
        revoke_laptop(transaction, world.keys, device, "mất", now=world.now(), random_bytes=world.random)
    up, down = tmp_path / "up.soxa", tmp_path / "down.soxa"
    laptop.pack(up)
    world.unpack(up, down)
    held = brings(plain_answer(laptop, down.read_bytes()) if down.read_bytes().startswith(SEALED) else down.read_bytes())
    assert origins.device(world.keys.hub, colleague.store.membership.device) not in held


def test_a_bomb_within_is_bounded_as_one_outside(world: World) -> None:
    """A file that unfolds to much more than it is, sealed as it should be."""
    bomb = zstd.compress(b"\0" * 2**28, options={zstd.CompressionParameter.checksum_flag: 1})
    with pytest.raises(SoxaError) as raised:
        world.receiver.take_file(sealed([bomb], world.keys.opening.seal_key, os.urandom), world.now())
    assert raised.value.code == "not-a-parcel"


def test_what_is_not_sealed_is_taken_as_before(world: World, laptop: Laptop, tmp_path: Path) -> None:
    """From a laptop that does not know the hub's key yet."""
    up = tmp_path / "up.soxa"
    laptop.pack(up)
    taken = Receiver(world.store, world.keys, world.random).take_file([plain_push(world, up.read_bytes())], world.now())
    assert (taken.entries, taken.proven) == (laptop.store.logs.own.size, True)
    assert Header(soxa=1, kind="push", hub="h").seal == ""
