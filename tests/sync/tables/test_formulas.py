"""Formulas without a value: computed where that is certain."""

from __future__ import annotations

import pytest

from sync.tables.formulas import computed


@pytest.mark.parametrize(
    ("formula", "text", "note"),
    [
        ("=2*6", "12", "computed"),
        ("=100+20", "120", "computed"),
        ("=(1+2)*3-4/2", "7", "computed"),
        ("=-3", "-3", "computed"),
        ("=DATE(2026,11,4)", "04/11/2026", "computed"),
        ("=DATE(2026,13,4)", "", "no-value"),
        ("=1/0", "", "no-value"),
        ("=9**9**9", "", "no-value"),
        ("=SUM(A1:A9)", "", "no-value"),
        ("=A1", "", "no-value"),
        ("=", "", "no-value"),
        ("=" + "(" * 90, "", "no-value"),
    ],
)
def test_only_what_is_certain_is_computed(formula: str, text: str, note: str) -> None:
    cell = computed(formula)
    assert (cell.text, cell.note, cell.was) == (text, note, formula)
