"""Sealed exchanges by stick: whoever has the page alone, and a recipient's key, reads what the program packs and answers,
and refuses whatever was changed of it as the program does."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from field.exchange.seals import own_seal
from hub.registry import seal
from sync.errors import SoxaError
from sync.exchange.sealed import OpeningKey, keyring, opening_key, unsealed
from tests.independent import forms as f
from tests.independent.parcels import check_signed, unpack
from tests.independent.seals import open_sealed
from tests.world import Laptop, World

UNIT = "03390"


@pytest.fixture(autouse=True)
def sealing(world: World) -> None:
    seal.state(world.store, world.keys, now=world.now(), random_bytes=world.random)


def history(world: World, folder: Path) -> Iterator[tuple[Laptop, bytes, bytes]]:
    """Two laptops, some rounds each: what went up, and what came down."""
    laptops = [world.laptop(UNIT) for _each in range(2)]
    for number in range(6):
        laptop = laptops[number % 2]
        for more in range(number):
            laptop.log(title=f"Việc {number}.{more}")
        up, down = folder / f"{number}.up", folder / f"{number}.down"
        laptop.pack(up)
        world.unpack(up, down)
        laptop.unpack(down)
        yield laptop, up.read_bytes(), down.read_bytes()
    for laptop in laptops:
        assert laptop.store.records.unsent() == 0


def lines(parcel: bytes) -> list[bytes]:
    return unpack(parcel).removesuffix(b"\n").split(b"\n")


def head_of(line: bytes) -> dict[str, Any]:
    """A line that is no entry, in the one spelling of the page."""
    read: dict[str, Any] = f.parse_line(line, 256 * 1024)
    return read


def ends(parcel: bytes) -> dict[str, int]:
    """Up to where a parcel has each log, as the page's reader finds it."""
    heads = [head_of(line) for line in lines(parcel) if line.startswith(b'{"line":"range"')]
    return {head["origin"]: head["to"] for head in heads}


def test_a_stranger_with_the_key_reads_every_file_of_a_history(world: World, tmp_path: Path) -> None:
    hub = world.keys.opening
    for laptop, up, down in history(world, tmp_path):
        own = opening_key(laptop.signer)
        assert up.startswith(b"soxa-sealed-1\n") and down.startswith(b"soxa-sealed-1\n")
        pushed, answered = open_sealed(up, hub.private), open_sealed(down, own.private)
        for parcel, ours in ((pushed, opened(up, hub)), (answered, opened(down, own))):
            assert parcel == ours
        check_signed(unpack(pushed), f.parse_key(laptop.signer.verifier.vkey()))
        check_signed(unpack(answered), f.parse_key(world.keys.logs.renamed(f"{world.keys.hub}/answers").verifier.vkey()))
        asked, reply = head_of(lines(pushed)[0]), head_of(lines(answered)[0])
        assert (asked["hub"], asked["device"], asked["seal"]) == (world.keys.hub, reply["device"], own_seal(laptop.signer))
        assert reply["answers"] == base64.b64encode(hashlib.sha256(up).digest()).decode()
        assert ends(pushed).get(laptop.origin, 0) == laptop.store.logs.own.size


def opened(file: bytes, key: OpeningKey) -> bytes:
    return b"".join(unsealed([file], keyring([key])))


def changed(file: bytes, chance: Random) -> Iterator[tuple[str, bytes]]:
    """A file with one thing about it that is otherwise."""
    for _each in range(60):
        at = chance.randrange(14, len(file))
        yield f"bit {at}", file[:at] + bytes([file[at] ^ 1 << chance.randrange(8)]) + file[at + 1 :]
        yield f"cut {at}", file[:at]
    yield "more", file + b"\0"
    yield "newer", file.replace(b"soxa-sealed-1", b"soxa-sealed-2", 1)


def test_both_readers_refuse_the_same_changes_in_the_same_words(world: World, tmp_path: Path) -> None:
    *_rest, (laptop, up, down) = history(world, tmp_path)
    chance, found = Random(14), set[str]()
    for file, key in ((up, world.keys.opening), (down, opening_key(laptop.signer))):
        for what, other in changed(file, chance):
            with pytest.raises(SoxaError) as ours:
                opened(other, key)
            with pytest.raises(f.Refused) as theirs:
                open_sealed(other, key.private)
            assert theirs.value.code == ours.value.code, what
            found.add(ours.value.code)
    assert found == {"sealed-damaged", "sealed-cut", "sealed-to-another", "newer-seal"}


def test_the_pages_example_opens(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "sync" / "PROTOCOL.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```sealed file\n(.*?)^```$", page, re.M | re.S)
    parts = {line[:13].strip(): line[13:] for line in block.splitlines()}
    whole = [base64.b64decode(parts[name]) for name in ("recipient", "enc", "sealed key", "piece")]
    file = f"{parts['line']}\n".encode() + b"".join(whole)
    assert open_sealed(file, base64.b64decode(parts["private key"])) == f"{parts['holds']}\n".encode()
