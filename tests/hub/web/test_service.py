"""The service as a whole: what monitors and people ask, beside what laptops do."""

from __future__ import annotations

import httpx

from tests.hub.live import Live


def test_the_pages_for_people_and_monitors_answer(live: Live) -> None:
    assert httpx.get(f"{live.url}/health").text == "ok\n"
    assert httpx.get(f"{live.url}/key").text.strip() == live.keys.logs.verifier.vkey()
    assert httpx.get(f"{live.url}/sync").status_code == 405
