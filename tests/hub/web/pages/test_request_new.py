"""A sudden report is asked for: shown first with who would owe it, then stated, learnt by laptops, owed by those alone."""

from __future__ import annotations

from typing import Any

import pytest

from hub import own_logs
from hub.monitoring.reporting_status import unit_statuses
from sync.ledger.registry import Registry
from tests.hub.web.province import Province

ASKED: dict[str, Any] = {
    "subject": "Thiệt hại do mưa lũ",
    "number": "45/CV-SVHTTDL",
    "date": "2026-10-20",
    "before": "2026-11-20",
    "heads": "Thiệt hại\r\n\r\nKiến nghị",
    "unit": ["03390", "03405"],
}
PERIOD = "45/CV-SVHTTDL@2026-11-20"


def registry(province: Province) -> Registry:
    with province.store.reading() as transaction:
        return own_logs.registry(transaction, province.keys)


def test_a_request_is_shown_first_with_who_owes_it_and_then_stated(province: Province) -> None:
    before = registry(province).size
    shown = province.post("operator", "/requests/new", do="show", **ASKED)
    assert "2 units are asked to report by 20/11/2026." in shown and "Xã Bình Lư, Xã Tả Lèng" in shown
    assert registry(province).size == before, "what is shown is not stated"
    laptop = province.laptop("03390")
    page = province.post("operator", "/requests/new", do="state", **ASKED)
    assert "request for a report" in page
    assert "Request for a report: Thiệt hại do mưa lũ" in province.get("auditor", "/directives")
    with province.store.reading() as transaction:
        known = own_logs.registry(transaction, province.keys)
        found = unit_statuses(transaction, known, known.period(PERIOD), province.now())
    assert [(status.unit, status.standing) for status in found] == [("03390", "due"), ("03405", "due")]
    laptop.exchange(province.line)
    learnt = laptop.store.logs.registry()
    (directive,) = (directive for directive in learnt.directives if directive.kind == "request")
    assert directive.duties[0].heads == ("Thiệt hại", "Kiến nghị")


def test_a_report_on_request_is_called_in_and_a_second_request_of_a_letter_names_the_first(province: Province) -> None:
    form = province.get("operator", "/requests/new")
    called = "lai-chau-2026-06#on-request"
    assert '<option value="culture-society-office">' in form, "communes answer for such a body where it is no unit"
    assert f'value="{called}"' in form and 'value="Sở Văn hóa, Thể thao và Du lịch"' in form
    typed = ASKED | {"of": called, "subject": "", "heads": "", "unit": [], "kind": ["commune-committee"]}
    assert "was there already" not in province.post("operator", "/requests/new", do="show", **typed)
    province.post("operator", "/requests/new", do="state", **typed)
    (directive,) = (known for known in registry(province).directives if known.kind == "request")
    about = "Tuyên truyền bình đẳng giới, phòng, chống thiên tai, khoa học, công nghệ và chuyển đổi số"
    assert (directive.subject, directive.issuer) == (about, "Sở Văn hóa, Thể thao và Du lịch")
    assert directive.duties[0].reporters == ("commune-committee",)
    twin = province.post("operator", "/requests/new", do="show", **ASKED, issuer="UBND tỉnh")
    assert f"was there already: {about} ({directive.id})" in twin and "UBND tỉnh" in twin


def test_what_is_counted_is_chosen_shown_and_stated(province: Province) -> None:
    task = "lai-chau-2653-kh-ubnd#19"
    assert f'value="{task}"' in province.get("operator", "/requests/new")
    shown = province.post("operator", "/requests/new", do="show", **ASKED)
    assert "Every activity of these days counts, whatever it was logged for." in shown
    typed = ASKED | {"topic": ["digital-skills"], "task": [task]}
    shown = province.post("operator", "/requests/new", do="show", **typed)
    assert "Activities logged for this request count, and those on " in shown
    assert '<input type="hidden" name="topic" value="digital-skills">' in shown
    province.post("operator", "/requests/new", do="state", **typed)
    (directive,) = (known for known in registry(province).directives if known.kind == "request")
    assert directive.duties[0].counts == ("topic digital-skills", f"task {task}")
    words = "Activities logged for this request count, and those on "
    assert words in province.get("operator", f"/directives/{directive.id}")
    assert words in province.get("operator", f"/reports?period={PERIOD}")
    assert words.lower() in province.get("operator", f"/counts?period={PERIOD}").lower()
    twice = province.post("operator", "/requests/new", status=400, do="state", **typed, counts="all")
    assert "Either all activities count" in twice


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"symbol": "CV"}, "Give the number of the letter, or its symbol"),
        ({"before": ""}, "is not a day"),
        ({"before": "2025-11-20"}, "is over"),
        ({"unit": "99999"}, "There is no unit “99999” here"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_what_was_typed_is_kept(
    province: Province, typed: dict[str, Any], told: str
) -> None:
    before = registry(province).size
    page = province.post("operator", "/requests/new", status=400, do="state", **{**ASKED, **typed})
    assert told in page and 'value="Thiệt hại do mưa lũ"' in page
    assert registry(province).size == before
