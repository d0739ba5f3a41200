"""`soxa hub directive`: added once, listed, shown whole."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from hub import own_logs
from hub.cli import directives
from hub.registry.directives.yaml import builtins_of, shipped, to_yaml
from sync.errors import BadInput, Misuse
from sync.wording.i18n import speaking
from tests.world import World

PLAN = next(directive for directive in shipped() if directive.number == "2653/KH-UBND")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A directive's file."""
    path = tmp_path / "plan.yaml"
    path.write_text(to_yaml(builtins_of(PLAN)), encoding="utf-8")
    return path


def known(world: World) -> list[str]:
    with world.store.reading() as transaction:
        return [directive.id for directive in own_logs.registry(transaction, world.keys).directives]


def test_a_directive_is_added_once_and_its_id_is_the_answer(
    world: World, file: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    home = str(world.home.path)
    told = []
    with speaking("en"):
        for as_json in (False, False, True):
            directives.add(file, as_json, home)
            told.append(capfdbinary.readouterr())
    assert [outcome.out.decode().strip() for outcome in told[:2]] == [PLAN.id, PLAN.id]
    assert json.loads(told[2].out) == {"id": PLAN.id, "name": PLAN.name, "new": False}
    assert [outcome.err.decode() for outcome in told[:2]] == [
        f"{PLAN.name} is known now.\n",
        f"{PLAN.name} was known in just this form; nothing was done.\n",
    ]
    assert known(world).count(PLAN.id) == 1


def test_a_file_that_says_no_directive_adds_none(world: World, tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.yaml", "file-missing"), (tmp_path / "bad.yaml", "bad-directive")):
        if code == "bad-directive":
            path.write_text("number: 1/KH\n", encoding="utf-8")
        with pytest.raises(BadInput) as refused:
            directives.add(path, home=str(world.home.path))
        assert refused.value.code == code
    assert PLAN.id not in known(world)


@pytest.mark.parametrize("number", [PLAN.number, PLAN.id, "2653/kh-ubnd"])
def test_a_directive_is_shown_by_its_number_or_its_id(
    world: World, file: Path, number: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    home = str(world.home.path)
    directives.add(file, home=home)
    capfdbinary.readouterr()
    directives.show(number, as_json=True, home=home)
    assert msgspec.json.decode(capfdbinary.readouterr().out, type=type(PLAN)) == PLAN
    directives.show(number, home=home)
    shown = capfdbinary.readouterr().out.decode()
    directives.list_directives(home=home)
    listed = capfdbinary.readouterr().out.decode()
    assert PLAN.name in listed and PLAN.name in shown and PLAN.tasks[-1].no in shown


def test_a_directive_that_nobody_knows_is_named(world: World) -> None:
    with pytest.raises(Misuse) as misused:
        directives.show("9/KH", home=str(world.home.path))
    assert (misused.value.code, misused.value.facts) == ("unknown-directive", {"text": "9/KH"})
