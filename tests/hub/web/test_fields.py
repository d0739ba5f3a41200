"""An activity field by field, as pages show it."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from hub import own_logs
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from hub.web.fields import FieldLine, FieldWording
from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash, Instant
from sync.ledger.entry import Activity, Fields, Retraction
from sync.ledger.merge import Values
from sync.ledger.vocabulary import vocabulary
from sync.wording.directive_names import shown_name
from sync.wording.fields import field_title
from sync.wording.i18n import speaking
from sync.wording.names import Names
from tests.world import World

PLAN = shipped()[0]
TASK = PLAN.tasks[0]
CHANNEL = "commune-radio"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    """Those of a registry with one directive."""
    world = World(tmp_path_factory.mktemp("names"))
    with world.store.writing() as transaction:
        publish(transaction, world.keys, PLAN, now=world.now(), random_bytes=world.random)
        registry = own_logs.registry(transaction, world.keys)
    world.close()
    return Names(registry, "2026-10-28")


def activity(**fields: object) -> Activity:
    return Activity(
        salt="00112233445566bb",
        at=Instant(1_793_000_060),
        record="01a17700-0000-7000-8000-000000000001",
        fields=Fields(**fields),  # type: ignore[arg-type]
    )


def test_fields_that_say_something_are_lines_in_the_order_of_fields(names: Names) -> None:
    values = Values(title="Phát loa", date="2026-10-28", channel=CHANNEL, quantity=1_234, audience=0, directive=PLAN.id)
    channel = vocabulary().channels[CHANNEL]
    with speaking("en"):
        found = FieldWording(names, values).lines()
        titles = [field_title(name) for name in Values.__struct_fields__ if getattr(values, name) not in (None, "", ())]
    assert [line.name.partition(" (")[0] for line in found] == titles
    told = {line.name: line.text for line in found}
    assert told["Title"] == "Phát loa" and told["Date"] == "28/10/2026"
    assert told["Directive"] == shown_name(PLAN) and told["Channel"] == channel.en
    assert told[f"Quantity ({channel.quantity_en})"] == "1,234"
    assert told[f"People ({channel.reach_en})"] == "0", "none is something said"


def test_what_an_entry_set_is_told_what_it_emptied_too_and_nothing_else(names: Names) -> None:
    wording = FieldWording(names, Values(title="Phát loa", date="2026-10-28"))
    with speaking("en"):
        changed = wording.changes(activity(place="Bản Bo", quantity=None, topics=()))
        assert wording.changes(activity()) == []
    assert set(changed) == {FieldLine("Place", "Bản Bo"), FieldLine("Quantity", "–"), FieldLine("Topics", "–")}
    assert activity().fields.place is UNSET


def test_an_entry_that_takes_back_says_why(names: Names) -> None:
    gone = Retraction(
        salt="00112233445566cc",
        at=Instant(1_793_000_060),
        record="01a17700-0000-7000-8000-000000000001",
        base=(tobase64(Hash(bytes(32))),),
        reason="Ghi nhầm",
    )
    with speaking("en"):
        assert FieldWording(names, Values(title="x", date="2026-10-28")).changes(gone) == [
            FieldLine("Taken back", "Ghi nhầm")
        ]


def test_a_task_is_told_by_its_directive_and_by_its_number_where_there_is_none(names: Names) -> None:
    def told(directive: str | None) -> str:
        return FieldWording(names, Values(title="x", date="2026-10-28", directive=directive)).value("task", TASK.no)

    assert told(PLAN.id) == f"{shown_name(PLAN)}, {TASK.no}: {TASK.label}"
    assert told("no-such-plan") == f"–, {TASK.no}"
    assert told(None) == TASK.no


def test_numbers_are_called_as_their_channel_counts_them(names: Names) -> None:
    def called(channel: str | None) -> list[str]:
        with speaking("en"):
            wording = FieldWording(names, Values(title="x", date="2026-10-28", channel=channel))
            return [wording.name(name) for name in ("quantity", "audience", "minutes")]

    channel = vocabulary().channels[CHANNEL]
    assert called(CHANNEL) == [f"Quantity ({channel.quantity_en})", f"People ({channel.reach_en})", "Minutes"]
    assert called(None) == called("no-such-channel") == ["Quantity", "People", "Minutes"]
