"""The registry: one hub, units before their devices, each device once, and every key under its own name."""

from __future__ import annotations

import msgspec
import pytest

from sync.encoding.types import DeviceId, Instant, Size
from sync.errors import BadInput, Misuse, NoSuchDuty, Unproven
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode, encode
from sync.ledger.directive import ALL_READ, OpaqueDuty, Unread
from sync.ledger.entry import Device, Directed, Entry, Hub, Reorganised, Revoked, Unit
from sync.ledger.period import parse
from sync.ledger.registry import Registry
from sync.log.keys import Signer
from sync.log.note import Verifier
from sync.log.receipt import cosigner_verifier
from tests import later

HUB = "soxa.example"
KEY = Signer(origins.registry(HUB), bytes([1]) * 32)
MIRROR = Signer(origins.mirror(HUB), bytes([2]) * 32)
LAPTOP = Signer("soxa", bytes([3]) * 32)
LAPTOP_ID = origins.device_id(LAPTOP.verifier.key)
LAPTOP_ORIGIN = origins.device(HUB, LAPTOP_ID)
SALT = "0" * 16

hub = Hub(salt=SALT, at=Instant(1), name="Lai Châu", province="12", cosigner=cosigner_verifier(MIRROR).vkey())
unit = Unit(salt=SALT, at=Instant(1), code="03390", name="Bình Lư", type="xã", valid_from="2025-07-01")
device = Device(salt=SALT, at=Instant(1), unit="03390", key=LAPTOP.renamed(LAPTOP_ORIGIN).verifier.vkey(), invite="a" * 16)
revoked = Revoked(salt=SALT, at=Instant(1), device=LAPTOP_ID, size=Size(3), reason="mất")


def merged(*units: str) -> Reorganised:
    return Reorganised(salt=SALT, at=Instant(1), how="merged", units=units, into=("03390",), since="2026-11-01")


def read(*entries: Entry | Quarantined) -> Registry:
    registry = Registry(KEY.verifier)
    registry.take(entries)
    return registry


def test_every_log_has_the_key_that_the_registry_names() -> None:
    registry = read(hub, unit, device)
    assert registry.verifier(LAPTOP_ORIGIN).key == LAPTOP.verifier.key
    assert registry.verifier(origins.acceptances(HUB)) == KEY.verifier.renamed(origins.acceptances(HUB))
    assert registry.cosigner == cosigner_verifier(MIRROR)
    assert [peer.id for peer in registry.peers("03390")] == [LAPTOP_ID]


@pytest.mark.parametrize(
    "entries",
    [
        (unit,),
        (hub, hub),
        (hub, device),
        (hub, unit, device, device),
        (hub, revoked),
        (hub, unit, device, revoked, revoked),
        (hub, unit, merged("03391")),
        (hub, msgspec.structs.replace(unit, code="03391"), merged("03391")),
        (hub, Quarantined("invalid", "x")),
        (hub, unit, Device(salt=SALT, at=Instant(1), unit="03390", key=LAPTOP.verifier.vkey(), invite="a" * 16)),
        (Hub(salt=SALT, at=Instant(1), name="x", province="12", cosigner=MIRROR.verifier.vkey()),),
        (Hub(salt=SALT, at=Instant(1), name="x", province="12", cosigner=cosigner_verifier(KEY).vkey()),),
    ],
)
def test_what_contradicts_a_registry_is_named_and_passed_over(entries: tuple[Entry | Quarantined, ...]) -> None:
    """Whoever follows it goes on; who writes it, or answers for it, is told."""
    registry = read(*entries, unit)
    assert [(found.index, found.error.code) for found in registry.contradictions][:1] == [(len(entries) - 1, "bad-registry")]
    assert registry.size == len(entries) + 1 and registry.units
    with pytest.raises(BadInput) as refused:
        read(*entries[:-1]).after(entries[-1:])
    assert refused.value.code == "bad-registry"


def test_a_registry_holds_what_it_says_of_those_whom_it_knows() -> None:
    other = msgspec.structs.replace(unit, code="03391")
    registry = read(hub, unit, other, device, merged("03391"), revoked)
    assert (registry.size, registry.reorganisations, registry.revoked) == (6, [merged("03391")], {LAPTOP_ID: revoked})


def test_an_entry_from_the_future_is_passed_over() -> None:
    assert read(hub, Quarantined("future", "x"), unit).size == 3


def test_an_unknown_device_and_another_hub_have_no_key() -> None:
    for origin in (origins.device(HUB, DeviceId("a" * 16)), origins.registry("other.example")):
        with pytest.raises(Unproven):
            read(hub, unit).verifier(origin)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        HUB,
        f"{HUB}/device/",
        f"{HUB}/device/ABC",
        f"{HUB}/desk/1234",
        f"{HUB}/registry/",
        f"{HUB}//registry",
        "Soxa.example/registry",
        "soxa example/registry",
        "device/registry",
        f"{HUB}/registry\n",
        "a" * 101 + "/registry",
    ],
)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(BadInput):
        origins.parse(origin)


@pytest.mark.parametrize(
    "origin",
    [
        origins.registry(HUB),
        origins.acceptances(HUB),
        origins.desk(HUB, "03390"),
        origins.desk(HUB, "12"),
        LAPTOP_ORIGIN,
        origins.registry("h.example:8443/a/b"),
    ],
)
def test_an_origin_taken_apart_writes_back(origin: str) -> None:
    assert origins.parse(origin).written == origin


def test_a_weak_key_is_not_enrolled() -> None:
    with pytest.raises(BadInput):
        Verifier(LAPTOP_ORIGIN, 1, bytes([1]) + bytes(31))


@pytest.fixture
def in_part() -> Registry:
    """A registry with a directive that is read whole, and others that a newer program alone can read whole."""
    whole = Directed(salt=SALT, at=Instant(1), directive=later.plan("whole", "70/KH-UBND", later.MONTHLY))
    lines = (encode(whole), later.PASSED_OVER, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    return read(hub, *(decode(line, origins.LogKind.REGISTRY) for line in lines))


def test_what_of_a_directive_was_not_read_is_kept_beside_it(in_part: Registry) -> None:
    assert [(edition.directive.name, edition.unread) for edition in in_part.editions_in_force] == [
        ("70/KH-UBND", ALL_READ),
        ("71/KH-UBND", Unread(keys=("spans",))),
        ("72/KH-UBND", Unread(duties=(OpaqueDuty("quarter", "Báo cáo quý về truyền thanh"),))),
        ("73/KH-UBND", Unread(edition=True)),
    ]
    assert in_part.read_in_part == {"later-key", "later-duty", "later-edition"}
    assert [directive.is_opaque for directive in in_part.directives] == [False, False, False, True]
    told = [msgspec.to_builtins(edition.as_read) for edition in in_part.editions_in_force]
    assert "unread" not in told[0] and [known["number"] for known in told] == [d.number for d in in_part.directives]
    assert told[3]["unread"] == {"edition": True, "duties": (), "keys": ()}


def test_an_opaque_edition_takes_the_place_of_the_one_before() -> None:
    before = Directed(salt=SALT, at=Instant(1), directive=later.plan("later-edition", "73/KH-UBND", later.MONTHLY))
    after = decode(later.OPAQUE_EDITION, origins.LogKind.REGISTRY)
    assert read(hub, before).directives[0].duties
    registry = read(hub, before, after)
    assert [(known.duties, known.is_opaque) for known in registry.directives] == [((), True)]
    back = read(hub, after, before)
    assert back.read_in_part == frozenset() and back.directives == (before.directive,)


def test_reports_that_cannot_be_read_are_told_of_while_their_directive_holds(in_part: Registry) -> None:
    def names(first: str, last: str, registry: Registry = in_part) -> list[str]:
        return [edition.directive.name for edition in registry.hiding_duties(first, last)]

    assert names("2026-10-01", "2026-10-01") == names("2026-01-01", "2027-12-31") == ["72/KH-UBND", "73/KH-UBND"]
    assert names("2025-01-01", "2026-09-30") == []
    elsewhere, ended = (
        decode(later.line(later.plan("a", "1/KH", needs=("x",), **more)), origins.LogKind.REGISTRY)
        for more in ({"valid_to": None}, {"valid_from": "2026-01-01", "valid_to": "2026-10-31"})
    )
    assert names("2026-10-31", "2026-12-31", read(hub, ended)) == ["1/KH"]
    assert names("2026-11-01", "2026-12-31", read(hub, ended)) == []
    assert names("2026-11-01", "2026-12-31", read(msgspec.structs.replace(hub, province="01"), elsewhere)) == []


@pytest.mark.parametrize("name", ["72/KH-UBND@2026-H1", "later-duty@2026-12-28", "73/KH-UBND@2026-11", "later-edition@2026"])
def test_a_period_that_only_a_newer_program_can_tell_is_not_said_to_be_none(in_part: Registry, name: str) -> None:
    with pytest.raises(Misuse) as refused:
        in_part.period(name)
    assert refused.value.code == "unread-duty"


def test_a_period_that_can_be_read_is_read_and_one_that_is_not_asked_for_is_said_to_be_none(in_part: Registry) -> None:
    for name in ("70/KH-UBND@2026-11", "71/KH-UBND@2026-11", "72/KH-UBND@2026-11", "2026-11"):
        assert in_part.period(name) == in_part.gathered(name) == parse(name, in_part.directives)
    for name in ("70/KH-UBND@2026-H1", "71/KH-UBND@2026-H1"):
        with pytest.raises(NoSuchDuty):
            in_part.period(name)
    assert in_part.gathered("73/KH-UBND@2026-11").directive == "later-edition"
    with pytest.raises(Misuse) as refused:
        in_part.gathered("73/KH-UBND@2026-12-28")
    assert refused.value.code == "unread-duty"
