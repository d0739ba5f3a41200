"""Whose letterhead reports bear, in words that the desk may choose."""

from __future__ import annotations

import msgspec
import pytest

from hub import own_logs
from hub.export.documents import office as offices
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.documents.office import Office
from sync.errors import Misuse
from sync.ledger.directive import Duty
from tests.world import World


@pytest.mark.parametrize("name", Office.__struct_fields__)
def test_an_office_has_every_word_of_it_and_none_too_long(world: World, name: str) -> None:
    with world.store.writing() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        before = offices.office(transaction, registry)
        for wrong in ("x" * 201,) if name == "parent" else ("", "   ", "x" * 201):
            with pytest.raises(Misuse) as misused:
                offices.set_office(transaction, changed(before, name, wrong))
            assert (misused.value.code, misused.value.facts) == ("bad-office", {"field": name})
        assert offices.office(transaction, registry) == before
        offices.set_office(transaction, changed(before, name, " " + "x" * 200))
        assert getattr(offices.office(transaction, registry), name) == "x" * 200


def changed(office: Office, name: str, value: str) -> Office:
    return Office(**{field: getattr(office, field) for field in Office.__struct_fields__} | {name: value})


def test_reports_by_a_directive_bear_the_name_of_who_receives_them_or_the_one_set_for_it(world: World) -> None:
    by_id = {directive.id: directive for directive in shipped()}
    to_committee = msgspec.structs.replace(
        by_id["lao-cai-2025-12"],
        province="12",
        duties=(Duty(id="a", what="Báo cáo", rule="on-request", recipient="province-committee"),),
    )
    old = msgspec.structs.replace(by_id["lang-son-2023-05"], province="12")
    with world.store.writing() as transaction:
        for directive in (by_id["lai-chau-2653-kh-ubnd"], to_committee, old):
            publish(transaction, world.keys, directive, now=world.now(), random_bytes=world.random)
        registry = own_logs.registry(transaction, world.keys)

        def issuer(directive: str | None) -> tuple[str, str, str]:
            found = offices.office(transaction, registry, directive)
            return found.issuer, found.symbol, found.parent

        committee, culture = "Ủy ban nhân dân tỉnh Lai Châu", "Sở Văn hóa, Thể thao và Du lịch"
        assert issuer(None) == issuer("lai-chau-2653-kh-ubnd") == (culture, "SVHTTDL", committee)
        assert issuer("lang-son-2023-05") == ("Sở Thông tin và Truyền thông", "STTTT", committee)
        assert issuer("lao-cai-2025-12") == (committee, "UBND", ""), "no body above is demanded of it"
        offices.set_office(
            transaction, changed(offices.office(transaction, registry), "issuer", "Sở Nội vụ"), "lang-son-2023-05"
        )
        assert [issuer(of)[0] for of in ("lang-son-2023-05", "lao-cai-2025-12", None)] == ["Sở Nội vụ", committee, culture]
        plan, november = "lai-chau-2653-kh-ubnd", registry.period("2653/KH-UBND@2026-11")
        assert [duty.id for duty in offices.duties_of(registry, november)] == ["monthly"]
        assert offices.duty_with_office(transaction, registry, november) is None
        by_duty = changed(offices.office(transaction, registry), "issuer", "Sở Tài chính")
        offices.set_office(transaction, by_duty, plan, "monthly")
        found = [offices.office(transaction, registry, plan, duty).issuer for duty in ("monthly", "half-year", None)]
        assert found == ["Sở Tài chính", culture, culture], "other duties keep what is theirs"
        assert offices.duty_with_office(transaction, registry, november) == "monthly"
        assert offices.duty_with_office(transaction, registry, registry.period("2026-11")) is None
        offices.set_office(transaction, changed(offices.office(transaction, registry), "parent", " "))
        assert issuer(None) == (culture, "SVHTTDL", "")
