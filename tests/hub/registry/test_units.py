"""Units of the province: as they are on a day, and as a person means them."""

from __future__ import annotations

import pytest

from hub.registry import unit_changes
from hub.registry.units import named, unit_rows
from sync.errors import Misuse
from tests.hub.registry.stating import BAN_BO, BINH_LU, SINCE, registry, state
from tests.world import World


def test_a_name_means_the_unit_that_there_is_before_one_that_has_ended(world: World) -> None:
    state(world, unit_changes.merge, [BINH_LU, BAN_BO], "09999", name="Bình Lư", type="xã")
    known = registry(world)
    assert named(known, "binh lu", SINCE) == "09999"
    assert named(known, "ban bo", SINCE) == BAN_BO
    assert named(known, "ban bo", "2026-10-31") == BAN_BO
    with pytest.raises(Misuse) as refused:
        named(known, "nowhere", SINCE)
    assert refused.value.code == "unknown-unit"
    rows = {row.code: row for row in unit_rows(known, SINCE)}
    assert (rows[BAN_BO].became, rows["09999"].became) == (("09999",), ())
