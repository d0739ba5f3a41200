"""Who owes what: the program and the reader from the page name the same units for each period, on random registries."""

from __future__ import annotations

import pytest

from sync.encoding.types import Instant
from sync.errors import SoxaError
from sync.ledger.decode_batch import decode_all
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses
from tests.independent import forms as f
from tests.independent import verifier as v
from tests.independent.annexes import VOCABULARY, Annex
from tests.independent.histories import NUMBERS, WHENS, History
from tests.sync.audit.bundles import HUB

SEEDS = range(150)
NAMES = [*WHENS[:5], *(f"{number}@{when}" for number in NUMBERS for when in WHENS)]


def theirs(registry: Registry, name: str) -> set[str] | None:
    """The units that owe a period, by the program."""
    try:
        period = registry.gathered(name)
    except SoxaError:
        return None
    return {status.unit for status in ReportingStatuses(registry).of(period, {}, Instant(0))}


def ours(ledger: v.Ledger, name: str) -> set[str] | None:
    """The same by the page."""
    try:
        return set(Annex(2, ledger, name, 0, "then", VOCABULARY, {}).owing)
    except f.Refused:
        return None


def test_the_same_units_owe_the_same_periods() -> None:
    owed = 0
    for seed in SEEDS:
        province = History(seed).province
        registry = Registry(province.key)
        registry.take(decode_all(province.registry.lines, LogKind.REGISTRY))
        read = v.Registry(HUB, [f.read_entry(line, "registry") for line in province.registry.lines])
        ledger = v.Ledger(f.parse_key(province.key.vkey()), read, [], {})
        for name in NAMES:
            found = theirs(registry, name)
            assert found == ours(ledger, name), (seed, name)
            owed += len(found or ())
    assert owed > len(SEEDS)


@pytest.mark.parametrize("name", ["kind", "reports_to"])
def test_a_reader_that_missed_a_rule_would_be_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the histories do have what the rules are about."""
    monkeypatch.setattr(f"tests.independent.units.UnitDays.{name}", lambda _days, _code, _day: "")
    with pytest.raises(AssertionError):
        test_the_same_units_owe_the_same_periods()
