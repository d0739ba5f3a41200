"""Whose letterhead reports bear, in words that the desk may choose."""

from __future__ import annotations

import pytest

from hub import own_logs
from hub.export.documents import office as offices
from hub.export.documents.office import Office
from sync.errors import Misuse
from tests.world import World


@pytest.mark.parametrize("name", Office.__struct_fields__)
def test_an_office_has_every_word_of_it_and_none_too_long(world: World, name: str) -> None:
    with world.store.writing() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        before = offices.office(transaction, registry)
        for wrong in ("", "   ", "x" * 201):
            with pytest.raises(Misuse) as misused:
                offices.set_office(transaction, changed(before, name, wrong))
            assert (misused.value.code, misused.value.facts) == ("bad-office", {"field": name})
        assert offices.office(transaction, registry) == before
        offices.set_office(transaction, changed(before, name, " " + "x" * 200))
        assert getattr(offices.office(transaction, registry), name) == "x" * 200


def changed(office: Office, name: str, value: str) -> Office:
    return Office(**{field: getattr(office, field) for field in Office.__struct_fields__} | {name: value})
