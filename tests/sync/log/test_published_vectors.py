"""Vectors that others publish and that are not part of this project: transparency-dev/merkle, wycheproof, speccheck.

They are read from the folder that the environment variable SOXA_VECTORS names.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.errors import BadInput, Unproven
from sync.log.merkle import check_consistency, check_inclusion
from sync.log.note import ED25519, Verifier

FOLDER = os.environ.get("SOXA_VECTORS")

pytestmark = pytest.mark.skipif(FOLDER is None, reason="SOXA_VECTORS does not name the folder of published vectors")

_INT64 = range(2**63)


def cases(kind: str) -> Iterator[Any]:
    for path in sorted(Path(FOLDER or "", "rfc6962", kind).rglob("*.json")):
        relative = path.relative_to(Path(FOLDER or "")).with_suffix("").as_posix()
        yield pytest.param(json.loads(path.read_text(encoding="utf-8")), id=relative)


def hashes(proof: list[str] | None) -> list[bytes]:
    return [b64decode(hash_ or "") for hash_ in proof or []]


@pytest.mark.parametrize("case", cases("inclusion") if FOLDER else [])
def test_inclusion_proofs_are_taken_and_refused_as_published(case: dict[str, Any]) -> None:
    arguments = (case["treeSize"], b64decode(case["root"] or ""), case["leafIdx"], b64decode(case["leafHash"] or ""))
    if case["wantErr"]:
        with pytest.raises(Unproven, match="bad-inclusion-proof"):
            check_inclusion(hashes(case["proof"]), *arguments)
    else:
        check_inclusion(hashes(case["proof"]), *arguments)


@pytest.mark.parametrize("case", cases("consistency") if FOLDER else [])
def test_consistency_proofs_are_taken_and_refused_as_published(case: dict[str, Any]) -> None:
    old = (case["size1"], b64decode(case["root1"] or ""))
    new = (case["size2"], b64decode(case["root2"] or ""))
    if case["wantErr"]:
        with pytest.raises(Unproven, match="bad-consistency-proof"):
            check_consistency(hashes(case["proof"]), *old, *new)
    else:
        check_consistency(hashes(case["proof"]), *old, *new)


def test_the_published_trees_are_all_read() -> None:
    assert len(list(cases("inclusion"))) + len(list(cases("consistency"))) >= 190


def test_wycheproof_signatures_hold_exactly_if_they_are_valid() -> None:
    groups = json.loads(Path(FOLDER or "", "ed25519/wycheproof_ed25519_test.json").read_text(encoding="utf-8"))
    results = {"valid": 0, "invalid": 0}
    for group in groups["testGroups"]:
        verifier = Verifier("wycheproof.example", ED25519, bytes.fromhex(group["publicKey"]["pk"]))
        for test in group["tests"]:
            held = verifier.check(bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
            assert held == (test["result"] == "valid"), (test["tcId"], test["comment"])
            results[test["result"]] += 1
    assert results["valid"] > 0
    assert results["invalid"] > 0


def test_no_edge_case_of_speccheck_makes_a_key_that_proves_anything() -> None:
    """Of the twelve cases of "Taming the many EdDSAs" (ia.cr/2020/1244), table 6c, we take only those with keys of mixed
    or full order whose equation holds without the cofactor, and whose S and R are in canonical form."""
    text = Path(FOLDER or "", "ed25519/speccheck_cases.json").read_text(encoding="utf-8")
    outcomes = []
    for case in json.loads(text):
        try:
            verifier = Verifier("speccheck.example", ED25519, bytes.fromhex(case["pub_key"]))
        except BadInput as error:
            outcomes.append(error.code)
        else:
            held = verifier.check(bytes.fromhex(case["message"]), bytes.fromhex(case["signature"]))
            outcomes.append("holds" if held else "does not hold")
    assert outcomes == []
