"""`soxa hub counts` and `soxa hub review`: one answer, one format, one thing to group by."""

from __future__ import annotations

from typing import Any

import pytest

from hub.cli.monitoring import counts
from hub.monitoring.counts import dimension
from sync.errors import Misuse
from tests.world import World


@pytest.mark.parametrize(
    ("options", "code"), [({"as_json": True, "as_csv": True}, "one-format"), ({"by": "village"}, "unknown-by")]
)
def test_counts_are_in_one_format_by_what_there_is(world: World, options: dict[str, Any], code: str) -> None:
    with pytest.raises(Misuse) as misused:
        counts("2026-11", home=str(world.home.path), **options)
    assert misused.value.code == code


def test_what_counts_do_not_go_by_is_named(world: World) -> None:
    with pytest.raises(Misuse) as misused:
        dimension("x" * 50)
    assert (misused.value.code, misused.value.facts) == ("unknown-by", {"text": "x" * 40})
