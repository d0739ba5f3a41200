"""How the hub's answers look at a terminal: days as people write them."""

from __future__ import annotations

import pytest

from hub.cli import output
from hub.registry.directives.yaml import shipped


def test_the_days_that_a_directive_wants_kept_are_written_as_days(capsys: pytest.CaptureFixture[str]) -> None:
    (plan,) = (directive for directive in shipped() if directive.id == "lai-chau-binh-dan-hoc-vu-so")
    output.directive(plan)
    assert "Ngày Chuyển đổi số quốc gia (10/10); Ngày hội toàn dân học tập số\n" in capsys.readouterr().out
