"""Names alone with the sums of the rows below them, as of stations: groups with their sums, and nothing that counts."""

from __future__ import annotations

import pytest

from sync.importing.plan import Plan
from tests.sync.importing.test_doubts import rows

STATIONS = ("TT", "Ngày", "Nội dung", "Địa điểm", "Số cuộc", "Số người")
BELOW = [("1", "20/10/2026", "Họp bản", "Nà Đon", "1", "52"), ("2", "25/10/2026", "Phát tờ rơi", "Pa Pe", "1", "40")]
OTHER = ("1", "5/11/2026", "Họp bản ký cam kết", "Chu Va", "1", "38")
TOTAL = ("Tổng cộng", "", "", "", "3", "130")


def kinds(plan: Plan) -> str:
    (sheet,) = plan.taken
    return " ".join("refused" if row.faults else row.kind for row in sheet.rows)


@pytest.mark.parametrize("at", [0, 1, 3])
def test_a_name_alone_with_the_sums_of_the_rows_below_is_a_groups(at: int) -> None:
    first, second = (
        (*("" if place != at else name for place in range(4)), *figures)
        for name, figures in (("Trạm Bình Lư", ("2", "92")), ("Trạm Sơn Bình", ("1", "38")))
    )
    plan = rows(STATIONS, first, *BELOW, second, OTHER, TOTAL)
    assert kinds(plan) == "group data data group data total"
    (sheet,) = plan.taken
    assert all(sums.agrees for sums in sheet.sums)
    assert [row.text for row in sheet.rows if row.kind == "group"] == ["Trạm Bình Lư · 2 · 92", "Trạm Sơn Bình · 1 · 38"]
    assert not plan.questions


def test_names_within_one_with_the_sums_of_all_are_groups_too() -> None:
    plan = rows(
        STATIONS,
        ("Hạt kiểm lâm", "", "", "", "3", "130"),
        ("Trạm Bình Lư", "", "", "", "2", "92"),
        *BELOW,
        ("Trạm Sơn Bình", "", "", "", "1", "38"),
        OTHER,
    )
    assert kinds(plan) == "group group data data group data"


@pytest.mark.parametrize(
    "name",
    [
        ("Trạm Bình Lư", "", "", "", "2", "91"),
        ("Trạm Bình Lư", "", "", "Nà Đon", "2", "92"),
        ("1", "20/10/2026", "", "", "2", "92"),
    ],
)
def test_a_name_with_other_figures_or_more_words_is_no_groups(name: tuple[str, ...]) -> None:
    assert kinds(rows(STATIONS, name, *BELOW)) == "refused data data"


def test_what_a_name_with_sums_says_of_a_plan_holds_below_it() -> None:
    plan = rows(STATIONS, ("Kế hoạch tháng sau", "", "", "", "2", "92"), *BELOW)
    assert kinds(plan) == "group unheld unheld"
