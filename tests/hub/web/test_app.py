"""What every page has in common: forms within their bounds, roles, and what is refused said on a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx
import pytest

from hub.store import HubStore
from hub.web.app import MAX_FORM
from sync.errors import Unavailable
from tests.hub.broken_store import damaged, full, locked
from tests.hub.web.province import Province, says

_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


def posted(province: Province, body: bytes, kind: str = "application/x-www-form-urlencoded") -> httpx.Response:
    """What comes of any bytes that an operator sends as a form."""
    return province.client("operator").post("/reminders", content=body, headers={"Content-Type": kind})


def test_a_form_as_big_as_the_limit_is_read_and_one_byte_more_is_refused(province: Province) -> None:
    found = _CSRF.search(province.get("operator", "/me"))
    assert found is not None
    start = f"csrf={found[1]}&period=2026-11&comment=".encode()
    for size, status in ((MAX_FORM, 400), (MAX_FORM + 1, 413)):
        answered = posted(province, start + b"x" * (size - len(start)))
        assert answered.status_code == status
        assert says(answered.text, "form-too-big", limit=MAX_FORM) == (status == 413)
        assert says(answered.text, "nothing-ticked") == (status == 400)


def test_a_form_that_cannot_be_read_is_said_to_be_so(province: Province) -> None:
    answered = posted(province, b"x", "multipart/form-data")
    assert answered.status_code == 400
    assert says(answered.text, "bad-form", why="Missing boundary in multipart.")
    fields = "&".join(f"unit={number}" for number in range(5_001)).encode()
    answered = posted(province, fields)
    assert answered.status_code == 400
    assert says(answered.text, "bad-form", why="Too many fields. Maximum number of fields is 5000.")


def test_a_page_that_is_not_for_a_role_says_so_and_one_that_is_not_there_does_too(province: Province) -> None:
    assert says(province.get("auditor", "/reminders?period=2026-13", status=400), "bad-period", text="2026-13")
    assert says(province.post("auditor", "/reminders", status=403, period="2026-11"), "not-allowed")
    assert says(province.get("auditor", "/nowhere", status=404), "no-page")


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (locked, Unavailable("store-busy")),
        (full, Unavailable("disk-full")),
        (damaged, Unavailable("store-damaged", why="file is not a database")),
    ],
)
def test_a_store_that_cannot_serve_is_a_503_that_says_why(
    province: Province, broken: Callable[[HubStore], AbstractContextManager[None]], error: Unavailable
) -> None:
    client = province.client("operator")
    found = _CSRF.search(client.get("/me").text)
    assert found is not None
    form = {"csrf": found[1], "unit": "03390", "officer": "x" * 100, "days": "30", "url": "https://here/" + "x" * 200}
    with broken(province.store):
        sent = (client.post("/invites", data=form) for _ in range(200))  # the last page of a full database has room for some
        answered = next(answer for answer in sent if answer.status_code != 200)
    assert answered.status_code == 503
    assert says(answered.text, error.code, **error.facts)
    assert client.post("/invites", data=form).status_code == 200


def test_a_program_is_told_in_json_that_the_store_cannot_serve(province: Province) -> None:
    client = province.client("operator")
    with damaged(province.store):
        answered = client.get("/api/v1/units")
    assert (answered.status_code, answered.json()["error"]) == (503, "store-damaged")
