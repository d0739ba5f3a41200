"""The page of a hub that was put back: it says how the hub stands, and goes on once it is said who was revoked since."""

from __future__ import annotations

import pytest

from hub.store.rows import Asking
from sync.encoding.types import Instant
from sync.wording.dates import moment
from tests.hub.web.province import Province, says

UNIT = "03390"


@pytest.fixture
def asking(province: Province) -> Province:
    laptop = province.laptop(UNIT)
    laptop.log(title="Phát loa")
    laptop.exchange(province.line)
    with province.store.writing() as transaction:
        transaction.settings.ask(Asking(since=Instant(1_793_000_500), why="shown"))
    return province


def test_the_first_page_leads_to_it_and_nothing_is_stated_meanwhile(asking: Province) -> None:
    assert 'href="/restored"' in asking.get("operator", "/")
    device = asking.laptops[0].store.membership.device
    shown = asking.get("operator", "/restored")
    assert device in shown and 'name="none"' not in shown
    refused = asking.post("operator", f"/laptops/{device}/revoke", 409, reason="mất")
    assert says(refused, "hub-asking")


def test_it_goes_on_once_it_is_said_who_was_revoked(asking: Province) -> None:
    device = asking.laptops[0].store.membership.device
    assert 'name="none"' in asking.get("admin", "/restored")
    refused = asking.post("admin", "/restored", 400, reason="đĩa hỏng")
    with asking.store.reading() as transaction:
        newest = moment(transaction.logs.last_accepted_at())
    assert says(refused, "revocations-unanswered", moment=newest)
    asking.post("admin", "/restored", revoked=device)
    with asking.store.reading() as transaction:
        assert (transaction.settings.asking, transaction.settings.generation) == (None, 2)
    assert device not in asking.get("admin", "/restored")
    assert 'href="/restored"' not in asking.get("operator", "/")
