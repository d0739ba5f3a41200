"""What is damaged is said to be, on the first page and wherever it would be read; nobody reads it as if it were true."""

from __future__ import annotations

from hub.safekeeping.check import check
from tests.hub.safekeeping.rot import rot_entry
from tests.hub.web.province import Province, says

UNIT = "03390"


def test_an_altered_activity_is_not_shown_as_if_it_were_true(province: Province) -> None:
    laptop = province.laptop(UNIT)
    laptop.log(title="Phát loa")
    laptop.exchange(province.line)
    laptop.log(title="Treo cờ")
    laptop.exchange(province.line)
    first = next(name for name, each in laptop.records().items() if each.values.title == "Phát loa")
    rot_entry(province.store, laptop.origin, 1, b"loa", b"lob")
    with province.store.writing() as transaction:
        transaction.settings.keep_damage(check(province.store, province.keys.logs.verifier, lambda _count: None))
    board = province.get("operator", "/")
    assert 'role="alert"' in board and "soxa hub check" in board
    listed = province.get("operator", "/records")
    assert "Phát lob" not in listed and "(damaged)" in listed and "Treo cờ" in listed
    assert says(province.get("operator", f"/records/{UNIT}/{first}", status=503), "damaged-record")
    queue = province.get("operator", "/review")
    assert "Phát lob" not in queue and "Treo cờ" in queue
    with province.store.writing() as transaction:
        transaction.settings.keep_damage(())
    assert "soxa hub check" not in province.get("operator", "/")
