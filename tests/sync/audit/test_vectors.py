"""The vectors of bundles, of reports and of citations, as an auditor reads them whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.log.note import Verifier
from tests.sync.audit.bundles import audited, squeeze, told
from tests.vectors.vector import ROOT, parse

BUNDLES = sorted(path for folder in ("bundle", "redaction") for path in (ROOT / folder).glob("*.txt"))
JUDGED = sorted(path for folder in ("report", "citation") for path in (ROOT / folder).glob("*.txt"))


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_bundle_has_the_fault_of_its_vector_and_no_other_kind(path: Path, tmp_path: Path) -> None:
    vector = parse(path)
    assert vector.format() == path.read_bytes()
    summary = audited(tmp_path, squeeze(vector.body), Verifier.parse(vector.given["vkey"]))
    expected = {vector.expect, vector.given.get("also", "ok")} - {"ok"}
    assert {code for _origin, code in told(summary)} == expected, vector.comment


@pytest.mark.parametrize("path", JUDGED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_report_or_citation_is_a_finding_or_unread_or_the_hubs_fault(path: Path, tmp_path: Path) -> None:
    vector = parse(path)
    summary = audited(tmp_path, squeeze(vector.body), Verifier.parse(vector.given["vkey"]))
    origin, index = f"{summary.hub}/device/{vector.given['device']}", int(vector.given["index"])
    whose = {
        "findings": {(fault.index, fault.code) for fault in summary.findings if fault.origin == origin},
        "faults": {(fault.index, fault.code) for fault in summary.faults},
        "unread": {(fault.index, fault.code) for fault in summary.unread if fault.origin == origin},
    }
    of = {
        "void": "findings",
        "false-report": "findings",
        "covers-more": "findings",
        "unread": "unread",
        "hub-fault": "faults",
        "unnamed": "faults",
    }
    verdict = vector.given["verdict"]
    for name, found in whose.items():
        judged = {code for at, code in found if at == index}
        assert judged == ({vector.expect} if of.get(verdict) == name else set()), name
    assert verdict in ("hub-fault", "unnamed") or not summary.faults
