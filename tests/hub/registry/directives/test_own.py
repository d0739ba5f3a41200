"""Whose directives a hub states: its own province's; and how it ends one."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import msgspec
import pytest

from hub import own_logs
from hub.cli import directives
from hub.registry.directives.publish import check_own, end, publish
from hub.registry.directives.yaml import builtins_of, shipped, to_yaml
from sync.errors import Misuse, Refused
from sync.ledger.directive import Directive
from sync.ledger.obligations import Obligations
from sync.ledger.period import midnight
from sync.ledger.registry import Registry
from tests.command import soxa
from tests.world import World

PLAN = next(directive for directive in shipped() if directive.number == "2653/KH-UBND")
FOREIGN = next(directive for directive in shipped() if directive.province == "15")


def state(world: World, directive: Directive) -> None:
    with world.store.writing() as transaction:
        publish(transaction, world.keys, directive, now=world.now(), random_bytes=world.random)


def registry(world: World) -> Registry:
    with world.store.reading() as transaction:
        return own_logs.registry(transaction, world.keys)


def ended(world: World, last: str) -> bool:
    with world.store.writing() as transaction:
        known = next(known for known in registry(world).directives if known.id == PLAN.id)
        return end(transaction, world.keys, known, last, now=world.now(), random_bytes=world.random)


@pytest.mark.parametrize(("province", "count"), [("ca mau", 0), ("lao cai", 1), ("lai chau", 3)])
def test_a_hub_is_born_with_the_directives_of_its_own_province_alone(province: str, count: int, tmp_path: Path) -> None:
    home = str(tmp_path / "hub")
    made = soxa("hub", "init", "--name", "soxa.test.example", "--province", province, "--home", home)
    assert made.returncode == 0, made.stderr
    listed = soxa("hub", "directive", "list", "--json", "--home", home)
    assert len(json.loads(listed.stdout)) == count


def test_a_file_of_another_province_is_refused_unless_an_old_hub_has_it(world: World, tmp_path: Path) -> None:
    path = tmp_path / "letter.yaml"
    path.write_text(to_yaml(builtins_of(FOREIGN)), encoding="utf-8")
    before = registry(world).size
    with pytest.raises(Refused) as refused:
        directives.add(path, home=str(world.home.path))
    assert refused.value.code == "directive-of-another-province"
    assert registry(world).size == before
    state(world, FOREIGN)
    check_own(registry(world), FOREIGN)


def test_an_ended_directive_makes_nothing_due_whose_window_begins_later(world: World) -> None:
    state(world, PLAN)
    first, last = midnight(datetime.date(2026, 1, 1)), midnight(datetime.date(2027, 12, 31))

    def months() -> list[str]:
        periods = [owes.period for owes in Obligations(registry(world)).between(first, last)]
        return [period.name for period in periods if period.directive == PLAN.id and period.start > "2026-11-20"]

    assert months()
    assert ended(world, "2026-11-20") and not ended(world, "2026-11-20")
    assert months() == []


@pytest.mark.parametrize(
    ("last", "code"), [("2025-06-05", "ends-before-it-begins"), ("2026-02-30", "bad-day"), ("soon", "bad-day")]
)
def test_a_day_that_cannot_be_the_last_is_refused(world: World, last: str, code: str) -> None:
    state(world, PLAN)
    with pytest.raises(Misuse) as misused:
        ended(world, last)
    assert misused.value.code == code


def test_the_command_ends_it_and_keeps_all_else(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    state(world, PLAN)
    directives.end_directive("2653/kh-ubnd", "2026-12-31", home=str(world.home.path))
    assert capfd.readouterr().out.strip() == PLAN.id
    (found,) = [known for known in registry(world).directives if known.id == PLAN.id]
    assert found == msgspec.structs.replace(PLAN, valid_to="2026-12-31")
