"""A province's desk on a real socket: the hub of a `World`, an account of each role, and browsers without a screen."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, get_args

import httpx

from hub.clock import HubClock
from hub.messages import sentence
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from hub.registry.requests import Letter, request
from hub.store.accounts import Role
from hub.web.service import HubService
from sync.encoding.types import Instant
from sync.errors import Fact, SoxaError
from sync.ledger.directive import Directive
from sync.wording.i18n import speaking
from tests.hub.accounts.quick import QUICK
from tests.serving import serving
from tests.world import BEGAN, World

PASSWORD: Final = "mật khẩu đủ dài"
PATIENCE: Final = 60.0
"""Seconds that an answer may take on a busy machine: how fast pages are is the benchmark's matter."""
SUPERIOR: Final = "03390"
"""The unit whose superior's account there is: Xã Bình Lư."""
_CSRF: Final = re.compile(r'name="csrf" value="([^"]+)"')


def says(page: str, code: str, **facts: Fact) -> bool:
    """Whether a page in English tells of just this error."""
    with speaking("en"):
        told = sentence(SoxaError(code, **facts))
    return told in html.unescape(page)


class Province(World):
    """A world whose hub serves its desk. The accounts are called as their roles."""

    def __init__(
        self,
        folder: Path,
        directives: Iterable[Directive] | None = None,
        *,
        founded: Instant = BEGAN,
        clock: HubClock | None = None,
    ) -> None:
        super().__init__(folder, founded=founded)
        with self.store.writing() as transaction:
            for directive in shipped() if directives is None else directives:
                publish(transaction, self.keys, directive, now=self.now(), random_bytes=self.random)
            for role in get_args(Role):
                unit = SUPERIOR if role == "superior" else ""
                transaction.accounts.add(role, role, QUICK.hash(PASSWORD), self.now(), unit)
        self._clients: dict[str, httpx.Client] = {}
        app = HubService(self.store, self.keys, now=self.now, random_bytes=self.random, clock=clock).app()
        self._serving = ExitStack()
        self.url = self._serving.enter_context(serving(app))

    def asks(self, subject: str, number: str = "45/CV") -> Directive:
        """The province asks a commune for something by 4 November, with a letter of this number."""
        with self.store.writing() as transaction:
            return request(
                transaction,
                self.keys,
                subject,
                by="2026-11-04",
                letter=Letter(number=number, date="2026-10-20"),
                units=("03390",),
                now=self.now(),
                random_bytes=self.random,
            )

    def visitor(self) -> httpx.Client:
        """Somebody who has not signed in."""
        return httpx.Client(base_url=self.url, headers={"Accept-Language": "vi"}, timeout=PATIENCE)

    def client(self, role: Role) -> httpx.Client:
        """Somebody who has signed in with a role, and follows where answers lead."""
        if role not in self._clients:
            client = self.visitor()
            client.follow_redirects = True
            client.cookies.set("soxa-language", "en")
            answered = client.post("/signin", data={"name": role, "password": PASSWORD})
            assert answered.status_code == 200 and "soxa" in client.cookies, answered.text
            self._clients[role] = client
        return self._clients[role]

    def get(self, role: Role, path: str, status: int = 200) -> str:
        """What a page says to somebody with a role."""
        answered = self.client(role).get(path)
        assert answered.status_code == status, (path, answered.status_code, answered.text[-800:])
        return answered.text

    def post(self, role: Role, path: str, /, status: int = 200, **fields: Any) -> str:
        """What comes of a form that somebody with a role sends, from one of our own pages."""
        client = self.client(role)
        found = _CSRF.search(client.get("/me").text)
        assert found is not None, "every page of somebody signed in has a form"
        answered = client.post(path, data={"csrf": found[1], **fields})
        assert answered.status_code == status, (path, answered.status_code, answered.text[-800:])
        return answered.text

    def close(self) -> None:
        """Stop serving, and let go of all files."""
        for client in self._clients.values():
            client.close()
        self._serving.close()
        super().close()
