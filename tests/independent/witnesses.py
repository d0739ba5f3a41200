"""What is asked of witnesses and what they answer, and policies (Witnesses), written from sync/PROTOCOL.md and the documents
that it names alone: C2SP tlog-witness, tlog-cosignature, tlog-policy."""

from __future__ import annotations

import re
from collections.abc import Container
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple

from tests.independent import forms as f
from tests.independent.forms import Checkpoint, Key, Refused, need
from tests.independent.parcels import parse_head, unpack


# What is asked
class Request(NamedTuple):
    old: int
    proof: list[bytes]
    note: bytes


def parse_request(body: bytes) -> Request:
    """An old size line, lines of the proof, an empty line, and a note."""
    head, gap, note = body.partition(b"\n\n")
    with suppress(UnicodeDecodeError):
        note.decode()
        first, *lines = head.decode().split("\n")
        proof = [f.unbase64(line, 32) or b"" for line in lines]
        found = re.fullmatch("old (0|[1-9][0-9]{0,15})", first)
        if gap and found and int(found[1]) <= f.BIG and all(proof) and len(proof) <= 63:
            return Request(int(found[1]), proof, note)
    raise Refused("bad-witness-request")


def follows(old: int, old_root: bytes, size: int, root: bytes, proof: list[bytes]) -> bool:
    """Whether a tree began as another (RFC 9162 section 2.1.4.2, which says how a proof of RFC 6962 is verified)."""
    if old == size:
        return old_root == root and not proof
    rest = ([old_root] if old & (old - 1) == 0 else []) + proof
    if not rest:
        return False
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    of_old = of_new = rest[0]
    for node in rest[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            of_old, of_new = f.node_hash(node, of_old), f.node_hash(node, of_new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            of_new = f.node_hash(of_new, node)
        at, last = at >> 1, last >> 1
    return last == 0 and (of_old, of_new) == (old_root, root)


def status(request: Request, key: Key, held: int, root: bytes) -> int:
    """What a witness answers that follows the log of this key, and cosigned so many of its entries."""
    shown = f.parse_checkpoint(request.note)
    if shown.origin != key.name:
        return 404
    try:
        f.check_checkpoint(shown, key)
    except Refused:
        return 403
    if request.old > shown.size:
        return 400
    if request.old != held:
        return 409
    if held == 0:
        right = not request.proof and (shown.size > 0 or shown.root == sha256(b"").digest())
    else:
        right = follows(held, root, shown.size, shown.root, request.proof)
    return 200 if right else 422


# What is answered
def cosigned(answer: bytes, text: bytes, witness: Key) -> int:
    """The time of a witness's line in an answer over a checkpoint."""
    try:
        checkpoint = f.parse_checkpoint(text + b"\n" + answer)
    except Refused:
        raise Refused("bad-witness-answer") from None
    return cosignature(checkpoint, witness)


def cosignature(checkpoint: Checkpoint, witness: Key) -> int:
    need((witness.name, witness.id) in checkpoint.lines, "not-cosigned", witness.name)
    try:
        return f.check_receipt(checkpoint, witness)
    except Refused:
        raise Refused("bad-cosignature", witness.name) from None


# Policies
class Rules(NamedTuple):
    logs: list[Key]
    witnesses: dict[bytes, Key]
    groups: list[tuple[bytes, int, list[bytes]]]
    quorum: bytes

    def met(self, cosigned: Container[bytes]) -> bool:
        has = {name for name in self.witnesses if name in cosigned}
        for name, needed, members in self.groups:
            has |= {name} if len(has.intersection(members)) >= needed else set()
        return self.quorum == b"none" or self.quorum in has


def key_of(text: bytes, kind: int) -> Key:
    try:
        key = f.parse_key(text.decode())
    except (UnicodeDecodeError, Refused):
        raise Refused("bad-policy") from None
    need(key.type == kind, "bad-policy")
    return key


def parse_policy(data: bytes) -> Rules:
    allowed = re.fullmatch(rb"[\t\n\x20-\x7e\x80-\xff]*", data)
    need(len(data) <= 1 << 20 and allowed and data.endswith(b"\n"), "bad-policy")
    rules, members, quorums = Rules([], {}, [], b""), set[bytes](), list[bytes]()
    for line in data.split(b"\n"):
        words = re.findall(rb"[^ \t]+", line)
        if not words or words[0].startswith(b"#"):
            continue
        named = {b"none", *rules.witnesses, *(name for name, _needed, _of in rules.groups)}
        if words[0] == b"log" and len(words) in (2, 3):
            key = key_of(words[1], 1)
            need(key.public not in {log.public for log in rules.logs}, "bad-policy")
            rules.logs.append(key)
        elif words[0] == b"witness" and len(words) in (3, 4):
            key = key_of(words[2], 4)
            twice = words[1] in named or key.public in {one.public for one in rules.witnesses.values()}
            need(not twice, "bad-policy")
            rules.witnesses[words[1]] = key
        elif words[0] == b"group" and len(words) > 3:
            of, least = words[3:], {b"all": len(words) - 3, b"any": 1}.get(words[2])
            if least is None:
                need(re.fullmatch(rb"[1-9][0-9]{0,8}", words[2]) and int(words[2]) <= len(of), "bad-policy")
                least = int(words[2])
            free = set(of) <= named - {b"none"} and len(set(of)) == len(of) and not members & set(of)
            need(words[1] not in named and free, "bad-policy")
            members |= set(of)
            rules.groups.append((words[1], least, of))
        else:
            need(words[0] == b"quorum" and len(words) == 2 and words[1] in named, "bad-policy")
            quorums.append(words[1])
    need(len(quorums) == 1, "bad-policy")
    return rules._replace(quorum=quorums[0])


# In bundles
def witnessed_of(data: bytes) -> dict[str, list[str]]:
    """The cosigned heads in a bundle that is well formed, by the logs' names."""
    found, lines, place = dict[str, list[str]](), unpack(data).split(b"\n"), 1
    while lines[place].startswith(b'{"line":"range"'):
        head = parse_head(lines[place], "range")
        found[head["origin"]] = head.get("witnessed", [])
        place += 1 + head["to"]
    return found


def check_witnessed(notes: list[str], key: Key, roots: dict[int, bytes], size: int, rules: Rules | None) -> None:
    """Row 10, of the registry or the acceptances: the roots are those at each of its sizes, the last of which is `size`."""
    last, by = 0, dict[bytes, int]()
    for note in notes:
        head = f.parse_checkpoint(note.encode())
        f.check_checkpoint(head, key)
        need(last < head.size <= size and len(head.lines) > 1, "bad-witnessed", key.name)
        need(roots[head.size] == head.root, "witnessed-otherwise", key.name)
        last = head.size
        for name, witness in rules.witnesses.items() if rules else ():
            if (witness.name, witness.id) in head.lines:
                cosignature(head, witness)
                by[name] = head.size
    if rules:
        need(rules.met([name for name, at in by.items() if at == size]), "not-witnessed", key.name)


def check_policy(rules: Rules, key: Key) -> None:
    need(not rules.logs or key.public in {log.public for log in rules.logs}, "policy-of-others")
