"""What of an answer a laptop believes: on a stick, from a hub that signs nothing yet, and ever since it has signed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from field.exchange import joining, packing
from field.messages import unproven_words
from field.store.local import _MOST_PACKED
from hub import own_logs
from sync.encoding.spelling import tobase64
from sync.errors import Refused, Unproven
from sync.exchange import answers
from sync.exchange.parcel import Header, ParcelWriter, Refusal
from sync.ledger import origins
from sync.ledger.entry import Seal
from sync.wording.i18n import speaking
from tests.liars.line import retold
from tests.world import HUB, Laptop, Line, World


def unsigned(world: World) -> Line:
    """The line to a hub whose program is older: it signs nothing."""

    def line(body: bytes) -> Iterator[bytes]:
        yield retold(b"".join(world.line(body)), answers="")

    return line


def first_answer(world: World, folder: Path, laptop: Laptop) -> Path:
    """What the province answers to a laptop's file."""
    laptop.pack(folder / "up.soxa")
    world.unpack(folder / "up.soxa", folder / "down.soxa")
    return folder / "down.soxa"


def test_an_invite_with_a_key_to_seal_to_is_of_a_hub_that_signs(world: World) -> None:
    laptop = world.laptop("03390")
    assert laptop.store.local.hub_signs
    laptop.log()
    with pytest.raises(Unproven) as refused:
        laptop.exchange(unsigned(world))
    assert refused.value.code == "unsigned-answer" and laptop.store.records.unsent() == 0, "its receipt proves itself"


def test_an_invite_of_before_that_is_used_again_anew_says_that_the_hub_signs(world: World) -> None:
    laptop = world.laptop("03390", for_older=True)
    line = world.invite("03390")
    joining.join_again(laptop.store, laptop.signer, line, now=world.now(), random_bytes=world.random)
    with pytest.raises(Unproven):
        laptop.exchange(unsigned(world))


def test_a_hub_that_signs_nothing_yet_is_believed_until_it_has_signed(world: World) -> None:
    laptop = world.laptop("03390", for_older=True)
    laptop.log()
    laptop.exchange(unsigned(world))
    assert not laptop.store.local.hub_signs and laptop.store.records.unsent() == 0
    laptop.exchange(world.line)
    assert laptop.store.local.hub_signs
    laptop.log()
    with pytest.raises(Unproven) as refused:
        laptop.exchange(unsigned(world))
    assert refused.value.code == "unsigned-answer"
    assert laptop.store.records.unsent() == 0, "its receipt proves itself"
    laptop.reopen()
    with pytest.raises(Unproven):
        laptop.exchange(unsigned(world))


def test_a_registry_with_a_key_to_seal_to_is_a_hubs_that_signs(world: World) -> None:
    laptop = world.laptop("03390", for_older=True)
    laptop.log()
    with world.store.writing() as transaction:
        seal = Seal(salt="00112233445566aa", at=world.now(), suite=1, key=tobase64(bytes(range(32))))
        own_logs.append(transaction, world.keys, origins.registry(HUB), [seal])
    with pytest.raises(Unproven) as refused:
        laptop.exchange(unsigned(world))
    assert refused.value.code == "unsigned-answer" and laptop.store.records.unsent() == 0


def test_an_answer_by_stick_is_believed_if_it_answers_a_file_that_was_packed_here(world: World, tmp_path: Path) -> None:
    laptop = world.laptop("03390", for_older=True)
    laptop.log()
    down = first_answer(world, tmp_path, laptop)
    laptop.unpack(down)
    assert laptop.store.local.hub_signs and laptop.store.records.unsent() == 0


@pytest.mark.parametrize("signed", [True, False])
def test_a_refusal_on_a_stick_that_nobody_of_the_province_wrote_is_told_as_that(
    world: World, tmp_path: Path, signed: bool
) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    writer = ParcelWriter(signer=answers.hub_signer(world.keys.logs) if signed else None)
    header = Header(
        soxa=1,
        kind="reply",
        hub=HUB,
        device=laptop.store.membership.device,
        refusal=Refusal("revoked-device", {}),
        answers="bm90aGluZyB0aGF0IHdhcyBwYWNrZWQ=" if signed else "",
    )
    (tmp_path / "forged.soxa").write_bytes(writer.header(header) + writer.end())
    with pytest.raises(Unproven) as refused:
        laptop.unpack(tmp_path / "forged.soxa")
    assert refused.value.code == ("forgotten-file" if signed else "unsigned-file")
    assert laptop.store.closed is None


def test_a_refusal_on_a_stick_that_the_province_signed_is_told(world: World, tmp_path: Path) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    laptop.pack(tmp_path / "up.soxa")
    (name,) = laptop.store.local.packed
    header = Header(
        soxa=1,
        kind="reply",
        hub=HUB,
        device=laptop.store.membership.device,
        refusal=Refusal("quota", {"entries": 1, "mib": 1}),
        answers=name,
    )
    writer = ParcelWriter(signer=answers.hub_signer(world.keys.logs))
    (tmp_path / "down.soxa").write_bytes(writer.header(header) + writer.end())
    with pytest.raises(Refused) as refused:
        laptop.unpack(tmp_path / "down.soxa")
    assert refused.value.code == "quota"


def test_the_files_packed_last_are_known(world: World, tmp_path: Path) -> None:
    laptop = world.laptop("03390")
    for number in range(_MOST_PACKED + 2):
        laptop.log()
        laptop.pack(tmp_path / f"{number}.soxa")
    names = [answers.name_of((tmp_path / f"{number}.soxa").read_bytes()) for number in range(_MOST_PACKED + 2)]
    assert laptop.store.local.packed == names[2:]


def test_an_answer_to_a_file_that_is_not_remembered_is_said_to_be_that_and_proves_what_it_proves(
    world: World, tmp_path: Path
) -> None:
    """As after a disk that was full, or a folder that was put back since: its receipt stands, and nothing is suspected."""
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    laptop.log()
    world.unpack(laptop.pack(tmp_path / "up.soxa"), tmp_path / "down.soxa")
    laptop.store.local.set_setting("packed", "")
    reply = packing.unpack(laptop.store, tmp_path / "down.soxa", now=world.now())
    assert (reply.believed, reply.forgotten, laptop.store.records.unsent()) == (False, True, 0)
    with speaking("en"):
        told = unproven_words(HUB, forgotten=reply.forgotten)
    assert "does not remember" in told and "cannot be told" not in told
