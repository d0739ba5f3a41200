"""Who has reported: verdicts rest on receipts and brackets, never on a laptop's clock alone."""

from __future__ import annotations

from field.reporting import reports
from hub import own_logs
from hub.monitoring.reporting_status import unit_statuses
from hub.registry.directives.publish import publish
from sync.encoding.types import Instant
from sync.ledger.directive import Directive, Duty
from sync.ledger.entry import Narrative
from sync.ledger.period import parse
from tests.world import World

MONTHLY = Directive(
    id="plan",
    number="1/KH",
    kind="plan",
    date="2025-06-06",
    province="12",
    issuer="UBND tỉnh",
    subject="Tuyên truyền",
    duties=(Duty(id="monthly", what="Báo cáo tháng", reporters=("commune-committee",), rule="monthly-15"),),
)


def test_verdicts_rest_on_receipts_and_brackets(world: World) -> None:
    with world.store.writing() as transaction:
        publish(transaction, world.keys, MONTHLY, now=world.now(), random_bytes=world.random)
    due = parse("2026-11", ()).due
    units = ("03388", "03390", "03394", "03405")
    punctual, honest, claimed, _silent = (world.laptop(unit) for unit in units)
    for laptop, at, received in (
        (punctual, due - 90, due - 60),
        (honest, due + 30, due + 60),
        (claimed, due - 30, due + 90),
    ):
        reports.submit(laptop.store, laptop.signer, "2026-11", Narrative(), now=Instant(at), random_bytes=world.random)
        world.set_clock(Instant(received))
        laptop.exchange(world.line)
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        found = {
            one.unit: one
            for one in unit_statuses(transaction, registry, parse("2026-11", registry.directives), Instant(due + 100))
        }
        before = {
            one.unit: one
            for one in unit_statuses(transaction, registry, parse("2026-11", registry.directives), Instant(due - 1))
        }
    assert [found[unit].standing for unit in units] == ["on-time", "late", "claimed-on-time", "missing"]
    assert before["03405"].standing == "due"
    assert found["03388"].received == due - 60
