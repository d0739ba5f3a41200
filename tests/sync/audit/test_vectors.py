"""The vectors of bundles, of reports and of citations, as an auditor reads them whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.log.note import Verifier
from tests.sync.audit.bundles import audited, squeeze, told
from tests.vectors.vector import ROOT, parse

BUNDLES = sorted((ROOT / "bundle").glob("*.txt"))


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: str(path.stem))
def test_a_bundle_has_the_fault_of_its_vector_and_no_other_kind(path: Path, tmp_path: Path) -> None:
    vector = parse(path)
    assert vector.format() == path.read_bytes()
    summary = audited(tmp_path, squeeze(vector.body), Verifier.parse(vector.given["vkey"]))
    expected = {vector.expect, vector.given.get("also", "ok")} - {"ok"}
    assert {code for _origin, code in told(summary)} == expected, vector.comment
