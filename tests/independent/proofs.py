"""One record's proof, verified by what sync/PROTOCOL.md says of it alone."""

from __future__ import annotations

import base64
import re

from tests.independent import forms as f
from tests.independent.forms import Key, Object, Refused, need


def left_part(size: int) -> int:
    """How many leaves stand left of a tree's root: the largest power of two below its size."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_root(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """The root that a proof by RFC 6962 section 2.1.1 gives: PATH read from its beginning."""
    rest = list(proof)

    def root(index: int, size: int) -> bytes:
        if size == 1:
            return leaf
        left = left_part(size)
        below = root(index, left) if index < left else root(index - left, size - left)
        need(rest, "bad-inclusion-proof", "too short")
        return f.node_hash(below, rest.pop(0)) if index < left else f.node_hash(rest.pop(0), below)

    need(0 <= index < size, "bad-inclusion-proof", "no such index")
    found = root(index, size)
    need(not rest, "bad-inclusion-proof", "too long")
    return found


f.tables("""
PROVEN index:size entry:any proof:hash[0-63]
CHAIN registry:any hub:PROVEN device:PROVEN
""")


def parse_proof(data: bytes) -> tuple[bytes, int, list[bytes], f.Checkpoint]:
    """What a tlog-proof carries for the application, the entry's index, the hashes, and the log's checkpoint."""
    form = re.fullmatch(
        rb"c2sp\.org/tlog-proof@v1\n(?:extra (\S+)\n)?index (0|[1-9][0-9]{0,15})\n((?:\S+\n){0,63})\n(.*)", data, re.DOTALL
    )
    need(form and len(data) <= 4 << 20, "bad-proof")
    extra, index, hashes, note = form.groups(b"") if form else []
    found = [f.unbase64(each.decode("latin-1"), 32) or b"" for each in hashes.split()]
    unpacked, number = f.unbase64(extra.decode("latin-1")), int(index or b"0")
    need(unpacked is not None and number <= f.BIG and all(found), "bad-proof")
    try:
        return unpacked or b"", number, found, f.parse_checkpoint(note)
    except Refused:
        raise Refused("bad-proof") from None


def check_proof(entry: bytes, index: int, hashes: list[bytes], checkpoint: f.Checkpoint, key: Key, lines: int = 0) -> None:
    f.check_checkpoint(checkpoint, key, lines)
    root = inclusion_root(f.leaf_hash(entry), index, checkpoint.size, hashes)
    need(root == checkpoint.root, "bad-inclusion-proof")


def verify_record_proof(data: bytes, vkey: str) -> tuple[str, str, int, int]:
    """The device that a record's proof is of, its unit, the entry's index, and by when the hub held it."""
    hub, key = f.registry_key(vkey)
    extra, index, hashes, checkpoint = parse_proof(data)
    line, _, rest = extra.partition(b"\n")
    chain, table = f.parse_line(rest, 1 << 20), f.TABLES["CHAIN"]
    spelled = all(f.in_order(*place) and not place[0].keys() - place[1].keys() for place in f.objects(chain, table))
    need(spelled and f.fits(chain, table) and chain["hub"]["index"] == 0, "bad-proof", "extra")
    registry = f.parse_checkpoint(chain["registry"].encode())
    own = f.own_log(registry.origin, hub)
    key = key._replace(name=registry.origin if own and own[0] == f"{hub}/registry" else key.name)
    bodies: list[Object] = []
    for word in ("hub", "device"):
        entry, path = chain[word]["entry"].encode(), list(map(base64.b64decode, chain[word]["proof"]))
        check_proof(entry, chain[word]["index"], path, registry, key, lines=1)
        bodies.append(f.read_entry(entry, "registry").body)
        need(bodies[-1].get("kind") == word, "bad-proof", word)
    cosigner, enrolled = f.key_named(bodies[0]["cosigner"], f"{hub}/mirror", 4), f.device_key(bodies[1]["key"], hub)
    if cosigner is None or enrolled is None:
        raise Refused("bad-proof", "keys")
    check_proof(line, index, hashes, checkpoint, enrolled[1], lines=2)
    return enrolled[0], bodies[1]["unit"], index, f.check_receipt(checkpoint, cosigner)
