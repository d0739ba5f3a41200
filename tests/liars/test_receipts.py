"""A hub that hides or rewrites what it receipted: the receipts in laptops' hands name it, whoever runs the hub and however
well its bundle is signed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from field.exchange.receipts import gathered
from hub.export import bundle
from sync.audit.cli import app
from sync.audit.receipts import ReceiptsOutcome, check
from sync.errors import Unproven
from sync.log.merkle import leaf_hash
from sync.receipts.lines import parse, written
from sync.wording.i18n import speaking
from tests.forked import forked
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.liars.hubs import LyingHub
from tests.world import Laptop, World


def receipts(laptop: Laptop, path: Path) -> Path:
    path.write_bytes(b"".join(written(gathered(laptop.store, laptop.world.now()))))
    return path


def exported(world: World, path: Path) -> Path:
    bundle.write(world.store, world.keys, path, lambda _count: None)
    return path


def audited(world: World, tmp_path: Path, *laptops: Laptop) -> ReceiptsOutcome:
    files = [receipts(laptop, tmp_path / f"{number}.receipts") for number, laptop in enumerate(laptops)]
    of = exported(world, tmp_path / "a.soxa")
    outcome = check(of, files, world.keys.logs.verifier, lambda _count: None)
    assert not outcome.bundle.faults, "the bundle alone is proven"
    return outcome


def lived(world: World) -> tuple[Laptop, Path]:
    """A laptop with two entries receipted; a copy of the hub of then; five more receipted."""
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    copy = world.folder / "copy"
    shutil.copytree(world.home.path, copy)
    for _each in range(5):
        laptop.log()
        laptop.exchange(world.line)
    return laptop, copy


def back(world: World, copy: Path) -> None:
    """The hub is what it was, and says nothing of it."""
    world.store.close()
    shutil.rmtree(world.home.path)
    shutil.copytree(copy, world.home.path)
    world.reopen()


def told(outcome: ReceiptsOutcome) -> list[tuple[str, str, int]]:
    return [(word.what, word.code or word.verdict, word.size) for word in outcome.words]


def test_an_honest_hub_hides_nothing(world: World, tmp_path: Path) -> None:
    laptop, _copy = lived(world)
    colleague = world.laptop("03390")
    colleague.exchange(world.line)
    laptop.exchange(world.line)
    outcome = audited(world, tmp_path, laptop, colleague)
    assert (outcome.words, outcome.wrong) == ((), 0)
    assert outcome.receipts >= 7 and outcome.heads >= 7


def test_entries_that_a_bundle_hides_are_named_and_what_is_newer_than_it_is_not(world: World, tmp_path: Path) -> None:
    laptop, copy = lived(world)
    back(world, copy)
    outcome = audited(world, tmp_path, laptop)
    assert {word.verdict for word in outcome.words} == {"after", "beyond"}, "a bundle of before: nothing shows more"
    world.laptop("03394").exchange(world.line)  # the hub goes on, as if nothing had been
    other = tmp_path / "later"
    other.mkdir()
    outcome = audited(world, other, laptop)
    hidden = [word for word in outcome.words if word.code == "entries-hidden"]
    assert [(word.size, word.known) for word in hidden] == [(size, 2) for size in range(3, 8)]
    assert {word.code for word in outcome.words if word.what == "head"} >= {"signed-other-root"}


def test_what_a_stated_restore_lost_is_told_and_no_fault(world: World, tmp_path: Path) -> None:
    """Of a hub that owns up to it."""
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log()
    laptop.exchange(world.line)
    file = receipts(laptop, tmp_path / "before.receipts")
    put_back(world, backup)
    closed(world)
    outcome = check(exported(world, tmp_path / "a.soxa"), [file], world.keys.logs.verifier, lambda _count: None)
    assert outcome.wrong == 0 and {word.verdict for word in outcome.words} <= {"unstated", "lost"}
    assert outcome.words


def test_an_acceptance_that_was_rewritten_and_a_time_that_was_are_named(world: World, tmp_path: Path) -> None:
    laptop, _copy = lived(world)
    file = receipts(laptop, tmp_path / "true.receipts")
    text = file.read_bytes()
    (first, *_rest) = laptop.store.logs.receipts()
    assert first.line is not None
    moved = json.dumps(first.line.decode(), ensure_ascii=False).encode()
    other = moved.replace(b'\\"size\\":2', b'\\"size\\":1')
    assert moved in text and other != moved
    (tmp_path / "other.receipts").write_bytes(text.replace(moved, other))
    outcome = check(
        exported(world, tmp_path / "a.soxa"), [tmp_path / "other.receipts"], world.keys.logs.verifier, lambda _count: None
    )
    assert told(outcome) == [("receipt", "acceptance-rewritten", 2)]


def test_a_head_of_another_history_is_named(world: World, tmp_path: Path) -> None:
    laptop, _copy = lived(world)
    hub = LyingHub(world)
    lie = hub.leaves()
    lie[1] = leaf_hash(b"rewritten")
    laptop.log()
    with pytest.raises(Unproven):
        laptop.exchange(hub.line(hub.rewritten(lie)))
    outcome = audited(world, tmp_path, laptop)
    assert [(word.code, word.how in ("contradicts", "doubted")) for word in outcome.words] == [("signed-other-root", True)]


def test_both_commands_say_so_and_write_nothing_over_anything(world: World, tmp_path: Path) -> None:
    laptop, copy = lived(world)
    laptop.store.close()

    def soxa(*arguments: str, expect: int) -> Any:
        done = forked(*arguments, folder=tmp_path, SOXA_HOME=str(laptop.home.path))
        assert done.returncode == expect, done.stderr
        return done.stdout.decode()

    out = tmp_path / "mine.receipts"
    said = json.loads(soxa("field", "receipts", "-o", str(out), "--json", expect=0))
    assert said == {"path": str(out), "receipts": 6, "heads": said["heads"], "contradicting": 0, "unproven": 0}
    assert said["heads"] >= 6
    before = out.read_bytes()
    soxa("field", "receipts", "-o", str(out), expect=1)
    assert out.read_bytes() == before
    laptop.reopen()
    key = world.keys.logs.verifier.vkey()
    fine = exported(world, tmp_path / "fine.soxa")
    assert "6" in soxa("audit", "receipts", str(fine), str(out), "--key", key, expect=0)
    back(world, copy)
    world.laptop("03394").exchange(world.line)
    lying = exported(world, tmp_path / "lying.soxa")
    shown = CliRunner().invoke(app, ["receipts", str(lying), str(out), "--key", key])
    assert shown.exit_code == 1 and shown.stdout.count("[entries-hidden]") == 5
    as_json = json.loads(CliRunner().invoke(app, ["receipts", str(lying), str(out), "--key", key, "--json"]).stdout)
    assert sum(word["verdict"] == "hidden" for word in as_json["words"]) == 5


def held_against(world: World, tmp_path: Path, *files: Path) -> ReceiptsOutcome:
    of = exported(world, tmp_path / "bundle.soxa")
    return check(of, files, world.keys.logs.verifier, lambda _count: None)


def test_a_receipt_counts_once_whatever_files_it_is_in_and_how_often(world: World, tmp_path: Path) -> None:
    laptop, _copy = lived(world)
    file = receipts(laptop, tmp_path / "mine.receipts")
    once = held_against(world, tmp_path, file)
    other = tmp_path / "other"
    other.mkdir()
    again = held_against(world, other, file, receipts(laptop, tmp_path / "again.receipts"), file)
    assert (again.receipts, again.heads, again.words) == (once.receipts, once.heads, ()) and once.receipts == 6


def test_what_proves_nothing_is_named_and_not_counted(world: World, tmp_path: Path) -> None:
    laptop, _copy = lived(world)
    file = receipts(laptop, tmp_path / "mine.receipts")
    held = parse(file.read_bytes())
    (first, *rest), heads = held.receipts, held.heads
    cosigned = first.note.splitlines()[-1]
    stranger = first.note.replace(cosigned, cosigned[:-8] + "AAAAAAA=")
    changed = msgspec.structs.replace(held, receipts=(msgspec.structs.replace(first, note=stranger), *rest))
    file.write_bytes(b"".join(written(changed)))
    outcome = held_against(world, tmp_path, file)
    assert told(outcome) == [("receipt", "bad-receipt", 2)] and outcome.words[0].verdict == "not-signed"
    assert (outcome.receipts, outcome.heads) == (5, len(heads))


def test_what_is_of_another_hub_is_called_that_and_nothing_of_it_is_said_to_hold(world: World, tmp_path: Path) -> None:
    laptop, _copy = lived(world)
    mine = receipts(laptop, tmp_path / "mine.receipts")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere = World(folder, name="other.test.example")
    try:
        elsewhere.laptop("03390").exchange(elsewhere.line)
        outcome = held_against(elsewhere, tmp_path, mine)
        bundle_of_other, key = tmp_path / "bundle.soxa", world.keys.logs.verifier
        assert {word.verdict for word in outcome.words} == {"another-hub"} and outcome.wrong == 0
        assert (outcome.receipts, outcome.heads) == (0, 0)
        other_key = elsewhere.keys.logs.verifier.vkey()
        with speaking("en"):
            shown = CliRunner().invoke(app, ["receipts", str(bundle_of_other), str(mine), "--key", other_key])
        assert "is of another hub" in shown.stdout and "shows whether it hides anything" in shown.stdout
        assert "hides nothing" not in shown.stdout
        unread = check(bundle_of_other, [mine], key, lambda _count: None)
    finally:
        elsewhere.close()
    assert [fault.code for fault in unread.bundle.faults] == ["not-this-hub"]
    assert {word.verdict for word in unread.words} == {"not-judged"}, "they are true, and this bundle is not their hub's"
