"""Directives made and changed from a form, a text or a file; what was typed is never lost."""

from __future__ import annotations

import html
import re
from typing import Any

from hub import own_logs
from hub.registry.directives.yaml import builtins_of, shipped, to_yaml
from sync.ledger.directive import Directive
from tests import later
from tests.hub.web.province import Province, says

FIELDS: dict[str, Any] = {
    "number": "7/KH-UBND",
    "symbol": "",
    "kind": "plan",
    "date": "2026-10-20",
    "issuer": "UBND tỉnh Lai Châu",
    "subject": "Chuyển đổi số",
    "valid_from": "",
    "valid_to": "",
    "tasks": "1 | Phát thanh | 2026-12-31 | loa",
    "rules": ["monthly-15"],
    "before": "",
    "text": "",
    "position": "",
}

PLAN = "lai-chau-2653-kh-ubnd"


def _text(page: str) -> str:
    found = re.search(r'<textarea name="text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def _position(page: str) -> str:
    return str(re.findall(r'name="position" value="(\d*)"', page)[0])


def _known(province: Province) -> dict[str, Directive]:
    with province.store.reading() as transaction:
        return {one.id: one for one in own_logs.registry(transaction, province.keys).directives}


def test_the_form_makes_a_directive_that_laptops_then_know(province: Province) -> None:
    filled = province.post("operator", "/directives/new", do="fill", **FIELDS)
    assert "This will be stated: 7/KH-UBND" in filled
    assert "lai-chau-7-kh-ubnd" not in _known(province), "what is checked is not stated"
    page = province.post("operator", "/directives/new", **{**FIELDS, "do": "state", "text": _text(filled)})
    assert "7/KH-UBND is known now." in page
    laptop = province.laptop("03390")
    laptop.exchange(province.line)
    found = {one.id: one for one in laptop.store.logs.registry().directives}["lai-chau-7-kh-ubnd"]
    assert [(task.label, task.due.date, task.channels) for task in found.tasks] == [
        ("Phát thanh", "2026-12-31", ("commune-radio",))
    ]
    again = province.post("operator", "/directives/new", status=400, **{**FIELDS, "do": "state", "text": _text(filled)})
    assert says(again, "directive-exists", id="lai-chau-7-kh-ubnd", free="lai-chau-7-kh-ubnd-2")


def test_a_slip_is_named_with_its_line_and_nothing_typed_is_lost(province: Province) -> None:
    typed: dict[str, Any] = {**FIELDS, "tasks": "1 | <b>Phát thanh\u202e | hôm nào | loa"}
    page = province.post("operator", "/directives/new", status=400, do="fill", **typed)
    assert re.search(r"YAML:\d+ tasks\[0\]\.due\.date", page)
    assert "hôm nào" in _text(page) and "<b>" not in page and "\u202e" not in page
    broken = "id: x\nnumber: [\n"
    page = province.post("operator", "/directives/new", status=400, do="check", **{**FIELDS, "text": broken})
    assert _text(page) == broken and 'value="7/KH-UBND"' in page and "YAML:3" in page
    assert set(_known(province)) == {one.id for one in shipped()}


def test_a_file_is_read_and_checked(province: Province) -> None:
    client = province.client("operator")
    form = client.get("/directives/new").text
    csrf = re.findall(r'name="csrf" value="([^"]+)"', form)[0]
    text = to_yaml(builtins_of(shipped()[0])).replace("lai-chau-2026-06", "another-one")
    for data, status in ((text.encode(), 200), (b"\xff\xfe", 400), (b"", 400)):
        sent = client.post(
            "/directives/new", data={"csrf": csrf, "do": "file", "text": "kept"}, files={"file": ("x.yaml", data)}
        )
        assert sent.status_code == status
        assert (_text(sent.text) == text) == (status == 200)
    assert "another-one" not in _known(province)


def test_an_edition_takes_the_place_of_the_one_before_which_stays_visible(province: Province) -> None:
    form = province.get("operator", f"/directives/{PLAN}/edit")
    text = _text(form).replace("valid_to: 2030-12-31", "valid_to: 2029-12-31")
    sent: dict[str, Any] = {**FIELDS, "text": text, "position": _position(form)}
    checked = province.post("operator", f"/directives/{PLAN}/edit", do="check", **sent)
    assert "2030-12-31</td><td>2029-12-31" in checked
    page = province.post("operator", f"/directives/{PLAN}/edit", do="state", **sent)
    assert _known(province)[PLAN].valid_to == "2029-12-31"
    assert page.count("entry ") == 2 and "2030-12-31</td><td>2029-12-31" in page and "The first edition: tasks: 39" in page
    stale = province.post("operator", f"/directives/{PLAN}/edit", status=400, do="state", **sent)
    assert says(stale, "directive-changed-meanwhile", id=PLAN)
    fresh: dict[str, Any] = {**sent, "position": _position(province.get("operator", f"/directives/{PLAN}/edit"))}
    renamed: dict[str, Any] = {**fresh, "text": text.replace(f"id: {PLAN}", "id: lai-chau-2026-06")}
    moved = province.post("operator", f"/directives/{PLAN}/edit", status=400, do="state", **renamed)
    assert says(moved, "directive-id-changed", id=PLAN)
    assert "nothing was done" in province.post("operator", f"/directives/{PLAN}/edit", do="state", **fresh)


def test_only_operators_make_and_change_directives(province: Province) -> None:
    for path in ("/directives/new", f"/directives/{PLAN}/edit"):
        assert says(province.get("auditor", path, status=403), "not-allowed")
        assert says(province.post("auditor", path, status=403, do="state", **FIELDS), "not-allowed")
    province.get("operator", "/directives/nothing/edit", status=404)
    province.post("operator", "/directives/nothing/edit", status=404, do="state", **FIELDS)


def test_a_directive_that_was_not_read_whole_is_not_changed(province: Province) -> None:
    later.state(province, later.OPAQUE_DUTY)
    path = "/directives/later-duty/edit"
    assert says(province.get("operator", path, status=409), "directive-read-in-part", name="72/KH-UBND")
    with province.store.reading() as transaction:
        position = own_logs.registry(transaction, province.keys).positions["later-duty"]
    text = to_yaml(builtins_of(later.plan("later-duty", "72/KH-UBND", later.MONTHLY)))
    before = _known(province)
    for do in ("check", "state"):
        typed = {**FIELDS, "do": do, "text": text, "position": str(position)}
        page = province.post("operator", path, status=400, **typed)
        assert says(page, "directive-read-in-part", name="72/KH-UBND")
    assert _known(province) == before


def test_two_letters_of_one_symbol_and_month_are_two_directives_and_told_apart(province: Province) -> None:
    letter = {**FIELDS, "number": "", "symbol": "SVHTTDL-TTBCXB", "rules": [], "date": "2026-11-05"}
    for subject in ("Việc thứ nhất", "Việc thứ hai"):
        filled = province.post("operator", "/directives/new", do="fill", **{**letter, "subject": subject})
        page = province.post("operator", "/directives/new", **{**letter, "do": "state", "text": _text(filled)})
        assert "SVHTTDL-TTBCXB is known now." in page
    twins = {id_: known for id_, known in _known(province).items() if known.date == "2026-11-05"}
    assert {id_: known.subject for id_, known in twins.items()} == {
        "lai-chau-svhttdl-ttbcxb": "Việc thứ nhất",
        "lai-chau-svhttdl-ttbcxb-2": "Việc thứ hai",
    }
    listed = province.get("operator", "/directives")
    assert "SVHTTDL-TTBCXB (05/11/2026) “Việc thứ nhất”<" in listed
    assert "SVHTTDL-TTBCXB (05/11/2026) “Việc thứ hai”<" in listed


def test_a_directive_is_ended_at_the_desk_and_of_another_province_none_is_taken(province: Province) -> None:
    said = province.post("operator", f"/directives/{PLAN}/end", on="2026-12-31")
    assert "ends with" in said
    assert _known(province)[PLAN].valid_to == "2026-12-31"
    foreign = to_yaml(builtins_of(next(one for one in shipped() if one.id == PLAN)))
    foreign = foreign.replace("province: 12", "province: 15").replace(f"id: {PLAN}", "id: another")
    page = province.post("operator", "/directives/new", status=400, **{**FIELDS, "do": "state", "text": foreign})
    assert says(page, "directive-of-another-province", province="15", own="12")
