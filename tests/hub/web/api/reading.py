"""Another system that reads the API, and something for it to read."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import httpx
import msgspec

from hub.monitoring import reviews
from hub.web.api import endpoints as api
from hub.web.api import openapi
from tests.hub.export.documents.reported import submit
from tests.hub.web.province import Province

T = TypeVar("T")
OFFICER = "Lò Thị Không Công Khai"
HOSTILE = "<script>alert(1)</script>\u202e\x00"
UNIT = "03390"


def told(client: httpx.Client, path: str, shape: type[T]) -> T:
    answered = client.get(path)
    assert answered.status_code == 200, answered.text
    assert answered.headers["content-type"] == "application/json"
    return msgspec.json.decode(answered.content, type=shape)


def busy(province: Province) -> list[str]:
    """Two laptops in conflict about one record, another record accepted, one taken back; a report. The ids."""
    one, other = province.laptop(UNIT), province.laptop(UNIT)
    one.log(title="Chung", channel="zalo", topics=("ai", "mindset"), audience=10)
    one.log(title=HOSTILE, channel="commune-radio", quantity=3, minutes=30)
    one.log(title="Nhầm", date="2026-10-30")
    for laptop in (one, other):
        laptop.exchange(province.line)
    shared, accepted, mistaken = one.record_ids()
    one.revise(shared, audience=20)
    other.revise(shared, audience=30)
    one.retract(mistaken)
    submit(one)
    for laptop in (one, other):
        laptop.exchange(province.line)
    with province.store.writing() as transaction:
        reviews.review(
            transaction,
            province.keys,
            accepted,
            "accepted",
            "Đủ",
            now=province.now(),
            random_bytes=province.random,
            account="operator",
        )
        reviews.review_report(
            transaction,
            province.keys,
            UNIT,
            "2026-11",
            "returned",
            "Thiếu",
            now=province.now(),
            random_bytes=province.random,
            account="operator",
        )
        for device in transaction.laptops.all():
            transaction.laptops.set_officer(device, OFFICER)
    return [shared, accepted, mistaken]


def described() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(openapi.document(api.ENDPOINTS))
    return document
