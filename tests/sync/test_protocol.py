"""sync/PROTOCOL.md is true: its examples are what the program writes, its limits what the program holds to."""

from __future__ import annotations

import hashlib
import re

from sync.encoding import MAX_ENTRY
from sync.exchange import parcel, signing
from sync.exchange.machine import TARGET_SECONDS
from sync.ledger.entry import KINDS, Fields, Stated
from tests import protocol

TEXT = protocol.PAGE.read_text(encoding="utf-8")


def test_every_example_of_the_page_is_what_the_program_writes() -> None:
    assert sorted(protocol.names(TEXT)) == sorted(protocol.examples())
    assert protocol.written(TEXT) == TEXT


def test_the_receipt_and_checkpoint_of_the_page_verify() -> None:
    made = protocol.examples()
    assert made["receipt device"].startswith(made["checkpoint device"])


def test_the_limits_of_the_page_are_those_of_the_program() -> None:
    assert f"{MAX_ENTRY:,} bytes" in TEXT
    assert f"{parcel.ONE_EXCHANGE.decompressed // 1024**2} MiB decompressed, {parcel.ONE_EXCHANGE.entries:,} entries" in TEXT
    assert f"{parcel.ONE_FILE.decompressed // 1024**3} GiB decompressed, {parcel.ONE_FILE.entries:,} entries" in TEXT
    assert f"more than {signing.MAX_SKEW} seconds" in TEXT
    assert f"{TARGET_SECONDS:g} seconds" in " ".join(TEXT.split())


def test_every_kind_of_entry_and_every_field_stands_on_the_page() -> None:
    for struct in KINDS:
        tag = str(struct.__struct_config__.tag)
        assert re.search(rf"`{tag}`", TEXT), tag
        for field in set(struct.__struct_fields__) - set(Stated.__struct_fields__):
            assert f"`{field}`" in TEXT, (tag, field)
    for field in Fields.__struct_fields__:
        assert f"`{field}`" in TEXT, field


def test_the_seeds_are_made_as_the_page_says() -> None:
    assert "SHA-256 of the name" in TEXT
    for name in ("example registry", "example mirror", "example device"):
        assert f"`{name}`" in TEXT
        assert len(hashlib.sha256(name.encode()).digest()) == 32
