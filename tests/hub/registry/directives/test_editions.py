"""The editions of a directive: each as it was stated, and what changed between two, field by field."""

from __future__ import annotations

import itertools

import msgspec

from hub.home import HubHome, make_keys
from hub.registry.directives.editions import EditionChange, changes, editions
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from hub.store import HubStore
from sync.ledger import origins
from sync.ledger.directive import ALL_READ, Basis, Due, Signatory
from sync.ledger.vocabulary import label, vocabulary
from sync.wording.i18n import speaking
from tests import later
from tests.world import World

PLAN = next(directive for directive in shipped() if directive.id == "lai-chau-2653-kh-ubnd")
OTHER = next(directive for directive in shipped() if directive.id != PLAN.id)


def test_every_edition_is_found_where_it_was_stated_the_first_first(world: World) -> None:
    edition = msgspec.structs.replace(PLAN, subject="Khác")
    stated = []
    with world.store.trying() as transaction:
        for directive in (PLAN, OTHER, edition, PLAN):
            now = world.now()
            log = transaction.logs.get(origins.registry(world.keys.hub))
            assert log is not None
            assert publish(transaction, world.keys, directive, now=now, random_bytes=world.random)
            stated.append((now, log.size, directive))
        found = editions(transaction, world.keys, PLAN.id)
        assert editions(transaction, world.keys, "no-such-directive") == []
    assert [(edition.at, edition.position, edition.directive) for edition in found] == [stated[0], stated[2], stated[3]]


def test_before_a_hub_is_founded_there_are_none(world: World) -> None:
    home = HubHome(world.folder / "new")
    keys = make_keys(home, "soxa.new.example", None, world.random)
    store = HubStore.create(home.database)
    with store.reading() as transaction:
        assert editions(transaction, keys, PLAN.id) == []
    store.close()


def test_the_order_alone_is_no_change() -> None:
    after = msgspec.structs.replace(PLAN, tasks=PLAN.tasks[::-1], duties=PLAN.duties[::-1])
    assert after != PLAN and changes(PLAN, after) == []


def test_what_came_and_what_went_has_nothing_on_the_other_side() -> None:
    signer = Signatory(name="Nguyễn Văn A", capacity="Chủ tịch")
    before = msgspec.structs.replace(PLAN, signer=None, valid_to="2026-12-31")
    after = msgspec.structs.replace(PLAN, signer=signer, valid_to=None)
    with speaking("en"):
        told = changes(before, after)
        back = changes(after, before)
    assert {change.where for change in told} == {("signed",), ("valid until",)}
    assert EditionChange(("signed",), None, "Nguyễn Văn A (Chủ tịch)") in told
    assert EditionChange(("valid until",), "2026-12-31", None) in told
    assert sorted(back, key=repr) == sorted((EditionChange(c.where, c.after, c.before) for c in told), key=repr)


def test_parts_of_one_name_are_told_apart_by_their_number() -> None:
    twice = (Basis(number="1/NQ", label="a"), Basis(number="1/NQ", label="b"))
    before = msgspec.structs.replace(PLAN, based_on=twice)
    after = msgspec.structs.replace(PLAN, based_on=(twice[0], msgspec.structs.replace(twice[1], label="c")))
    with speaking("en"):
        assert changes(before, after) == [EditionChange(("rests on", "1/NQ (2)", "what"), "b", "c")]


def test_what_changed_is_told_field_by_field() -> None:
    before = PLAN
    first, second, *rest = before.tasks
    moved = msgspec.structs.replace(first, due=Due(kind="date", date="2026-06-30"), channels=("zalo",))
    after = msgspec.structs.replace(before, subject="Khác", tasks=(moved, *rest))
    with speaking("en"):
        told = {one.where: (one.before, one.after) for one in changes(before, after)}
        assert changes(before, before) == []
        zalo = label(vocabulary().channels["zalo"], "en")
    assert told == {
        ("subject",): (before.subject, "Khác"),
        ("task", first.no, "until"): ("until 30/06/2025", "until 30/06/2026"),
        ("task", first.no, "channels"): (None, zalo),
        ("task", second.no): (second.label, None),
    }


def test_of_what_was_not_read_nothing_is_said_to_have_come_or_gone(world: World) -> None:
    monthly = later.MONTHLY
    whole = later.plan("a", "1/KH", monthly, topics=("ai",))
    later.state(
        world,
        later.line(whole),
        later.line(msgspec.structs.replace(whole, subject="Hai", needs=("spans",))),
        later.line(whole),
        later.line(msgspec.structs.replace(whole, duties=()), duties=[{**msgspec.to_builtins(monthly), "spans": 3}]),
        later.line(msgspec.structs.replace(whole, duties=()), duties=[later.QUARTERLY]),
    )
    with world.store.reading() as transaction:
        stated = editions(transaction, world.keys, "a")
    assert [edition.unread != ALL_READ for edition in stated] == [False, True, False, True, True]
    with speaking("en"):
        found = [
            changes(was.directive, edition.directive, was.unread, edition.unread)
            for was, edition in itertools.pairwise(stated)
        ]
    subject = [EditionChange(("subject",), whole.subject, "Hai")], [EditionChange(("subject",), "Hai", whole.subject)]
    assert found[:3] == [*subject, []]
    assert found[3] == [
        EditionChange(("report", "month"), "Báo cáo tháng", None),
        EditionChange(("report", "quarter"), None, "Báo cáo quý về truyền thanh"),
    ]
