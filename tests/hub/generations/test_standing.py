"""What a hub that went back says of itself: why it asks, what is missing, who has called, and what must be answered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from hub import own_logs
from hub.generations import words
from hub.generations.standing import gathering
from hub.monitoring import reviews
from hub.registry.laptops import revoke_laptop
from hub.safekeeping import anchor as anchors
from sync.encoding.types import DeviceId, Instant, Size
from sync.errors import Misuse, Refused
from sync.ledger import origins
from sync.ledger.entry import Restored
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import speaking
from tests.command import soxa
from tests.hub.entering.entered import ROWS, enter, table
from tests.hub.generations.gathering import Held, backed_up, bring, closed, entries, names, put_back
from tests.world import HUB, Laptop, World

UNIT = "03390"
REGISTRY, ACCEPTANCES = origins.registry(HUB), origins.acceptances(HUB)


@pytest.fixture
def laptop(world: World) -> Laptop:
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)
    return laptop


def test_a_hub_that_serves_has_nothing_to_close(world: World) -> None:
    with world.store.reading() as transaction:
        assert gathering(transaction, world.keys) is None
    with pytest.raises(Refused) as refused:
        closed(world)
    assert refused.value.code == "not-asking"


def test_what_is_missing_and_who_has_not_called_is_told(world: World, laptop: Laptop, tmp_path: Path) -> None:
    other = world.laptop(UNIT)
    other.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    third = world.laptop("03424")
    third.exchange(world.line)
    with world.store.writing() as transaction:
        revoke_laptop(
            transaction, world.keys, other.store.membership.device, "mất máy", now=world.now(), random_bytes=world.random
        )
    before = Held(world)
    with anchors.kept(world.store, world.keys, world.home.anchor):
        pass
    put_back(world, backup)
    bring(world, laptop.store.membership.device)
    with world.store.reading() as transaction:
        state = gathering(transaction, world.keys)
    assert state is not None
    assert [(each.origin, each.size - each.kept) for each in state.missing] == [(ACCEPTANCES, 3), (REGISTRY, 2)]
    assert [each.device for each in state.silent] == [other.store.membership.device]
    assert [entry.device for entry in state.revoked] == [other.store.membership.device]
    bring(world, laptop.store.membership.device, before.ranges(REGISTRY, 1))
    with world.store.reading() as transaction:
        state = gathering(transaction, world.keys)
    assert state is not None and state.revoked == [], "the registry that came back says so"
    done = closed(world)
    assert list(done.revoked) == []
    with world.store.reading() as transaction:
        assert anchors.missing(transaction, anchor_of(world), None) is None


def test_what_the_province_stated_itself_since_the_backup_is_told_by_kind_and_number(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    enter(world, table(tmp_path, ROWS[0]))
    backup = backed_up(world, tmp_path / "backup")
    enter(world, table(tmp_path, *ROWS[1:], name="second.csv"))
    enter(world, table(tmp_path, ROWS[0], name="other.csv"), unit="03424")
    made = {"now": world.now(), "random_bytes": world.random}
    with world.store.writing() as transaction:
        named = f"{UNIT}/{laptop.record_ids()[0]}"
        reviews.review(transaction, world.keys, named, "accepted", "Đủ", **made)  # type: ignore[arg-type]
    world.ask_monthly()
    device = laptop.store.membership.device
    before = Held(world)
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
    entered = {each.unit: each.verifier.origin for each in registry.entered.values()}
    put_back(world, backup, database_lost=False)
    assert lost(world) == {
        "activity": (3, (UNIT, "03424")),
        "review": (1, (UNIT,)),
        "directive": (1, ()),
    }
    with world.store.reading() as transaction:
        state = gathering(transaction, world.keys)
        assert state is not None
        told = " ".join(words.standing(state))
    assert f"hoạt động đã nhập thay: 3 ({UNIT}, 03424); ý kiến trả lời: 1 ({UNIT}); văn bản" in told
    bring(world, device, before.ranges(REGISTRY, before.size(REGISTRY) - 2))
    bring(world, device, before.ranges(entered[UNIT], 2))
    assert lost(world)["activity"] == (1, ("03424",))


def test_of_what_was_entered_and_nobody_tells_how_much_the_unit_is_told(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    backup = backed_up(world, tmp_path / "backup")
    held = Held(world).size(REGISTRY)
    enter(world, table(tmp_path, *ROWS), unit="03424")
    before = Held(world)
    put_back(world, backup)
    bring(world, laptop.store.membership.device, before.ranges(REGISTRY, held))
    with world.store.reading() as transaction:
        state = gathering(transaction, world.keys)
    assert state is not None and (list(state.stated), list(state.untold)) == ([], ["03424"])
    assert "tỉnh đã nhập thay cho 03424" in " ".join(words.standing(state))


def test_nobody_waits_for_a_laptop_that_was_revoked_and_a_false_time_is_told_as_one(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    device = laptop.store.membership.device
    with world.store.writing() as transaction:
        revoke_laptop(transaction, world.keys, device, "mất máy", now=world.now(), random_bytes=world.random)
    right = world.now()
    other = world.laptop("03424")
    world.set_clock(Instant(right + 20 * 86_400))
    other.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    world.set_clock(right)
    put_back(world, backup)
    with world.store.reading() as transaction:
        state = gathering(transaction, world.keys)
    assert state is not None and [each.device for each in state.silent] == [other.store.membership.device]
    rows = {each.device: words.laptop_row(each)[-1] for each in state.laptops}
    assert rows[device] == "thu hồi hoặc được thay"
    assert "soxa hub clock" in " ".join(words.standing(state))


def lost(world: World) -> dict[str, tuple[int, tuple[str, ...]]]:
    """What the province stated and is not here: of each kind how much, and about which units."""
    with world.store.reading() as transaction:
        state = gathering(transaction, world.keys)
    assert state is not None
    return {each.kind: (each.count, each.units) for each in state.stated}


def anchor_of(world: World) -> anchors.Anchor:
    anchor = anchors.read(world.home.anchor)
    assert anchor is not None
    return anchor


def test_the_operator_of_two_histories_says_that_this_one_stays(world: World, laptop: Laptop, tmp_path: Path) -> None:
    world.store.close()
    shutil.copy(world.home.database, tmp_path / "old.db")
    world.reopen()
    laptop.log()
    laptop.exchange(world.line)
    before = Held(world)
    world.store.close()
    shutil.copy(tmp_path / "old.db", world.home.database)
    world.reopen()
    other = world.laptop("03424")
    other.exchange(world.line)
    held = Held(world)
    assert held.size(ACCEPTANCES) > before.size(ACCEPTANCES) == 4
    shown = bring(world, laptop.store.membership.device, before.ranges(ACCEPTANCES))
    assert shown.header.asking
    with pytest.raises(Refused) as refused:
        closed(world)
    assert refused.value.code == "two-histories"
    bring(world, laptop.store.membership.device, before.ranges(laptop.origin, 2))
    closed(world, keep_this=True)
    (restored,) = [entry for entry in entries(world, REGISTRY) if isinstance(entry, Restored)]
    assert restored.lost == (before.notes[ACCEPTANCES][Size(4)],)
    assert {row.origin: row.size for row in restored.grown}[ACCEPTANCES] == held.size(ACCEPTANCES)
    assert {row.origin: row.size for row in restored.kept}[ACCEPTANCES] == 3  # with its first delivery, which is in both
    assert Held(world).lines[laptop.origin] == before.lines[laptop.origin]


def test_a_later_generation_than_is_held_must_come_first(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world, tmp_path / "backup")
    put_back(world, backup)
    closed(world)
    later = Held(world)
    put_back(world, backup)
    head, lines = later.ranges(ACCEPTANCES)[0]
    bring(world, laptop.store.membership.device, [(head, lines)])
    with pytest.raises(Refused) as refused:
        closed(world)
    assert refused.value.code == "later-generation"
    bring(world, laptop.store.membership.device, later.ranges(REGISTRY, 1))
    assert closed(world).generation == 3


def test_a_generation_of_which_nobody_heard_is_passed_over(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world, tmp_path / "backup")
    put_back(world, backup)
    assert closed(world).generation == 2
    put_back(world, backup, database_lost=False)  # before anybody has called: only what lay here says so
    laptop.log(quantity=3)
    laptop.exchange(world.line)
    with pytest.raises(Refused) as refused:
        closed(world)
    assert (refused.value.code, refused.value.facts["generation"]) == ("later-generation", 2)
    assert closed(world, keep_this=True).generation == 3
    (restored,) = [entry for entry in entries(world, REGISTRY) if isinstance(entry, Restored)]
    assert {note.partition("\n")[0] for note in restored.lost} == {f"{HUB}/registry/2", f"{HUB}/acceptances/2"}
    laptop.exchange(world.line)
    assert laptop.records() == world.hub_records(laptop.unit)
    newcomer = world.laptop("03405")
    newcomer.exchange(world.line)
    put_back(world, backup, database_lost=False)
    with pytest.raises(Refused):
        closed(world)
    newcomer.exchange(world.line)  # who has the registry of the third brings it
    assert closed(world).generation == 4
    laptop.exchange(world.line)
    assert names(world) == {f"{HUB}/registry/4", f"{HUB}/acceptances/4"}


def test_the_command_shows_and_closes(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world, tmp_path / "backup")
    laptop.exchange(world.line)
    put_back(world, backup)
    world.store.close()
    folder = ("--home", str(world.home.path))
    shown = soxa("hub", "restored", *folder, "--json")
    assert shown.returncode == ExitCode.DONE, shown.stderr
    told = json.loads(shown.stdout)
    assert (told["why"], told["missing"], len(told["laptops"])) == ("restored", [], 1)
    listed = soxa("hub", "restored", *folder)
    assert laptop.store.membership.device.encode() in listed.stdout
    for answers, code in ((["--close"], "revocations-unanswered"), (["--none-revoked"], "only-with-close")):
        refused = soxa("hub", "restored", *folder, "--json", *answers)
        assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (ExitCode.USAGE, code)
    stated = soxa("hub", "bundle", "-o", str(tmp_path / "bundle"), *folder, "--json")
    assert json.loads(stated.stdout)["error"]["code"] == "hub-asking"
    done = soxa("hub", "restored", *folder, "--json", "--close", "--none-revoked", "--reason", "đĩa hỏng")
    assert done.returncode == ExitCode.DONE, done.stderr
    assert json.loads(done.stdout)["generation"] == 2
    again = soxa("hub", "restored", *folder)
    assert (again.returncode, b"lacks nothing" in again.stdout) == (ExitCode.DONE, True)
    world.reopen()


def test_an_answer_that_names_no_laptop_is_not_taken(world: World, laptop: Laptop, tmp_path: Path) -> None:
    put_back(world, backed_up(world, tmp_path / "backup"))
    with pytest.raises(Misuse) as misuse:
        closed(world, origins.parse(laptop.origin).device[::-1])
    assert misuse.value.code == "no-such-laptop"


def test_of_two_histories_the_other_is_kept_where_its_database_is_put_back(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    """The entries of its acceptances are nowhere else."""
    world.store.close()
    shutil.copy(world.home.database, tmp_path / "old.db")
    world.reopen()
    laptop.log(title="Nhánh kia")
    laptop.exchange(world.line)
    before = Held(world)
    world.store.close()
    shutil.copy(world.home.database, tmp_path / "other.db")
    shutil.copy(tmp_path / "old.db", world.home.database)
    world.reopen()
    other = world.laptop("03424")
    other.log(title="Nhánh này")
    other.exchange(world.line)
    held = Held(world)
    assert bring(world, laptop.store.membership.device, before.ranges(ACCEPTANCES)).header.asking
    put_back(world, tmp_path / "other.db", database_lost=False)
    bring(world, other.store.membership.device, held.ranges(other.origin))
    done = closed(world, keep_this=True)
    assert done.laptops == 1
    assert Held(world).lines[laptop.origin] == before.lines[laptop.origin]
    assert Held(world).lines[other.origin] == held.lines[other.origin]
    (restored,) = [entry for entry in entries(world, REGISTRY) if isinstance(entry, Restored)]
    assert set(restored.lost) >= {held.notes[ACCEPTANCES][held.size(ACCEPTANCES)], held.notes[REGISTRY][held.size(REGISTRY)]}
    for each in (laptop, other):
        each.exchange(world.line)
    world.audit(tmp_path / "bundle.soxa")


def test_what_is_missing_of_many_logs_is_one_line_for_each_kind() -> None:
    """A province has a desk for each of its communes."""
    lacking = {origins.desk(HUB, f"{number:05}"): 2 for number in range(38)}
    named = ", ".join(f"{number:05}" for number in range(8))
    with speaking("en"):
        assert words.missing({origins.acceptances(HUB): 1, **lacking, origins.device(HUB, DeviceId("a" * 16)): 3}) == [
            "Missing: 1 entry of its acceptances, which nobody else holds.",
            f"Missing: 76 entries of what it said to units ({named} and 30 more).",
            "Missing: 3 entries of logs of laptops, which have them (aaaaaaaaaaaaaaaa).",
        ]
