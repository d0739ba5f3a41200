"""The desk's rows: every page of a hub that holds a province's year, asked for in many ways over a real socket, and what
downloads take. Before each page a laptop syncs, so that nothing rests on sums of data that did not change."""

from __future__ import annotations

import datetime
import math
import random
import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlencode

import httpx

from hub.accounts import accounts
from hub.web.pages.records import PAGES
from hub.web.routes import ROUTES
from hub.web.service import HubService, settle
from sync.encoding.types import Instant
from sync.ledger.figures import BANDS, By
from sync.ledger.period import months
from sync.shell.console import random_bytes
from tests.bench.measure import Row, best
from tests.bench.year import LAPTOPS, Year
from tests.serving import serving

_ROUNDS: Final = 24
"""How often each page is asked for, each time in another way."""
_FILES_ROUNDS: Final = 3
_TOLD: Final = 4
"""Pages that are told beside the slowest."""
_PASSWORD: Final = "mật khẩu đủ dài"
_BOARD: Final = "/"
_LAST_DAY: Final = datetime.date(2026, 12, 14)
_MONTHS: Final = tuple(months(_LAST_DAY, 12))
_DIMENSIONS: Final[tuple[By, ...]] = ("unit", "topic", "channel", "directive", "task", "audience")
_FIELDS: Final = ("unit", "topic", "channel", "directive", "task", "band", "answer")
_KINDS: Final = ("docx", "section", "xlsx", "csv", "json")

Who = Literal["operator", "admin"]


def rows(folder: Path, records: int) -> Iterator[Row]:
    """Build the year in a new folder, and measure."""
    folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    year = Year(folder / "hub", records)
    held = f"{records:,} records, {LAPTOPS} laptops"
    yield Row(f"a province's year comes to the hub: {held}", time.perf_counter() - began, "s")
    try:
        yield from measured(year, held)
    finally:
        year.close()


def measured(year: Year, held: str) -> Iterator[Row]:
    """Every page and file of the desk."""
    scan = _scan(year.home.database) * 1e3
    with browsing(year) as clients:
        asker = Asker(year, clients)
        asker.warm()
        taken = asker.rounds(_ROUNDS, {path: make for path, make in ADDRESSES.items() if path not in FILES})
        health = statistics.median(taken.pop("/health"))
        board = _late(taken.pop(_BOARD))
        yield Row(f"the board, 95th percentile, {held}", board, "ms", health, "/health", 150, absolute=True)
        slowest = sorted(((_late(times), path) for path, times in taken.items()), reverse=True)
        value, path = slowest[0]
        job = f"the slowest of {len(slowest)} other pages, 95th percentile: {path}"
        yield Row(job, value, "ms", scan, "a scan of all records", 300, absolute=True)
        for value, path in slowest[1 : _TOLD + 1]:
            yield Row(f"  {path}", value, "ms")
        for path, times in asker.rounds(_FILES_ROUNDS, {path: ADDRESSES[path] for path in FILES}).items():
            yield Row(f"  a file: {path}, the median", statistics.median(times), "ms")


def _late(times: list[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def _scan(path: Path) -> float:
    """Seconds for SQLite to look at every record once."""
    db = sqlite3.connect(path)
    try:
        return best(lambda: db.execute("SELECT count(*), sum(quantity), sum(audience), sum(minutes) FROM record").fetchone())
    finally:
        db.close()


@contextmanager
def browsing(year: Year) -> Iterator[dict[Who, httpx.Client]]:
    """The real service on a socket, and browsers that have signed in."""
    began = time.monotonic()

    def now() -> Instant:
        return Instant(year.now + int(time.monotonic() - began))

    app = HubService(year.store, year.keys, now=now, random_bytes=random_bytes).app()
    settle()
    clients: dict[Who, httpx.Client] = {}
    roles: tuple[Who, ...] = ("operator", "admin")
    with serving(app, access_log=False) as url, ExitStack() as opened:
        for role in roles:
            accounts.add_account(year.store, role, role, _PASSWORD, now=now(), random_bytes=random_bytes)
            clients[role] = opened.enter_context(httpx.Client(base_url=url, timeout=60))
            answered = clients[role].post("/signin", data={"name": role, "password": _PASSWORD})
            assert answered.status_code == 303, answered.text
        yield clients


class Asker:
    """Asks for pages as people at the desk do."""

    def __init__(self, year: Year, clients: dict[Who, httpx.Client]) -> None:
        missing = sorted({route.path for route in ROUTES if route.method == "GET"} - ADDRESSES.keys())
        assert not missing, f"pages that the benchmark cannot ask for: {missing}"
        self.year = year
        self.clients = clients
        self.chance = random.Random(2)
        self._operators = {route.path for route in ROUTES if "operator" in route.may} | {"/health"}
        self._synced = 0

    def warm(self) -> None:
        """Each page once: a service that has been running."""
        for path, make in ADDRESSES.items():
            if path not in FILES:
                self._get(path, make(self))

    def rounds(self, count: int, pages: dict[str, Callable[[Asker], str]]) -> dict[str, list[float]]:
        """Milliseconds of each page, so many times."""
        taken: dict[str, list[float]] = {path: [] for path in pages}
        for _round in range(count):
            for path in self.chance.sample(sorted(pages), len(pages)):
                self._sync()
                taken[path].append(self._get(path, pages[path](self)))
        return taken

    def _sync(self) -> None:
        """A laptop brings a few records."""
        laptop = self.chance.choice(self.year.laptops)
        self._synced += 1
        self.year.log(laptop, 3, _LAST_DAY, _LAST_DAY + datetime.timedelta(days=10))
        self.year.bring(laptop, self.year.now + self._synced)

    def _get(self, path: str, address: str) -> float:
        client = self.clients["operator" if path in self._operators else "admin"]
        began = time.perf_counter()
        answered = client.get(address)
        taken = (time.perf_counter() - began) * 1e3
        assert answered.status_code == (303 if path in _LEADING else 200), (address, answered.text[-500:])
        return taken

    # -- what pages are asked for

    def a_code(self) -> str:
        """A commune."""
        return self.chance.choice(self.year.units).code

    def a_period(self) -> str:
        """Nearly always a month, a half-year or the year; sometimes of one directive."""
        when = self.chance.choice((*_MONTHS, *_MONTHS[:4], *("2026", "2026-H1") * 4))
        return f"lao-cai-plan@{when}" if self.chance.random() < 0.1 else when

    def filters(self) -> dict[str, str]:
        """A period, and none, one or two other filters."""
        chosen = {"period": "all" if self.chance.random() < 0.1 else self.a_period()}
        for field in self.chance.sample(_FIELDS, self.chance.choice((0, 0, 1, 1, 2))):
            chosen[field] = self._value(field)
        if self.chance.random() < 0.1:
            chosen["units"] = "now"
        return chosen

    def _value(self, field: str) -> str:
        directive = self.chance.choice(self.year.directives)
        task = self.chance.choice(directive.tasks)
        return {
            "unit": self.a_code(),
            "topic": self.chance.choice(directive.topics),
            "channel": self.chance.choice(("commune-radio", "meeting", "banner", "-")),
            "directive": directive.id,
            "task": f"{directive.id}#{task.no}",
            "band": self.chance.choice(BANDS),
            "answer": self.chance.choice(("awaited", "accepted", "returned")),
        }[field]

    def a_record(self) -> str:
        """The unit and id of a record, at times of one that was revised."""
        unit = self.chance.choice(self.year.units)
        records = unit.revised if unit.revised and self.chance.random() < 0.3 else list(unit.counted)
        return f"{unit.code}/{self.chance.choice(records)}"

    def a_page(self, last: int) -> str:
        """The first page, or one far behind."""
        return str(self.chance.choice((1, 1, 1, 2, 20, last // 2, last)))


def _counts(asker: Asker) -> dict[str, str]:
    return asker.filters() | {"by": asker.chance.choice(_DIMENSIONS)}


def _listed(asker: Asker, last: int = PAGES) -> dict[str, str]:
    ticked = asker.chance.choice(({}, {}, {}, {"conflicted": "1"}, {"taken_back": "1"}))
    return asker.filters() | {"page": asker.a_page(last)} | ticked


def _at(path: str, query: Callable[[Asker], dict[str, str]] = lambda _asker: {}) -> Callable[[Asker], str]:
    """Makes addresses: the path with values in place of its names, and a query."""

    def make(asker: Asker) -> str:
        filled = path.replace("{unit}/{record}", asker.a_record() if "{record}" in path else "")
        for name, value in _NAMED.items():
            if name in filled:
                filled = filled.replace(name, value(asker))
        return f"{filled}?{urlencode(query(asker))}"

    return make


_NAMED: Final[dict[str, Callable[[Asker], str]]] = {
    "{code}": lambda asker: asker.a_code(),
    "{id}": lambda asker: asker.chance.choice(asker.year.directives).id,
    "{kind}": lambda asker: asker.chance.choice(_KINDS),
}


def _of_period(asker: Asker) -> dict[str, str]:
    return {"period": asker.a_period()}


def _proof(asker: Asker) -> str:
    """The first proof that a record's page offers."""
    page = asker.clients["operator"].get(f"/records/{asker.a_record()}").text
    found = re.search(r'href="(/records/[^"]+/proof[^"]*)"', page)
    assert found is not None, page[:500]
    return found[1].replace("&amp;", "&")


def _invite(asker: Asker) -> str:
    found = re.findall(r'href="(/invites/[a-z2-7]{16})"', asker.clients["operator"].get("/invites").text)
    return str(asker.chance.choice(found))


ADDRESSES: Final[dict[str, Callable[[Asker], str]]] = {
    "/health": _at("/health"),
    _BOARD: _at("/", lambda a: {"year": "2026", "sort": a.chance.choice(("name", "code", "behind", "2026-06"))}),
    "/static/{file}": _at("/static/soxa.css"),
    "/language/{code}": _at("/language/en"),
    "/signin": _at("/signin"),
    "/me": _at("/me"),
    "/accounts": _at("/accounts"),
    "/clock": _at("/clock"),
    "/restored": _at("/restored"),
    "/witnesses": _at("/witnesses"),
    "/counts": _at("/counts", _counts),
    "/counts.csv": _at("/counts.csv", _counts),
    "/records": _at("/records", _listed),
    "/records/{unit}/{record}": _at("/records/{unit}/{record}"),
    "/records/{unit}/{record}/proof": _proof,
    "/review": _at(
        "/review",
        lambda a: {
            "what": a.chance.choice(("activities", "activities", "reports")),
            "unit": a.chance.choice(("", a.a_code())),
            "period": a.chance.choice(("", a.a_period())),
            "page": a.chance.choice(("", "3", "500")),
        },
    ),
    "/reminders": _at("/reminders", _of_period),
    "/directives": _at("/directives"),
    "/directives/new": _at("/directives/new"),
    "/requests/new": _at("/requests/new"),
    "/dispatches/new": _at("/dispatches/new", _of_period),
    "/dispatches/annex": _at("/dispatches/annex", lambda a: _of_period(a) | {"kind": "csv", "made": str(a.year.now)}),
    "/directives/{id}": _at("/directives/{id}"),
    "/directives/{id}/edit": _at("/directives/{id}/edit"),
    "/units": _at("/units", lambda a: {"q": a.chance.choice(("", "sa pa", "van"))}),
    "/units/new": _at("/units/new"),
    "/units/{code}/enter": _at("/units/{code}/enter"),
    "/units/{code}/import": _at("/units/{code}/import"),
    "/units/change": _at("/units/change", lambda a: {"unit": a.a_code()}),
    "/units/{code}": _at("/units/{code}"),
    "/units/{code}/report": _at("/units/{code}/report", _of_period),
    "/laptops": _at(
        "/laptops",
        lambda a: {
            "sort": a.chance.choice(("unit", "seen")),
            "laptop": a.chance.choice(("", a.chance.choice(a.year.laptops).device)),
        },
    ),
    "/invites": _at("/invites"),
    "/invites/{id}": _invite,
    "/reports": _at("/reports", _of_period),
    "/periods/{name}": lambda a: f"/periods/{a.a_period()}",
    "/reports/{kind}": _at("/reports/{kind}", _of_period),
    "/bundle": _at("/bundle"),
    "/api/calendar.ics": _at("/api/calendar.ics"),
    "/api/openapi.json": _at("/api/openapi.json"),
    "/api/v1/status": _at("/api/v1/status", _of_period),
    "/api/v1/board": _at("/api/v1/board"),
    "/api/v1/counts": _at("/api/v1/counts", _counts),
    "/api/v1/records": _at("/api/v1/records", lambda a: _listed(a, 1_400)),
    "/api/v1/records/{unit}/{record}": _at("/api/v1/records/{unit}/{record}"),
    "/api/v1/units": _at("/api/v1/units"),
    "/api/v1/laptops": _at("/api/v1/laptops"),
    "/api/v1/directives": _at("/api/v1/directives"),
    "/api/v1/directives/{id}": _at("/api/v1/directives/{id}"),
    "/api/v1/reports": _at("/api/v1/reports", _of_period),
    "/api/v1/annex": _at("/api/v1/annex", _of_period),
}
"""How each way into the desk is asked for. One that is missing here stops the benchmark."""

_LEADING: Final = ("/language/{code}", "/periods/{name}")
"""Addresses that lead to another."""
FILES: Final = ("/reports/{kind}", "/dispatches/annex", "/bundle", "/api/v1/annex")
"""Whole reports and ledgers, told for information."""
