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

from sync.encoding.types import Hash
from sync.errors import BadInput, Unproven
from sync.log.merkle import check_consistency, check_inclusion
from sync.log.note import ED25519, Verifier

FOLDER = os.environ.get("SOXA_VECTORS")

pytestmark = pytest.mark.skipif(FOLDER is None, reason="SOXA_VECTORS does not name the folder of published vectors")


def cases(kind: str) -> list[Any]:
    """The published trees of one kind; none where the folder is not named."""
    return list(_cases(kind)) if FOLDER else []


def _cases(kind: str) -> Iterator[Any]:
    for path in sorted(Path(FOLDER or "", "rfc6962", kind).rglob("*.json")):
        relative = path.relative_to(Path(FOLDER or "")).with_suffix("").as_posix()
        yield pytest.param(json.loads(path.read_text(encoding="utf-8")), id=relative)


def _hash(text: str | None) -> Hash:
    return Hash(b64decode(text or ""))


def hashes(proof: list[str] | None) -> list[Hash]:
    return [_hash(text) for text in proof or []]


@pytest.mark.parametrize("case", cases("inclusion"))
def test_inclusion_proofs_are_taken_and_refused_as_published(case: dict[str, Any]) -> None:
    arguments = (case["treeSize"], _hash(case["root"]), case["leafIdx"], _hash(case["leafHash"]))
    if case["wantErr"]:
        with pytest.raises(Unproven, match="bad-inclusion-proof"):
            check_inclusion(hashes(case["proof"]), *arguments)
    else:
        check_inclusion(hashes(case["proof"]), *arguments)


@pytest.mark.parametrize("case", cases("consistency"))
def test_consistency_proofs_are_taken_and_refused_as_published(case: dict[str, Any]) -> None:
    old = (case["size1"], _hash(case["root1"]))
    new = (case["size2"], _hash(case["root2"]))
    if case["wantErr"]:
        with pytest.raises(Unproven, match="bad-consistency-proof"):
            check_consistency(hashes(case["proof"]), *old, *new)
    else:
        check_consistency(hashes(case["proof"]), *old, *new)


def test_the_published_trees_are_all_read() -> None:
    assert len(cases("inclusion")) + len(cases("consistency")) >= 190


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


def test_of_the_edge_cases_only_those_hold_that_nobody_but_the_owner_can_make() -> None:
    """The twelve cases of "Taming the many EdDSAs" (ia.cr/2020/1244), in their published order.

    0, 1: keys of small order. 2, 3: keys of mixed order, where the equation holds without the cofactor. 4, 5: it holds
    with the cofactor only. 6, 7: S out of range. 8, 9: R not canonical. 10, 11: keys of small order, not canonical.
    """
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
    assert outcomes == ["weak-key"] * 2 + ["holds"] * 2 + ["does not hold"] * 6 + ["weak-key"] * 2
