"""`soxa hub directive`: added once, listed, shown whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
import pytest

from hub import own_logs
from hub.cli import directives, monitoring
from hub.registry.directives.yaml import builtins_of, shipped, to_yaml
from sync.errors import BadInput, Misuse, Refused
from sync.wording.i18n import speaking
from tests import later
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
            directives.add(file, as_json=as_json, home=home)
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


def test_what_only_a_newer_program_can_read_is_said_and_kept(
    world: World, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    later.state(world, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    home = str(world.home.path)

    def printed(command: Callable[..., None], *given: object) -> str:
        with speaking("vi"):
            command(*given, home)
        return capfdbinary.readouterr().out.decode("utf-8")

    part = "Văn bản này có phần mà phần mềm này chưa đọc được; cần phần mềm mới hơn."
    quarter = "Báo cáo quý về truyền thanh: cần phần mềm mới hơn để biết thời hạn"
    listed = printed(directives.list_directives, False).splitlines()
    assert listed[-3:] == [f"72/KH-UBND: {part}", f"72/KH-UBND: {quarter}", f"73/KH-UBND: {part}"]
    edition = next(line for line in listed if line.startswith("73/KH-UBND  "))
    assert edition.count("chưa đọc được") == 2
    assert printed(directives.show, "72/KH-UBND", False).splitlines()[-4:-2] == [part, quarter]
    assert printed(directives.show, "73/KH-UBND", False).splitlines()[-3] == part
    shown = json.loads(printed(directives.show, "73/KH-UBND", True))
    assert shown["unread"] == {"edition": True, "duties": [], "keys": []} and "duties" not in shown
    duty, last = json.loads(printed(directives.list_directives, True))[-2:]
    assert last == shown and [found["id"] for found in duty["unread"]["duties"]] == ["quarter"]
    path = tmp_path / "later.yaml"
    path.write_text(to_yaml(builtins_of(later.plan("later-edition", "73/KH-UBND"))), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        directives.add(path, home=home)
    assert refused.value.code == "directive-read-in-part"


def test_of_two_of_one_symbol_neither_is_taken_for_the_other(
    world: World, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    first = next(known for known in shipped() if known.id == "lai-chau-2026-06")
    second = msgspec.structs.replace(
        first, id="second", subject="An toàn trên mạng", month="2026-10", duties=PLAN.duties, tasks=(), contents=()
    )
    home, told = str(world.home.path), []
    with speaking("en"):
        for place, directive in enumerate((first, second)):
            path = tmp_path / f"{place}.yaml"
            path.write_text(to_yaml(builtins_of(directive)), encoding="utf-8")
            directives.add(path, home=home)
            told.append(capfdbinary.readouterr().err.decode())
        others = f"Of the same number or symbol: {first.id} ({first.subject}). In periods this one is called second."
        assert others not in told[0] and told[1] == f"{first.name} is known now.\n{others}\n"
        for refuse in (directives.show, partial(directives.end_directive, on="2026-12-31")):
            with pytest.raises(Misuse) as which:
                refuse(first.name, home=home)
            both = f"lai-chau-2026-06 ({first.subject}); second (An toàn trên mạng)"
            assert (which.value.code, which.value.facts["near"]) == ("ambiguous-directive", both)
        for typed in ("second", "SVHTTDL-TTBCXB (10/2026)"):
            directives.show(typed, as_json=True, home=home)
            assert json.loads(capfdbinary.readouterr().out)["id"] == "second"
        monitoring.status("second@2026-11", home=home)
        assert f"Of the same number or symbol: {first.id} (" in capfdbinary.readouterr().err.decode()
