"""The verifier that was written from the page alone reads every vector as it should, and what version 0.1 made."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.independent import forms as f
from tests.independent import proofs as p
from tests.independent import verifier as v
from tests.independent import witnesses as w
from tests.independent.annexes import VOCABULARY, takes
from tests.independent.parcels import check_signed
from tests.independent.seals import open_sealed
from tests.independent.words import parse_receipts, take_grown

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TESTS = Path(__file__).parents[1]
VECTORS = TESTS / "vectors"
OLD = TESTS / "old" / "version-0.1.tar.xz"


def _keys(value: Any) -> set[str]:
    """All keys of an object and of the objects in it."""
    return {key for name, inner in value.items() for key in (name, *(inner if isinstance(inner, dict) else ()))}


class Vector:
    """A file of `tests/vectors`, read by what its README says."""

    def __init__(self, path: Path) -> None:
        head, _, self.body = path.read_bytes().partition(b"\n\n")
        self.given = dict(line.split(": ", 1) for line in head.decode().split("\n"))

    def key(self) -> f.Key | None:
        return f.parse_key(self.given["vkey"]) if "vkey" in self.given else None

    def audit(self) -> v.Audit:
        packed = zstd.compress(self.body, options={zstd.CompressionParameter.checksum_flag: 1})
        return v.Audit(packed, self.given["vkey"])

    def outcome(self) -> str:
        try:
            outcome = getattr(self, "_" + self.given["read"].replace("-", "_"))()
        except f.Refused as refused:
            return refused.code
        return outcome if outcome and isinstance(outcome, str) else "ok"

    def _verifier_key(self) -> None:
        f.parse_key(self.body.decode())

    def _note(self) -> None:
        note, key = f.parse_note(self.body), self.key()
        if key:
            f.check_note(*note, key)

    def _checkpoint(self) -> f.Checkpoint:
        checkpoint, key = f.parse_checkpoint(self.body), self.key()
        if key:
            f.check_checkpoint(checkpoint, key)
        return checkpoint

    def _receipt(self) -> None:
        assert f.check_receipt(self._checkpoint(), f.parse_key(self.given["cosigner"])) == int(self.given["time"])

    def _witness_request(self) -> None:
        key, said = self.key(), 400
        assert key
        try:
            request = w.parse_request(self.body)
            f.parse_checkpoint(request.note)
            said = w.status(request, key, int(self.given["held"]), base64.b64decode(self.given["root"]))
        finally:
            assert said == int(self.given["status"])

    def _witness_answer(self) -> None:
        witness = f.parse_key(self.given["cosigner"])
        assert w.cosigned(self.body, base64.b64decode(self.given["checkpoint"]), witness) == int(self.given["time"])

    def _policy(self) -> None:
        assert w.parse_policy(self.body).met(self.given["cosigned"].encode().split()) == (self.given["met"] == "yes")

    def _proof(self) -> None:
        proof, key = p.parse_proof(self.body), self.key()
        if key:
            p.check_proof(base64.b64decode(self.given["entry"]), *proof[1:], key)

    def _entry(self) -> str:
        status, body, _leaf = f.read_entry(self.body, self.given["log"])
        edition = f.read_directive(body["directive"]) if body.get("kind") == "directive" else None
        if status == "ok" and self.given.get("passed-over") and edition is None:
            assert set(self.given["passed-over"].split()) == _keys(f.parse_line(self.body)) - _keys(body)
            return "in-part"
        if status == "ok" and body["kind"] == "report" and "figures" not in body:
            return "in-part"
        if status != "ok" or edition is None:
            return status
        opaque = "edition" if edition.opaque else " ".join(edition.opaque_duties)
        assert opaque.split() == self.given.get("opaque", "").replace(",", " ").split()
        assert edition.passed_over == self.given.get("passed-over", "").replace(",", " ").split()
        return "in-part" if opaque or edition.passed_over else "ok"

    def _registry(self) -> str:
        hub, _key = f.registry_key(self.given["vkey"])
        lines = self.body.splitlines()
        registry = v.Registry(hub, [f.read_entry(line, "registry") for line in lines])
        return "refused" if int(self.given["index"]) in {fault.at for fault in registry.faults} else "ok"

    def _grown(self) -> str:
        key, given = self.key(), self.given
        assert key
        held = (int(given["held"]), base64.b64decode(given["root"])) if "held" in given else None
        return take_grown(self.body, key, held, (int(given["index"]), base64.b64decode(given["entry"])))

    def _receipts(self) -> None:
        parse_receipts(self.body)

    def _parcel(self) -> None:
        key = self.key()
        assert key is not None
        check_signed(self.body, key)

    def _sealed(self) -> None:
        plain = open_sealed(self.body, base64.b64decode(self.given["private"]))
        assert hashlib.sha256(plain).hexdigest() == self.given["plain"]

    def _bundle(self) -> str:
        return "refused" if self.audit().faults else "ok"

    def _report(self) -> str:
        found = self.audit().reports
        here = (self.given["device"], int(self.given["index"]))
        report = next(report for report in found if (report.device.id, report.at) == here)
        assert report.verdict == self.given["verdict"]
        return report.code

    def _citation(self) -> str:
        audit = self.audit()
        here = (self.given["device"], int(self.given["index"]))
        if self.given["verdict"] == "lost":
            assert not audit.faults and not audit.findings
            return "cited-a-lost-head"
        kind = "unnamed" if self.given["verdict"] == "unnamed" else "hub-fault"
        for verdict, found in ((kind, audit.faults), ("void", audit.findings)):
            for finding in found:
                if (finding.where, finding.at) == here and "report" not in finding.code:
                    assert verdict == self.given["verdict"]
                    return finding.code
        assert self.given["verdict"] == "valid"
        return "ok"


PATHS = sorted(path for path in VECTORS.rglob("*.txt") if path.parent.name not in ("key-file",) and path.stem != "go-key")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_vector_is_read_as_it_says(path: Path) -> None:
    """Keys in files are no part of the protocol, and are left out. What a whole bundle or registry is refused for has no
    word on the page, so these are held to be refused alone."""
    vector = Vector(path)
    expected = vector.given["expect"]
    if vector.given["read"] in ("bundle", "registry") and expected != "ok":
        expected = "refused"
    assert vector.outcome() == expected, vector.given["comment"]


def check_consistency(old: int, old_root: bytes, size: int, root: bytes, proof: list[bytes]) -> None:
    """That a proof by RFC 6962 section 2.1.2 leads to both roots: SUBPROOF read from its beginning."""
    rest = list(proof)

    def roots(old: int, size: int, known: bool) -> tuple[bytes, bytes]:
        if old == size and known:
            return old_root, old_root
        f.need(rest, "bad-consistency-proof", "too short")
        if old == size:
            return rest[0], rest.pop(0)
        left = p.left_part(size)
        if old <= left:
            first, second = roots(old, left, known)
            f.need(rest, "bad-consistency-proof", "too short")
            return first, f.node_hash(second, rest.pop(0))
        first, second = roots(old - left, size - left, False)
        f.need(rest, "bad-consistency-proof", "too short")
        return f.node_hash(rest[0], first), f.node_hash(rest.pop(0), second)

    f.need(0 < old <= size and roots(old, size, True) == (old_root, root) and not rest, "bad-consistency-proof")


def test_trees_are_those_of_rfc_6962() -> None:
    said = {
        name: json.loads((VECTORS / f"rfc6962/{name}.json").read_bytes()) for name in ("roots", "inclusion", "consistency")
    }
    leaves = [f.leaf_hash(bytes.fromhex(entry)) for entry in said["roots"]["entries"]]
    roots = [bytes.fromhex(root) for root in said["roots"]["roots"]]
    assert [f.root_of(leaves[: size + 1]) for size in range(len(leaves))] == roots
    assert f.root_of([]).hex() == said["roots"]["empty_root"]
    for proof in said["inclusion"]["proofs"]:
        hashes = list(map(bytes.fromhex, proof["proof"]))
        index, size = proof["index"], proof["size"]
        assert p.inclusion_root(leaves[index], index, size, hashes) == roots[size - 1]
    for proof in said["consistency"]["proofs"]:
        old, size = proof["old"], proof["size"]
        check_consistency(old, roots[old - 1], size, roots[size - 1], list(map(bytes.fromhex, proof["proof"])))


@pytest.mark.parametrize("which", ["small", "rich"])
def test_what_version_0_1_made_is_proven(which: str, tmp_path: Path) -> None:
    with tarfile.open(OLD) as archive:
        archive.extractall(tmp_path, filter="data")
    folder = tmp_path / which
    bundle, key = (folder / "bundle.soxa").read_bytes(), (folder / "key").read_text(encoding="utf-8").strip()
    audit = v.Audit(bundle, key)
    assert (audit.faults, audit.findings, audit.outcome) == ([], [], "proven")
    annexes = sorted(folder.glob("annex*.*"))
    assert annexes
    for annex in annexes:
        assert takes(annex.read_bytes(), annex.suffix[1:], bundle, key, VOCABULARY) == (True, False)


SECOND = ("forms", "verifier", "parcels", "proofs", "units", "annexes", "workbooks", "seals", "witnesses", "words")


@pytest.mark.parametrize("name", SECOND)
def test_nothing_of_ours_is_in_it(name: str) -> None:
    """A second implementation that shared a line with the first would share its mistakes."""
    tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    ours = {module for module in modules if module.partition(".")[0] in ("field", "hub", "sync", "tests")}
    assert ours <= {"tests.independent", *(f"tests.independent.{second}" for second in SECOND)}
