"""What laptops hold of the hub's word (An exchange, Receipts as a file), read from sync/PROTOCOL.md alone."""

from __future__ import annotations

import base64
from typing import NamedTuple

from tests.independent import forms as f
from tests.independent import verifier as v
from tests.independent.forms import Object, Refused, need
from tests.independent.proofs import inclusion_root, left_part

f.tables("""
RECEIPTS line:/receipts soxa:count hub:any device:any made:instant
ACCEPTED index:size entry:any
RECEIPT line:/receipt note:any acceptance:ACCEPTED={}
HEAD line:/head note:any how:any
END line:/end receipts:size heads:size
GROWN from:size proof:hash[0-64]
""")
HOW = {"taken", "cited", "doubted", "asked", "contradicts"}


def consistency_roots(old: int, size: int, held: bytes, proof: list[bytes]) -> tuple[bytes, bytes]:
    """The old and the new root that a proof by RFC 6962 section 2.1.2 gives: SUBPROOF read from its beginning."""
    rest = list(proof)

    def roots(old: int, size: int, whole: bool) -> tuple[bytes, bytes]:
        if old == size:
            if whole:
                return held, held
            need(rest, "bad-consistency-proof", "too short")
            here = rest.pop(0)
            return here, here
        left = left_part(size)
        if old <= left:
            first, second = roots(old, left, whole)
            need(rest, "bad-consistency-proof", "too short")
            return first, f.node_hash(second, rest.pop(0))
        first, second = roots(old - left, size - left, False)
        need(rest, "bad-consistency-proof", "too short")
        beside = rest.pop(0)
        return f.node_hash(beside, first), f.node_hash(beside, second)

    need(0 < old <= size, "bad-consistency-proof", "sizes")
    found = roots(old, size, True)
    need(not rest, "bad-consistency-proof", "too long")
    return found


def take_grown(line: bytes, key: f.Key, held: tuple[int, bytes] | None, own: tuple[int, bytes]) -> str:
    """What a laptop makes of a head of the acceptances that is larger than the one it holds: `ok`, `unproven` or a code."""
    head = f.parse_line(line, 256 * 1024)
    state = f.parse_checkpoint(head["checkpoint"].encode())
    f.check_checkpoint(state, key)
    inclusion = list(map(base64.b64decode, head.get("inclusion", [])))
    if held:
        proofs = [each["proof"] for each in head.get("grown", []) if each["from"] == held[0]]
        if not proofs:
            return "unproven"
        old, new = consistency_roots(held[0], state.size, held[1], list(map(base64.b64decode, proofs[0])))
        need(new == state.root, "bad-consistency-proof")
        need(old == held[1], "fork")
    try:
        need(inclusion_root(f.leaf_hash(own[1]), own[0], state.size, inclusion) == state.root, "bad-inclusion-proof")
    except Refused:
        if head.get("grown") or inclusion:
            raise
        return "unproven"
    return "ok"


class Words(NamedTuple):
    """A file of receipts."""

    receipts: list[Object]
    heads: list[Object]


def _line(line: bytes, table: str, code: str) -> Object:
    try:
        value = f.parse_line(line, 256 * 1024)
    except Refused:
        raise Refused(code, "spelling") from None
    spelled = all(
        f.in_order(*place) and not place[0].keys() - place[1].keys() for place in f.objects(value, f.TABLES[table])
    )
    need(spelled and f.fits(value, f.TABLES[table]) and value.get("acceptance") != {}, code, table)
    return value


def parse_receipts(data: bytes) -> Words:
    """The lines of a file, if its form is right."""
    first, _, rest = data.partition(b"\n")
    header = _line(first, "RECEIPTS", "not-receipts")
    need(header["soxa"] == 1, "newer-receipts")
    need(rest.endswith(b"\n") and len(data) <= 64 << 20, "bad-receipts")
    *lines, last = rest[:-1].split(b"\n")
    end = _line(last, "END", "bad-receipts")
    receipts = [_line(line, "RECEIPT", "bad-receipts") for line in lines[: end["receipts"]]]
    heads = [_line(line, "HEAD", "bad-receipts") for line in lines[end["receipts"] :]]
    need((len(receipts), len(heads)) == (end["receipts"], end["heads"]), "bad-receipts", "counts")
    notes = [each["note"] for each in (*receipts, *heads)]
    need(len(set(notes)) == len(notes) and {each["how"] for each in heads} <= HOW, "bad-receipts")
    for place, note in enumerate(notes):
        try:
            origin = f.parse_checkpoint(note.encode()).origin
        except Refused:
            raise Refused("bad-receipts", "note") from None
        laptop = origin.startswith(f"{header['hub']}/device/")
        need(laptop if place < len(receipts) else f.own_log(origin, header["hub"]), "bad-receipts", origin)
    return Words(receipts, heads)


def judge(words: Words, audit: v.Audit, key: f.Key) -> list[tuple[str, str, int]]:
    """What a bundle makes of each line: what it is (a log, a size) and the verdict, in the file's order."""
    ledger = audit.ledger
    assert ledger, "asked of bundles that are proven"
    found = [("receipt", *_judge_receipt(each, ledger)) for each in words.receipts]
    found += [("head", *_judge_head(each, ledger, audit, key)) for each in words.heads]
    return [(what, verdict, size) for what, verdict, size in found if verdict != "holds"]


def _judge_receipt(line: Object, ledger: v.Ledger) -> tuple[str, int]:
    state, registry = f.parse_checkpoint(line["note"].encode()), ledger.registry
    cosigner = registry.cosigner
    assert cosigner
    try:
        time = f.check_receipt(state, cosigner)
    except Refused:
        return "not-signed", state.size
    accepted = ledger.accepted.get(state.origin.rpartition("/")[2], [])
    there = [row for row in accepted if row[0] == state.size]
    told = line.get("acceptance")
    last = max((ledger.entries[index].body["at"] for rows in ledger.accepted.values() for _s, index, _r in rows), default=0)
    for size, index, root in there:
        body = ledger.entries[index].body
        times = {body["at"], body.get("held", {"time": body["at"]})["time"]}
        same = base64.b64decode(root) == state.root and time in times
        if same and told and time == body["at"]:
            said = f.read_entry(told["entry"].encode(), "acceptances")
            if said.status == "ok" and said.body["kind"] == "acceptance":
                names = ("device", "size", "root", "at")
                same = told["index"] == index and all(said.body[name] == body[name] for name in names)
        if same:
            return "holds", size
    is_more = not accepted or state.size > accepted[-1][0]
    if is_more and time >= last and not (told and told["index"] < len(ledger.entries)):
        return "after", state.size
    if any(restore["since"] <= time <= restore["at"] for restore in registry.restores):
        return "unstated", state.size
    return ("contradicted" if there else "hidden"), state.size


def _judge_head(line: Object, ledger: v.Ledger, audit: v.Audit, key: f.Key) -> tuple[str, int]:
    state = f.parse_checkpoint(line["note"].encode())
    try:
        f.check_checkpoint(state, key._replace(name=state.origin))
    except Refused:
        return "not-signed", state.size
    own = f.own_log(state.origin, ledger.hub)
    assert own
    word, _, unit = own[0].removeprefix(f"{ledger.hub}/").partition("/")
    log = {"registry": ledger.registry.entries, "acceptances": ledger.entries}.get(word) or audit.desks.get(unit, [])
    root = f.roots_at([entry.leaf for entry in log], {state.size}).get(state.size)
    judged = v.judge_head(ledger.registry, state.origin, state.size, state.root, root)
    return {"ahead": "beyond", "other-history": "contradicted"}.get(judged, judged), state.size
