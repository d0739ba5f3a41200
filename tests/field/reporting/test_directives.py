"""Progress on directives, and the note that one was read."""

from __future__ import annotations

import msgspec
import pytest

from field.reporting.directives import directive_progress, note
from field.store import LaptopStore
from sync.errors import Misuse
from sync.ledger.directive import ALL_READ, OpaqueDuty, Unread
from tests import later
from tests.field.alone import NOW, PLAN, activity, follow_registry, random_bytes, signer


def noted(store: LaptopStore) -> list[bool]:
    return [progress.noted for progress in directive_progress(store)]


def test_activities_are_counted_by_the_task_that_they_name(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    store.logs.append(
        [
            activity(directive=PLAN.id, task="19"),
            activity(directive=PLAN.id, task="19"),
            activity(directive=PLAN.id),
            activity(),
        ],
        signer(),
    )
    (progress,) = directive_progress(store)
    assert (progress.directive, progress.done) == (PLAN, {"19": 2, "": 1})


def test_a_directive_is_noted_once_in_each_of_its_forms(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    assert noted(store) == [False]
    assert note(store, signer(), PLAN.id, now=NOW, random_bytes=random_bytes)
    size = store.logs.own.size
    assert not note(store, signer(), PLAN.id, now=NOW, random_bytes=random_bytes)
    assert (noted(store), store.logs.own.size) == ([True], size)
    follow_registry(store, PLAN, msgspec.structs.replace(PLAN, subject="Nội dung mới"))
    assert noted(store) == [False]


def test_a_directive_of_another_province_is_not_ours(store: LaptopStore) -> None:
    follow_registry(store, msgspec.structs.replace(PLAN, province="01"))
    assert directive_progress(store) == []


def test_a_directive_that_is_not_here_cannot_be_noted(store: LaptopStore) -> None:
    with pytest.raises(Misuse) as caught:
        note(store, signer(), PLAN.id, now=NOW, random_bytes=random_bytes)
    assert caught.value.code == "unknown-directive"


def test_what_only_a_newer_program_can_read_is_noted_as_any_other(store: LaptopStore) -> None:
    follow_registry(store, later.plan("later-edition", "73/KH-UBND"))
    assert note(store, signer(), "later-edition", now=NOW, random_bytes=random_bytes)
    follow_registry(store, later.plan("later-edition", "73/KH-UBND"), later.OPAQUE_EDITION)
    assert noted(store) == [False]
    assert note(store, signer(), "later-edition", now=NOW, random_bytes=random_bytes)
    assert noted(store) == [True]
    assert store.reporting.noted() == store.logs.registry().positions
    assert not note(store, signer(), "later-edition", now=NOW, random_bytes=random_bytes)


def test_what_only_a_newer_program_can_read_is_told_beside_a_directive(store: LaptopStore) -> None:
    follow_registry(store, PLAN, later.PASSED_OVER, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    assert [(progress.directive.name, progress.unread) for progress in directive_progress(store)] == [
        (PLAN.name, ALL_READ),
        ("71/KH-UBND", Unread(keys=("spans",))),
        ("72/KH-UBND", Unread(duties=(OpaqueDuty("quarter", "Báo cáo quý về truyền thanh"),))),
        ("73/KH-UBND", Unread(edition=True)),
    ]
