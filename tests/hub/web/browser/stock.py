"""A province with something on every page, all of it as hostile as stored text can be, and an address for every route."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

from field.reporting import reports
from field.store.rows import ActivityFilter
from hub.accounts import readers
from hub.cosigning.choosing import add_witness
from hub.monitoring import reviews
from hub.registry import invites, unit_changes
from hub.store.rows import CosignedHead, WitnessAlarm
from hub.web.app import API
from hub.web.context import Route
from hub.web.routes import ROUTES
from sync.encoding.types import Size
from sync.ledger import origins
from sync.ledger.entry import Narrative, Verdict
from tests.hub.web.browser.window import HOSTILE
from tests.hub.web.province import Province
from tests.witnesses import witness_signer

UNIT: Final = "03390"
OTHER: Final = "03394"
GONE: Final = "03405"
PERIOD: Final = "2026-11"
"""The period of the days on which the story of a `World` plays."""
LONG: Final = "khôngcóchỗngắt" * 25


class Stock:
    """The province, and what its pages are called."""

    def __init__(self, folder: Path) -> None:
        self.province = Province(folder)
        try:
            self._fill()
        except BaseException:
            self.province.close()  # it serves until then
            raise

    def _fill(self) -> None:
        self.laptop, self.colleague = self.province.laptop(UNIT), self.province.laptop(UNIT)
        self.invite = self._invite()
        self._reorganise()
        self._log()
        self._report()
        self._answer()
        self._witnesses()
        self.titles = {row.values.title: row.record for row in self.laptop.store.records.rows(ActivityFilter())}
        self.record = self.titles[HOSTILE]
        self._values: dict[str, str] = {
            "static/{file}": "soxa.css",
            "language/{code}": "en",
            "reports/{kind}": "xlsx",
            "records/{unit}": UNIT,
            "{unit}/{record}": self.record,
            "units/{code}": UNIT,
            "units/{unit}": UNIT,
            "invites/{id}": self.invite,
            "periods/{name}": PERIOD,
            "laptops/{id}": self.laptop.store.membership.device,
            "directives/{id}": self.laptop.store.logs.registry().own_directives[0].id,
        }
        self._queries: dict[str, str] = {
            "/units/{code}/report": f"?period={PERIOD}",
            "/dispatches/new": f"?period={PERIOD}",
            "/dispatches/annex": f"?period={PERIOD}&kind=csv&made={self.province.now()}",
            "/records/{unit}/{record}/proof": f"?device={self.laptop.store.membership.device}&entry=1",
        }

    def close(self) -> None:
        """Stop serving."""
        self.province.close()

    def address(self, route: Route) -> str:
        """An address that the route answers."""

        steps = route.path.split("/")
        filled = [step if "{" not in step else self._value(f"{before}/{step}") for before, step in pairwise(steps)]
        return "/" + "/".join(filled) + self._queries.get(route.path, "")

    def _value(self, named: str) -> str:
        assert named in self._values, f"say in tests/hub/web/browser/stock.py what {named} may be"
        return self._values[named]

    # -- what there is

    def _invite(self) -> str:
        province = self.province
        with province.store.writing() as transaction:
            for url in ("https://soxa.test.example", ""):
                made = invites.make(
                    transaction,
                    province.keys,
                    UNIT,
                    officer=HOSTILE.replace("\u202e", ""),
                    days=30,
                    url=url,
                    now=province.now(),
                    random_bytes=province.random,
                )
            readers.add_reader(transaction, "<b>cổng</b> " + LONG[:80], 30, now=province.now(), random_bytes=province.random)
        return made.id

    def _reorganise(self) -> None:
        province = self.province
        with province.store.writing() as transaction:
            unit_changes.merge(
                transaction,
                province.keys,
                [GONE],
                OTHER,
                since="2026-10-01",
                document="<b>12/NQ</b> " + LONG[:80],
                now=province.now(),
                random_bytes=province.random,
            )

    def _log(self) -> None:
        laptop, line = self.laptop, self.province.line
        laptop.exchange(line)
        plan = laptop.store.logs.registry().own_directives[0]
        for title in (HOSTILE, LONG, "Cùng sửa", "Trả lại", "Được duyệt", "Rút lại", "=1+1"):
            laptop.log(
                title=title,
                place=HOSTILE,
                text=HOSTILE + "\n" + LONG,
                channel="commune-radio",
                directive=plan.id,
                task=plan.tasks[0].no,
                topics=("digital-skills",),
                quantity=3,
                audience=40,
                minutes=15,
            )
        laptop.exchange(line)
        self.colleague.exchange(line)
        both = next(row.record for row in laptop.store.records.rows(ActivityFilter()) if row.values.title == "Cùng sửa")
        laptop.revise(both, place="Nơi này " + HOSTILE)
        self.colleague.revise(both, place="Nơi kia " + HOSTILE)
        back = next(row.record for row in laptop.store.records.rows(ActivityFilter()) if row.values.title == "Rút lại")
        laptop.retract(back)
        for one in (laptop, self.colleague, laptop):
            one.exchange(line)

    def _report(self) -> None:
        said = Narrative(results=HOSTILE + "\n" + LONG, difficulties=HOSTILE, proposals=LONG)
        for _twice in range(2):
            reports.submit(
                self.laptop.store,
                self.laptop.signer,
                PERIOD,
                said,
                now=self.province.now(),
                random_bytes=self.province.random,
            )
            self.laptop.exchange(self.province.line)

    def _witnesses(self) -> None:
        """One that has cosigned, and has said since that it knows of more; one that never answered."""
        province = self.province
        acceptances = origins.acceptances(province.keys.hub)
        first, second = (witness_signer(name, seed)[1] for seed, name in enumerate(("w.example", f"{LONG[:90]}.example"), 5))
        with province.store.writing() as transaction:
            for key in (first, second):
                add_witness(transaction, "https://university.example/" + "x" * 200, key.vkey(), province.now())
            head = CosignedHead(
                witness=first.name, origin=acceptances, size=Size(1), note="-", line="-", time=province.now()
            )
            transaction.witnesses.keep(head)
            transaction.witnesses.answered(first.name, province.now())
            transaction.witnesses.failed(
                second.name, province.now(), "witness-no-answer", {"name": second.name, "why": "timeout"}
            )
            for kind, settled in (("witness-forgot", True), ("witness-ahead", False)):
                found = WitnessAlarm(
                    at=province.now(), witness=first.name, origin=acceptances, kind=kind, size=Size(3), said=Size(9)
                )
                transaction.witnesses.alarm(found)
                if settled:
                    transaction.witnesses.settle(first.name)

    def _answer(self) -> None:
        province = self.province
        answers: dict[str, Verdict] = {"Trả lại": "returned", "Được duyệt": "accepted"}
        with province.store.writing() as transaction:
            transaction.laptops.set_officer(self.laptop.store.membership.device, HOSTILE)
            for row in list(self.laptop.store.records.rows(ActivityFilter())):
                if row.values.title in answers:
                    reviews.review(
                        transaction,
                        province.keys,
                        f"{UNIT}/{row.record}",
                        answers[row.values.title],
                        HOSTILE + LONG,
                        now=province.now(),
                        random_bytes=province.random,
                        account="operator",
                    )
            reviews.review_report(
                transaction,
                province.keys,
                UNIT,
                PERIOD,
                "returned",
                HOSTILE,
                now=province.now(),
                random_bytes=province.random,
                account="operator",
            )


READ: Final = tuple(route for route in ROUTES if route.method == "GET" and not route.path.startswith(API))
"""Every route that shows something to people."""
