"""Patterns take what is spelled so, and nothing else."""

from __future__ import annotations

import re

import pytest

from sync.encoding import patterns
from sync.encoding.patterns import exactly, is_commune


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("UNIT_CODE", "12 106 03390 12-sokhcn 03390-ttdvth", "1 1234 123456 0339O 12- -a 12-A 12-a-b 03390-" + "a" * 25),
        ("COMMUNE_CODE", "03390", "12 033900"),
        ("DEVICE_ID", "abcdefghijklmno2", "abcdefghijklmno1 ABCDEFGHIJKLMNO2 abc"),
        ("SALT", "0123456789abcdef", "0123456789ABCDEF 0123456789abcde"),
        ("RECORD_ID", "01890000-0000-7000-8000-000000000001", "01890000-0000-4000-8000-000000000001 0189"),
        ("SLUG", "a plan-2026 a" + "-" * 62 + "z", "- a- -a A a_b a" + "-" * 63 + "z"),
        ("DAY", "2026-11-02 2026-99-99", "2026-11-2 26-11-02"),
        ("MONTH", "2026-11", "2026-1 2026-H1"),
        ("QUARTER", "2026-Q3", "2026-Q5 2026-3"),
        ("YEAR", "2026", "202"),
        ("MONTH_DAY", "02-29", "2-29"),
        ("PROVINCE_CODE", "12", "1 123"),
    ],
)
def test_a_pattern_takes_what_is_spelled_so_and_nothing_else(name: str, good: str, bad: str) -> None:
    pattern: re.Pattern[str] = getattr(patterns, name)
    assert all(pattern.fullmatch(text) and re.search(exactly(pattern), text) for text in good.split())
    assert not any(pattern.fullmatch(text) or re.search(exactly(pattern), text) for text in bad.split())
    assert not any(re.search(exactly(pattern), f"{text}\n") for text in good.split())


def test_a_commune_is_five_digits() -> None:
    assert (is_commune("03390"), is_commune("12")) == (True, False)
