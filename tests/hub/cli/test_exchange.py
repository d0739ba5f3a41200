"""`soxa hub unpack`: the answer goes into a new file, and a hub that gathers says what becomes of what was brought."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from hub.cli.exchange import unpack
from hub.monitoring.laptop_clocks import wrong_clock, wrong_clock_words
from hub.store.rows import Damage
from sync.encoding.types import Index, Instant, Size
from sync.errors import Refused
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import speaking
from tests.command import soxa
from tests.hub.safekeeping.rot import rot_entry
from tests.world import World

YEAR = 365 * 86_400


def test_an_answer_is_not_written_over_a_file_and_nothing_is_taken(world: World, tmp_path: Path) -> None:
    laptop = world.laptop("03390")
    stick, reply = laptop.pack(tmp_path / "out.soxa"), tmp_path / "back.soxa"
    reply.write_text("somebody's")
    with pytest.raises(Refused) as refused:
        unpack(stick, reply, home=str(world.home.path))
    assert (refused.value.code, refused.value.facts) == ("file-exists", {"path": str(reply)})
    assert (reply.read_text(), world.hub_leaves(laptop.origin)) == ("somebody's", [])


def test_a_stick_at_a_hub_that_gathers_is_kept_and_no_failure(world: World, tmp_path: Path) -> None:
    """The hub's database was put back by hand: `check` says so, and `unpack` says what becomes of a laptop's file."""
    laptop, home = world.laptop("03390"), str(world.home.path)
    laptop.exchange(world.line)
    world.store.close()
    shutil.copy(world.home.database, tmp_path / "copy.db")
    world.reopen()
    laptop.log()
    laptop.exchange(world.line)
    laptop.log()
    laptop.pack(tmp_path / "in.soxa")
    world.close()
    assert soxa("hub", "invite", "03390", "--home", home).returncode == ExitCode.DONE, "it notes how far it has signed"
    whole = soxa("hub", "check", "--home", home)
    assert (whole.returncode, b"all as they were signed" in whole.stdout) == (ExitCode.DONE, True)
    shutil.copy(tmp_path / "copy.db", world.home.database)
    for words in ((), ("--json",)):
        checked = soxa("hub", "check", *words, "--home", home)
        assert (checked.returncode, b"put back from a copy" in checked.stderr) == (ExitCode.DONE, True), checked
        assert b"all as they were signed" not in checked.stdout
    assert json.loads(checked.stdout)["gathers"]["why"] == "behind"
    reply = tmp_path / "out.soxa"
    taken = soxa("hub", "unpack", str(tmp_path / "in.soxa"), "--reply", str(reply), "--home", home)
    assert (taken.returncode, reply.exists()) == (ExitCode.DONE, True), taken.stderr
    assert b"gathers what it lacks" in taken.stderr and b"More is needed of this laptop" in taken.stderr
    answered = soxa("field", "unpack", str(reply), "--home", str(laptop.home.path))
    assert answered.returncode == ExitCode.DONE, answered.stderr
    again = soxa("field", "pack", str(tmp_path / "more.soxa"), "--home", str(laptop.home.path))
    assert again.returncode == ExitCode.DONE, again.stderr
    taken = soxa("hub", "unpack", str(tmp_path / "more.soxa"), "--home", home)
    assert (taken.returncode, b"kept here, and count" in taken.stderr) == (ExitCode.DONE, True), taken.stderr


def test_whoever_goes_by_stick_is_told_that_what_rotted_comes_in_the_next_file(world: World, tmp_path: Path) -> None:
    """As it is: the answer asks for it, and a laptop without a line cannot sync again."""
    laptop, home, own = world.laptop("03390"), str(world.home.path), "--home"
    laptop.log()
    laptop.exchange(world.line)
    rot_entry(world.store, laptop.origin, 1, b"loa", b"lob")
    with world.store.writing() as transaction:
        transaction.settings.keep_damage([Damage(laptop.origin, "03390", "entries", Index(0), Size(2))])
    laptop.log()
    laptop.pack(tmp_path / "in.soxa")
    world.close()
    unanswered = soxa("hub", "unpack", str(tmp_path / "in.soxa"), own, home)
    assert b"More is needed of this laptop: write it an answer" in unanswered.stderr
    told = soxa("hub", "unpack", str(tmp_path / "in.soxa"), "--reply", str(tmp_path / "out.soxa"), own, home)
    assert b"More is needed of this laptop: take " in told.stderr and b"pack once more" in told.stderr
    at = str(laptop.home.path)
    for turn in (soxa("field", "unpack", str(tmp_path / "out.soxa"), own, at), told, unanswered):
        assert (turn.returncode, b"pack once more" in turn.stderr) == (ExitCode.UNREACHABLE, True), turn.stderr
    assert soxa("field", "pack", str(tmp_path / "more.soxa"), own, at).returncode == ExitCode.DONE
    taken = soxa("hub", "unpack", str(tmp_path / "more.soxa"), own, home)
    assert b"1 new entry taken" in taken.stderr, taken.stderr
    assert soxa("hub", "check", own, home).returncode == ExitCode.DONE


def test_a_laptop_whose_clock_was_wrong_is_told_to_whoever_takes_its_stick(world: World, tmp_path: Path) -> None:
    """In 2015 behind what it cites, in 2036 before it has come; what was made in time is not."""
    laptop, home, right = world.laptop("03390"), str(world.home.path), world.now()
    laptop.exchange(world.line)
    found, device = [], laptop.store.membership.device
    for turn, off in enumerate((0, -11 * YEAR, 10 * YEAR)):
        world.set_clock(Instant(right + off))
        laptop.log(title=f"Việc {turn}")
        stick = laptop.pack(tmp_path / f"{turn}.soxa")
        world.set_clock(Instant(right + 7_200 * (turn + 1)))
        since = world.now()
        world.unpack(stick, tmp_path / f"{turn}.reply")
        laptop.unpack(tmp_path / f"{turn}.reply")
        with world.store.reading() as transaction:
            found.append(wrong_clock(transaction, world.keys, device, since))
    assert found[0] is None, "the clock was right"
    with speaking("en"):
        behind, ahead = (wrong_clock_words(each) for each in found[1:])
    for told, year in ((behind, "2015"), (ahead, "2036")):
        assert told.startswith("1 entry of it says") and year in told and "Have Xã Bình Lư set the date" in told
    world.close()
    again = soxa("hub", "unpack", str(tmp_path / "2.soxa"), "--json", "--home", home)
    assert json.loads(again.stdout)["wrong_times"] == 0, "it was told before"


def test_no_laptop_is_blamed_for_what_a_false_time_of_the_hubs_makes_of_its_clock(world: World, tmp_path: Path) -> None:
    laptop, home, right = world.laptop("03390"), str(world.home.path), int(time.time())
    world.set_clock(Instant(right + 20 * 86_400))
    with world.store.writing() as transaction:
        transaction.settings.keep_clock(world.now())
    laptop.begin_anew(world.invite("03390"))
    laptop.exchange(world.line)
    world.set_clock(Instant(right))
    laptop.log()
    laptop.pack(tmp_path / "in.soxa")
    world.close()
    told = soxa("hub", "unpack", str(tmp_path / "in.soxa"), "--home", home)
    assert told.returncode == ExitCode.DONE, told.stderr
    assert b"soxa hub clock" in told.stderr and b"of that laptop was wrong" not in told.stderr


@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_file_for_a_hub_that_is_lost_with_its_keys_says_how_its_laptop_goes_on(
    world: World, tmp_path: Path, *, is_sealed: bool
) -> None:
    laptop = world.laptop("03390", for_older=not is_sealed)
    laptop.exchange(world.line)
    laptop.log()
    laptop.pack(tmp_path / "in.soxa")
    new = World(tmp_path / "new", seed=9, name="soxa2.test.example")
    new.close()
    told = soxa("hub", "unpack", str(tmp_path / "in.soxa"), "--home", str(new.home.path))
    assert (told.returncode, b"sealed to" in told.stderr) == (ExitCode.NO, is_sealed), told.stderr
    assert b"keys are lost" in told.stderr and b"soxa field rescue" in told.stderr


def test_a_hub_that_is_made_anew_blames_no_program_for_a_laptop_that_it_does_not_know_yet(
    world: World, tmp_path: Path
) -> None:
    laptop, home = world.laptop("03390"), str(world.home.path)
    laptop.exchange(world.line)
    laptop.log()
    laptop.pack(tmp_path / "in.soxa")
    world.close()
    world.home.database.unlink()
    assert soxa("hub", "rebuild", "--home", home).returncode == ExitCode.DONE
    told = soxa("hub", "unpack", str(tmp_path / "in.soxa"), "--reply", str(tmp_path / "out.soxa"), "--home", home)
    assert b"is not known here yet" in told.stderr and b"not older than this" not in told.stderr, told.stderr
