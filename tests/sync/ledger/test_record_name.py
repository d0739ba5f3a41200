"""How people name a record: any beginning or end of its id that is long enough, and nothing else."""

from __future__ import annotations

import pytest

from sync.ledger.record_name import RecordName, parse_record_name

RECORD = "0199c0de-0000-7abc-8def-0123456789ab"


@pytest.mark.parametrize("count", range(8, 33))
@pytest.mark.parametrize("dashes", [True, False])
def test_a_record_is_named_by_any_beginning_or_end_of_8_digits_or_more(count: int, dashes: bool) -> None:
    digits = RECORD.replace("-", "")
    for part in (digits[:count], digits[-count:]):
        name = parse_record_name(part)
        assert name == RecordName(None, part)
        assert name.fits("03390", RECORD)
        spelled = name.beginning if RECORD.startswith(name.beginning) else name.end
        assert spelled in RECORD and spelled.replace("-", "") == part
        assert parse_record_name(spelled.upper() if dashes else part) == name
        assert not name.fits("03390", RECORD.replace("9", "8"))


def test_a_unit_before_it_is_the_only_one_meant() -> None:
    name = parse_record_name(f" 03390/{RECORD[-9:]}\n")
    assert name is not None
    assert (name.fits("03390", RECORD), name.fits("03394", RECORD)) == (True, False)


@pytest.mark.parametrize("typed", ["", "0123456", "g1234567", "0" * 33, "0339/01234567", "/01234567", "03390/", "%" * 8])
def test_what_is_too_short_or_no_hex_names_no_record(typed: str) -> None:
    assert parse_record_name(typed) is None
