"""The program's auditor and the verifier from the page say the same of random histories, and of changed files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.independent.comparing import Comparison

HISTORIES = 30
CHANGED = 18
PORTIONS = 6


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_they_agree_on_histories(tmp_path: Path, portion: int) -> None:
    """On faults, findings, what is unread or held, every record, the times of every report, and annexes."""
    comparison = Comparison(tmp_path)
    for seed in range(portion, HISTORIES, PORTIONS):
        comparison.history(seed)
    assert comparison.differences == []
    assert comparison.counts["bundles proven"] and comparison.counts["annexes"]


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_they_agree_on_changed_files(tmp_path: Path, portion: int) -> None:
    """Both take one or both refuse it; and what both take says the same."""
    comparison = Comparison(tmp_path)
    for seed in range(portion, CHANGED, PORTIONS):
        comparison.changes(seed)
    assert comparison.differences == []
    assert comparison.counts["bundles proven"] and comparison.counts["bundles refused"]
    assert comparison.counts["annexes refused"]
