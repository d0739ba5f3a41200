"""A parcel's signature: whose it is, what it covers, and how an old program's parcel reads."""

from __future__ import annotations

import hashlib
import re
import sys

import msgspec
import pytest

from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.types import Size
from sync.exchange import answers
from sync.exchange.answers import Named, ParcelSignature, name_of, signed_message
from sync.exchange.parcel import ONE_EXCHANGE, VERSION, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import events_of
from sync.ledger import origins
from sync.log.keys import Signer

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HUB = "soxa.test.example"
LOGS = Signer(origins.registry(HUB), bytes([7]) * 32)
ANSWERS = answers.hub_signer(LOGS)
HEADER = Header(soxa=VERSION, kind="reply", hub=HUB, device="aaaaaaaaaaaaaaaa", answers="bm9uY2U=")
HEAD = RangeHead(origin=origins.desk(HUB, "03390"), start=Size(0), end=Size(2), checkpoint="a note")
LINES = [b'{"kind":"one"}', b'{"kind":"two"}']


def written(signer: Signer | None = ANSWERS) -> bytes:
    writer = ParcelWriter(signer=signer)
    return b"".join(
        [writer.header(HEADER), writer.range(HEAD), writer.entries(LINES[:1]), writer.entries(LINES[1:]), writer.end()]
    )


def squeezed(text: bytes) -> bytes:
    return zstd.compress(text, options={zstd.CompressionParameter.checksum_flag: 1})


def signature_of(parcel: bytes, piece: int = 1 << 20) -> ParcelSignature | None:
    events = events_of((parcel[at : at + piece] for at in range(0, len(parcel), piece)), ONE_EXCHANGE)
    for _event in events:
        pass
    return events.signed


@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
def test_the_signature_is_over_all_that_stands_before_the_end(piece: int) -> None:
    text = zstd.decompress(written())
    before, end = text[: text.rindex(b'{"line":"end"')], msgspec.json.decode(text[text.rindex(b'{"line":"end"') :])
    message = b"soxa parcel v1\n" + hashlib.sha256(before).digest() + b"\n1\n2\n"
    assert end == {"line": "end", "ranges": 1, "entries": 2, "by": f"{HUB}/answers", "signature": end["signature"]}
    assert LOGS.verifier.check(message, unbase64(end["signature"]))
    signed = signature_of(written(), piece)
    assert signed is not None and signed.message == message == signed_message(hashlib.sha256(before).digest(), 1, 2)
    assert signed.holds(answers.hub_verifier(LOGS.verifier))


def test_it_holds_for_the_key_of_that_name_alone() -> None:
    signed = signature_of(written())
    assert signed is not None
    assert not signed.holds(LOGS.verifier)
    assert not signed.holds(answers.hub_verifier(Signer(LOGS.name, bytes([8]) * 32).verifier))
    assert not msgspec.structs.replace(signed, signature=tobase64(b"short")).holds(ANSWERS.verifier)
    assert not msgspec.structs.replace(signed, signature="").holds(ANSWERS.verifier)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b'"answers":"bm9uY2U="', b'"answers":"b21vY2U="'),
        (b'"device":"aaaaaaaaaaaaaaaa"', b'"device":"aaaaaaaaaaaaaaab"'),
        (b'"checkpoint":"a note"', b'"checkpoint":"b note"'),
        (b'{"kind":"one"}', b'{"kind":"won"}'),
    ],
)
def test_whatever_is_changed_before_the_end_it_holds_no_more(was: bytes, becomes: bytes) -> None:
    text = zstd.decompress(written())
    assert was in text
    signed = signature_of(squeezed(text.replace(was, becomes)))
    assert signed is not None and not signed.holds(ANSWERS.verifier)


def test_how_it_is_squeezed_does_not_matter() -> None:
    signed = signature_of(squeezed(zstd.decompress(written())))
    assert signed is not None and signed.holds(ANSWERS.verifier)


def test_a_parcel_that_nobody_signs_is_written_as_ever() -> None:
    assert signature_of(written(None)) is None
    assert zstd.decompress(written(None)).endswith(b'{"line":"end","ranges":1,"entries":2}\n')


def test_a_signature_of_nobody_is_none() -> None:
    text = re.sub(rb'"by":"[^"]*",', b"", zstd.decompress(written()))
    assert signature_of(squeezed(text)) is None


def test_a_file_is_named_by_its_bytes_as_they_were_carried() -> None:
    named = Named([b"a", b"file"])
    assert b"".join(named) == b"afile" and named.name == name_of(b"afile")
    assert name_of(b"afile") == tobase64(hashlib.sha256(b"afile").digest()) != name_of(b"a file")
