"""Tables of thousands of rows: what costs time is done once for a text, however many cells say it. Counted, not timed."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from sync.importing import cells, term_names
from tests.sync.importing.test_plan import csv, faults, stated

HEADING = "Ngày,Nội dung,Hình thức,Chủ đề,Văn bản"


def counting(called: Counter[object], function: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*args: Any) -> Any:
        called[args[-1] if isinstance(args[-1], str) else args[0]] += 1
        return function(*args)

    return counted


def test_a_word_is_looked_up_once_however_many_cells_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: Counter[object] = Counter()
    monkeypatch.setattr(cells, "term_named", counting(looked_up, term_names.term_named))
    rows = [f"{1 + at % 20:02}/11/2026,Việc {at},Kênh lạ,Chủ đề lạ; Bình đẳng giới,Công văn lạ" for at in range(300)]
    plan = csv(HEADING, *rows)
    assert looked_up == {"Kênh lạ": 1, "Chủ đề lạ": 1, "Bình đẳng giới": 1}
    assert not faults(plan)
    assert stated(plan, "topics", "channel")[0][1] == ("gender-equality",)


def test_near_names_of_a_word_that_nobody_knows_are_not_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    def unasked(wanted: str, _known: Sequence[str], **_limits: object) -> list[str]:
        raise AssertionError(wanted)

    monkeypatch.setattr(difflib, "get_close_matches", unasked)
    rows = [f"{1 + at % 20:02}/11/2026,Việc {at},Kênh lạ {at},Chủ đề lạ {at},Công văn lạ {at}" for at in range(30)]
    plan = csv(HEADING, *rows)
    assert not faults(plan)
    text = stated(plan, "text")[29][1]
    assert text == "Hình thức: Kênh lạ 29\nChủ đề: Chủ đề lạ 29\nVăn bản: Công văn lạ 29"
