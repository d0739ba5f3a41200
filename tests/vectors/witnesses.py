"""Vectors of witnesses: what a log asks and a witness answers, and policies."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence

from sync.encoding.types import Hash, Instant, Size
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import EMPTY_ROOT, consistency_proof, leaf_hash, tree_root
from sync.log.note import COSIGNATURE_V1
from sync.log.receipt import cosign, cosigner_verifier
from sync.log.witness import AddCheckpoint
from tests.vectors.vector import Vector

LOG = Signer("soxa.example/acceptances", bytes(range(32)))
OTHER = Signer("other.example/acceptances", bytes(range(64, 96)))
WITNESS = Signer("university.example/witness", bytes(range(96, 128)))
SECOND = Signer("inspectorate.example/witness", bytes(range(128, 160)))
TIME = 1_764_000_000

LEAVES = [leaf_hash(b"entry %d" % number) for number in range(11)]
BESIDE = [*LEAVES[:6], leaf_hash(b"another")]


def head(leaves: Sequence[Hash], size: int, signer: Signer = LOG) -> Checkpoint:
    return Checkpoint(signer.origin, Size(size), tree_root(leaves[:size]))


def witnesses() -> Iterator[Vector]:
    """All of them."""
    yield from _requests()
    yield from _answers()
    yield from _policies()


def _requests() -> Iterator[Vector]:
    """Each to a witness that cosigned seven entries of the log, where nothing else is said."""
    note = checkpoints.sign(head(LEAVES, 11), LOG)
    proof = tuple(consistency_proof(LEAVES, Size(7)))
    right = AddCheckpoint(Size(7), proof, note).written()
    first, *_rest = (b64encode(hash_) for hash_ in proof)
    seven = checkpoints.sign(head(LEAVES, 7), LOG)
    again = AddCheckpoint(Size(7), (), seven).written()
    beside = AddCheckpoint(Size(7), (), checkpoints.sign(head(BESIDE, 7), LOG)).written()
    begun = AddCheckpoint(Size(0), (), note).written()
    with_another = AddCheckpoint(
        Size(7), proof, note + checkpoints.sign(head(LEAVES, 11, OTHER), OTHER).partition("\n\n")[2]
    )
    changed = note.replace("\n11\n", "\n12\n")
    foreign = checkpoints.sign(head(LEAVES, 11, OTHER), OTHER)
    table: dict[str, tuple[int, str, bytes, int]] = {
        "grown": (200, "four entries more, with their proof", right, 7),
        "again": (200, "the same head", again, 7),
        "first": (200, "the first head", begun, 0),
        "first-empty": (200, "the first head, without entries", _empty(EMPTY_ROOT), 0),
        "stranger-signed-too": (200, "a line of another key, too", with_another.written(), 7),
        "empty-with-a-root": (422, "no entries, and a root", _empty(LEAVES[0]), 0),
        "first-with-proof": (422, "the first head, with a hash", begun.replace(b"old 0\n", b"old 0\n" + first + b"\n"), 0),
        "forked": (422, "as many entries, another root", beside, 7),
        "other-proof": (422, "two hashes have changed places", _swapped(proof, note), 7),
        "hash-less": (422, "a hash is missing", right.replace(first + b"\n", b""), 7),
        "again-with-proof": (422, "the same head, with a hash", again.replace(b"\n\n", b"\n" + first + b"\n\n", 1), 7),
        "not-known-size": (409, "from five entries", right.replace(b"old 7", b"old 5"), 7),
        "behind": (409, "an older head", AddCheckpoint(Size(5), (), checkpoints.sign(head(LEAVES, 5), LOG)).written(), 7),
        "not-first": (409, "as if it were the first", begun, 7),
        "shrunk": (400, "from more entries than the head has", right.replace(b"old 7", b"old 12"), 7),
        "unsigned": (403, "one more entry than was signed", right.replace(note.encode(), changed.encode()), 7),
        "unknown-log": (404, "a log that this witness does not follow", AddCheckpoint(Size(0), (), foreign).written(), 7),
    }  # fmt: skip
    for name, (status, comment, body, held) in table.items():
        yield _request(name, "ok", status, comment, body, held)
    spelled = {
        "empty": ("nothing", b""),
        "no-old": ("no line of the old size", right.removeprefix(b"old 7\n")),
        "leading-zero": ("the size is 07", right.replace(b"old 7", b"old 07")),
        "minus": ("the size is -7", right.replace(b"old 7", b"old -7")),
        "two-spaces": ("two spaces before the size", right.replace(b"old 7", b"old  7")),
        "capital": ("Old for old", right.replace(b"old", b"Old")),
        "short-hash": ("a hash of 31 bytes", right.replace(first, b64encode(proof[0][:31]))),
        "not-base64": ("a hash without its padding", right.replace(first, first.rstrip(b"="))),
        "too-many-hashes": ("64 hashes", right.replace(first, b"\n".join([first] * (65 - len(proof))))),
        "no-empty-line": ("no empty line before the checkpoint", right.replace(b"\n\n", b"\n", 1)),
        "crlf": ("lines end in carriage return and newline", right.replace(b"\n", b"\r\n")),
        "latin-1": ("a byte that is not UTF-8", right.replace("—".encode(), b"\x97")),
    }
    for name, (comment, body) in spelled.items():
        yield _request(f"form-{name}", "bad-witness-request", 400, comment, body, 7)
    cut = right[:-1]
    yield _request("form-cut", "bad-note", 400, "the last byte is missing", cut, 7)


def _empty(root: Hash) -> bytes:
    return AddCheckpoint(Size(0), (), checkpoints.sign(Checkpoint(LOG.origin, Size(0), root), LOG)).written()


def _swapped(proof: tuple[Hash, ...], note: str) -> bytes:
    return AddCheckpoint(Size(7), (proof[1], proof[0], *proof[2:]), note).written()


def _request(name: str, expect: str, status: int, comment: str, body: bytes, held: int) -> Vector:
    given = {
        "vkey": LOG.verifier.vkey(),
        "held": str(held),
        "root": b64encode(tree_root(LEAVES[:held])).decode(),
        "status": str(status),
    }
    return Vector(f"witness/ask-{name}", "witness-request", expect, comment, body, given)


def _answers() -> Iterator[Vector]:
    shown = head(LEAVES, 11)
    line, second = (cosign(shown, signer, Instant(TIME)) for signer in (WITNESS, SECOND))
    right, other = line.line().encode(), second.line().encode()
    elsewhere = cosign(head(LEAVES, 7), WITNESS, Instant(TIME)).line().encode()
    long = b"\xe2\x80\x94 pq.example " + b64encode(b"\6\6\6\6" + bytes(2428)) + b"\n"
    plain = (b64encode(WITNESS.verifier.key_id + WITNESS.sign(shown.text().encode()))).decode()
    table = {
        "valid": ("ok", "one line", right),
        "strangers": ("ok", "lines of other keys around it, one of a kind that is not known", long + right + other),
        "other-alone": ("not-cosigned", "another witness's line", other),
        "plain": ("not-cosigned", "signed as a note", f"— {WITNESS.name} {plain}\n".encode()),
        "other-head": ("bad-cosignature", "made for seven entries", elsewhere),
        "empty": ("bad-witness-answer", "nothing", b""),
        "size": ("bad-witness-answer", "a size", b"7\n"),
        "cut": ("bad-witness-answer", "no newline at its end", right[:-1]),
        "twice": ("bad-witness-answer", "the same line twice", right * 2),
        "page": ("bad-witness-answer", "a page of the Web", b"<!doctype html>\n"),
        "empty-line": ("bad-witness-answer", "an empty line at its end", right + b"\n"),
    }
    given = {"checkpoint": b64encode(shown.text().encode()).decode(), "cosigner": cosigner_verifier(WITNESS).vkey()}
    for name, (expect, comment, body) in table.items():
        yield Vector(f"witness/answer-{name}", "witness-answer", expect, comment, body, given | {"time": str(TIME)})


def _policies() -> Iterator[Vector]:
    """Each held against cosignatures of the witnesses that `cosigned` names."""
    log, one, two = (
        LOG.verifier.vkey(),
        cosigner_verifier(WITNESS).vkey(),
        cosigner_verifier(SECOND).vkey(),
    )
    three = cosigner_verifier(Signer("ministry.example/witness", bytes(range(160, 192)))).vkey()
    renamed = cosigner_verifier(WITNESS).renamed("renamed.example/witness", COSIGNATURE_V1).vkey()
    lines = f"log {log}\nwitness A {one} https://university.example/witness\nwitness B {two}\nwitness C {three}\n"
    both = f"{lines}group two 2 A B C\nquorum two\n"
    nested = f"{lines}group any-of any A B\ngroup and-c all any-of C\nquorum and-c\n"
    met = {
        "two-of-three": ("two of three", both, "A C", "yes"),
        "one-of-three": ("one of three, where two are needed", both, "B", "no"),
        "nested": ("a group within a group", nested, "B C", "yes"),
        "nested-not": ("a group within a group, of which one part has not cosigned", nested, "A B", "no"),
        "one": ("one witness", f"{lines}quorum B\n", "B", "yes"),
        "none": ("nobody need have cosigned", "quorum none\n", "", "yes"),
        "spaces": (
            "tabs, spaces, comments and empty lines",
            f"# two\n\n \t\n{both.replace(' ', chr(9) + ' ')}",
            "A B",
            "yes",
        ),
        "not-utf-8": ("a name that is no UTF-8", f"witness \udcff {one}\nquorum \udcff\n", "", "no"),
    }
    for name, (comment, text, cosigned, is_met) in met.items():
        given = {"cosigned": cosigned, "met": is_met}
        yield Vector(f"witness/policy-{name}", "policy", "ok", comment, text.encode("utf-8", "surrogateescape"), given)
    wrong = {
        "empty": ("no quorum", ""),
        "no-newline": ("the last line has no line end", both[:-1]),
        "crlf": ("line ends of Windows", both.replace("\n", "\r\n")),
        "two-quorums": ("two quorums", f"{both}quorum two\n"),
        "unknown-word": ("a word that no policy has", f"{lines}policy 2\nquorum A\n"),
        "capital": ("Quorum for quorum", both.replace("quorum", "Quorum")),
        "log-as-witness": ("a log's key in a witness's place", f"witness A {log}\nquorum A\n"),
        "witness-as-log": ("a witness's key in a log's place", f"log {one}\nquorum none\n"),
        "damaged-key": ("a key that is damaged", both.replace(one, one.replace("+", "+0", 1))),
        "same-witness": ("a witness's key twice, under two names", f"{lines}witness D {renamed}\nquorum A\n"),
        "same-log": ("a log's key twice", f"log {log}\nlog {log}\nquorum none\n"),
        "same-name": ("a name twice", f"{lines}group A any B C\nquorum A\n"),
        "later-name": ("a group before its members", f"group two 1 A\n{lines}quorum two\n"),
        "two-groups": ("a member of two groups", f"{lines}group x any A B\ngroup y any B C\nquorum x\n"),
        "none-as-member": ("none as a member", f"{lines}group x any A none\nquorum x\n"),
        "none-named": ("a group that is called none", f"{lines}group none any A\nquorum none\n"),
        "too-many": ("three of two", f"{lines}group x 3 A B\nquorum x\n"),
        "no-threshold": ("a group of which nobody is needed", f"{lines}group x 0 A B\nquorum x\n"),
        "leading-zero": ("02 for 2", both.replace(" 2 ", " 02 ")),
        "no-members": ("a group without members", f"{lines}group x any\nquorum x\n"),
        "unknown-quorum": ("a quorum that nobody is", f"{lines}quorum D\n"),
    }
    for name, (comment, text) in wrong.items():
        yield Vector(f"witness/policy-{name}", "policy", "bad-policy", comment, text.encode(), {})
