"""A province with some of everything that open data tells, or must not tell."""

from __future__ import annotations

from pathlib import Path

from hub import own_logs
from hub.accounts import accounts
from hub.monitoring import reviews
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from tests.hub.export.documents.reported import submit
from tests.world import Laptop, World

HOSTILE = '=HYPERLINK("http://evil.example")\u202e\x00\'; DROP TABLE activities; --'
OFFICER = "Lò Thị Không Công Khai"


def open_province(folder: Path) -> World:
    """A province with its directives and an account."""
    made = World(folder)
    with made.store.writing() as transaction:
        for directive in shipped():
            publish(transaction, made.keys, directive, now=made.now(), random_bytes=made.random)
    accounts.add_account(made.store, "an.account", "admin", "mật khẩu đủ dài", now=made.now(), random_bytes=made.random)
    return made


def full(world: World) -> tuple[Laptop, Laptop]:
    """Some of everything: records revised, taken back, in conflict, of unknown words, hostile; a report; an answer."""
    one, other = world.laptop("03390"), world.laptop("03390")
    for laptop in (one, other):
        laptop.exchange(world.line)
    one.log(title="Họp bản", channel="village-meeting", topics=("digital-skills", "ai"), quantity=1, audience=64)
    one.log(title=HOSTILE, text=HOSTILE, place=HOSTILE, channel="from-tomorrow", topics=("nobody-knows",), minutes=7)
    one.log(title="Theo kế hoạch", directive="unknown-plan", task="19", audience=0)
    one.log(title="Theo văn bản", directive=shipped()[0].id, task=shipped()[0].tasks[0].no, date="2026-11-20")
    one.log(title="Ghi nhầm một người: Vàng A", audience=5, topics=("of-vang-a",), channel="from-vang-a")
    one.exchange(world.line)
    other.exchange(world.line)
    first, _second, third, fourth, fifth = one.record_ids()
    one.retract(fifth)
    one.revise(third, audience=10)
    other.revise(third, audience=20)
    one.exchange(world.line)
    other.exchange(world.line)
    submit(one, "2026-11")
    one.exchange(world.line)
    with world.store.writing() as transaction:
        for device in own_logs.registry(transaction, world.keys).devices:
            transaction.laptops.set_officer(device, OFFICER)
        reviews.review(
            transaction,
            world.keys,
            first,
            "accepted",
            "ý kiến riêng",
            now=world.now(),
            random_bytes=world.random,
            account="an.account",
        )
    assert fourth
    return one, other
