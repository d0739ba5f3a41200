"""The service as a whole: what monitors and people ask, beside what laptops do."""

from __future__ import annotations

import socket

import httpx
import pytest

from hub.messages import sentence
from hub.web.service import listening
from sync.errors import Unavailable
from sync.wording.i18n import speaking
from tests.hub.live import Live


def test_the_pages_for_people_and_monitors_answer(live: Live) -> None:
    assert httpx.get(f"{live.url}/health").text == "ok\n"
    assert httpx.get(f"{live.url}/key").text.strip() == live.keys.logs.verifier.vkey()
    assert httpx.get(f"{live.url}/sync").status_code == 405


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Unavailable) as refused:
            listening("127.0.0.1", port)
    assert (refused.value.code, refused.value.facts) == ("cannot-listen", {"address": f"127.0.0.1:{port}", "why": "taken"})
    with speaking("en"):
        assert f"127.0.0.1:{port}: another program does already" in sentence(refused.value)
    with pytest.raises(Unavailable) as nowhere:
        listening("a..b", 0)
    assert nowhere.value.code == "cannot-listen"
