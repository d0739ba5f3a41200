"""Whoever brings a stick to the province, and names somebody: a laptop of another commune, a colleague, a laptop that was
revoked, a file of long ago. What proves itself is taken; what is a unit's goes to a laptop of it alone, which signed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from field.exchange.seals import own_seal
from hub.intake.reply import FILE_BUDGET, answer
from hub.registry.laptops import revoke_laptop
from hub.store.rows import Quota
from sync.encoding.types import DeviceId, Size
from sync.exchange import answers
from sync.exchange.answers import ParcelSignature
from sync.exchange.parcel import ONE_FILE, Effort, End, Entries, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.exchange.sealed import keyring, unsealed
from sync.exchange.walker import events_of
from sync.ledger import origins
from sync.log.keys import Signer
from tests.command import soxa
from tests.forked import forked
from tests.liars.line import retold
from tests.world import HUB, Laptop, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A hub; two laptops of one commune and one of another, each with an activity, and all they may know of each other."""
    made = World(tmp_path)
    for unit in ("03390", "03390", "03394"):
        laptop = made.laptop(unit)
        laptop.log(title=f"Của {unit}")
        laptop.exchange(made.line)
    made.laptops[0].exchange(made.line)
    yield made
    made.close()


class Told(msgspec.Struct):
    """What a file is answered with."""

    header: Header
    ranges: dict[str, tuple[int, int]]
    """By the log's name behind the hub's."""
    text: bytes
    """All entries."""
    signed: ParcelSignature | None


def told(world: World, file: bytes) -> Told:
    """The province's answer to a file."""
    taken = world.receiver.take([file], ONE_FILE, world.now(), asked=answers.name_of(file))
    events = events_of(answer(world.store, world.keys, taken, budget=FILE_BUDGET, effort=Effort.FILE), ONE_FILE)
    header, ranges, text = next(events), dict[str, tuple[int, int]](), b""
    assert isinstance(header, Header)
    for event in events:
        if isinstance(event, RangeHead):
            ranges[event.origin.removeprefix(f"{HUB}/")] = event.start, event.end
        elif isinstance(event, Entries):
            text += b"\n".join(event.lines)
        else:
            assert isinstance(event, End)
    return Told(header, ranges, text, events.signed)


def one_line(device: DeviceId, signer: Signer | None = None, **more: Any) -> bytes:
    """A parcel of a header alone, which names a laptop and says that nothing is held."""
    cursors = {origin: Size(0) for origin in (origins.registry(HUB), origins.device(HUB, device))}
    writer = ParcelWriter(signer=signer)
    return writer.header(Header(soxa=1, kind="push", hub=HUB, device=device, cursors=cursors, **more)) + writer.end()


def packed(world: World, laptop: Laptop, name: str = "stick.soxa") -> bytes:
    """What a laptop puts on a stick, opened: as the province reads it."""
    path = laptop.home.path.parent / f"{laptop.home.path.name}-{name}"
    path.unlink(missing_ok=True)
    return b"".join(unsealed([laptop.pack(path).read_bytes()], keyring([world.keys.opening])))


def device(laptop: Laptop) -> DeviceId:
    return laptop.store.membership.device


def test_a_line_without_a_key_that_names_a_laptop_brings_nothing_of_its_commune(world: World) -> None:
    for laptop in world.laptops:
        for tail in (False, True):
            said = told(world, one_line(device(laptop), tail=tail))
            assert set(said.ranges) == {"registry"}
            assert b"activity" not in said.text
            assert (said.header.held, said.header.claimed) == ((), None)
            assert said.signed is not None and said.signed.holds(answers.hub_verifier(world.keys.logs.verifier))


def test_the_same_line_signed_by_its_own_laptop_brings_what_is_the_units(world: World) -> None:
    first, second, other = world.laptops
    said = told(world, one_line(device(first), first.signer, seal=own_seal(first.signer)))
    assert {f"device/{device(first)}", f"device/{device(second)}", "registry", "acceptances"} <= set(said.ranges)
    assert f"device/{device(other)}" not in said.ranges
    assert "Của 03390".encode() in said.text and "Của 03394".encode() not in said.text


@pytest.mark.parametrize("by", ["another commune's", "a colleague's", "nobody's", "the right name's"])
def test_the_key_of_another_opens_nothing(world: World, by: str) -> None:
    first, second, other = world.laptops
    signers = {
        "another commune's": other.signer,
        "a colleague's": second.signer,
        "nobody's": Signer("x", bytes([1]) * 32),
        "the right name's": other.signer.renamed(first.origin),
    }
    said = told(world, one_line(device(first), signers[by]))
    assert set(said.ranges) == {"registry"}


@pytest.mark.parametrize("names", [0, 1], ids=["itself", "a colleague"])
def test_a_revoked_laptop_reads_on_by_nobodys_name(world: World, names: int) -> None:
    revoked, colleague = world.laptops[:2]
    with world.store.writing() as transaction:
        revoke_laptop(
            transaction, world.keys, device(revoked), "mất máy", keep="", now=world.now(), random_bytes=world.random
        )
    colleague.log(title="Sau khi mất máy")
    colleague.exchange(world.line)
    said = told(world, one_line(device(world.laptops[names]), revoked.signer))
    assert "Sau khi mất máy".encode() not in said.text
    assert {name for name in said.ranges if name.startswith("desk") or name == f"device/{device(colleague)}"} == set()


def test_a_file_whose_signature_was_cut_off_is_taken_and_answered_with_its_receipt_alone(world: World) -> None:
    first = world.laptops[0]
    first.log(title="Mới")
    said = told(world, retold(packed(world, first)))
    assert set(said.ranges) == {f"device/{device(first)}", "acceptances"}, "the registry it has already"
    assert said.ranges[f"device/{device(first)}"] == (3, 3)
    assert len(world.hub_leaves(first.origin)) == 3, "what proves itself is taken whoever brings it"


def test_a_file_that_names_another_than_it_brings_gets_the_receipt_of_neither(world: World) -> None:
    first, _second, other = world.laptops
    first.log(title="Mới")
    said = told(world, retold(packed(world, first), device=device(other)))
    assert set(said.ranges) <= {"registry"}
    assert len(world.hub_leaves(first.origin)) == 3


def test_an_old_file_brought_again_yields_what_that_laptop_alone_may_read(world: World) -> None:
    """Replaying gains a copy of what the laptop itself would be sent; a log that has gone on elsewhere loses nothing."""
    first, second, _other = world.laptops
    first.log(title="Một")
    old = packed(world, first)
    told(world, old)
    first.exchange(world.line)
    before = world.hub_leaves(first.origin)
    said = told(world, old)
    assert world.hub_leaves(first.origin) == before
    assert said.signed is not None and said.header.device == device(first)
    with world.store.writing() as transaction:
        revoke_laptop(transaction, world.keys, device(first), "mất máy", keep="", now=world.now(), random_bytes=world.random)
    assert f"device/{device(second)}" not in told(world, old).ranges, "and nothing once it is revoked"


def test_the_first_stick_of_a_laptop_is_signed_by_the_key_that_it_joins_with(world: World) -> None:
    new = world.laptop("03390")
    new.log(title="Máy mới")
    file = packed(world, new)
    said = told(world, file)
    assert {f"device/{device(laptop)}" for laptop in (*world.laptops[:2], new)} <= set(said.ranges)
    assert said.header.answers == answers.name_of(file)


def test_the_command_says_that_nobody_signed_it(world: World, tmp_path: Path) -> None:
    forged, out = tmp_path / "forged.soxa", tmp_path / "out.soxa"
    forged.write_bytes(one_line(device(world.laptops[0])))
    world.store.close()
    done = soxa("hub", "unpack", str(forged), "--reply", str(out), "--json", "--home", str(world.home.path))
    assert json.loads(done.stdout)["proven"] is False
    assert "Who packed this file cannot be told" in done.stderr.decode()
    world.reopen()
    brought = {event.origin for event in events_of([out.read_bytes()], ONE_FILE) if isinstance(event, RangeHead)}
    assert brought == {origins.registry(HUB)}


def test_a_new_laptop_that_is_refused_is_not_told_to_pack_with_another_soxa(world: World, tmp_path: Path) -> None:
    """Its file is signed by the key that it would have joined with."""
    with world.store.writing() as transaction:
        transaction.settings.keep_quota(Quota(entries=1, unit_entries=1, unit_mib=1, mib=1))
    first, new = world.laptop("03405"), world.laptop("03405")
    first.exchange(world.line)
    new.pack(tmp_path / "new\nfile.soxa")
    world.store.close()
    done = soxa("hub", "unpack", str(tmp_path / "new\nfile.soxa"), "--home", str(world.home.path))
    told = done.stderr.decode()
    assert "does not know the laptop that packed this file" in told and "cannot be told" not in told
    world.reopen()


def test_a_files_name_breaks_no_line(world: World, tmp_path: Path) -> None:
    laptop = world.laptops[0]
    laptop.store.close()
    done = forked("field", "pack", "a\nb.soxa", folder=tmp_path, SOXA_HOME=str(laptop.home.path))
    assert done.returncode == 0 and "a·b.soxa" in done.stderr.decode() + done.stdout.decode()
    laptop.reopen()
