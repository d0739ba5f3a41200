"""Each command that signs or dates asks about a clock that stands days beyond the hub's own last time, as the service does;
goes by it once somebody has said that it is right; and asks nothing where the hub's last time speaks for the clock."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import closing
from pathlib import Path

import pytest

from hub.cli.service import _keep
from hub.clock import ASKED_BEYOND, HubClock
from hub.generations.standing import gathering
from hub.home import HubHome, load_keys
from hub.store import HubStore
from hub.store.rows import Asking
from sync.encoding.types import Instant
from sync.ledger.period import day_of
from sync.shell.console import now
from sync.shell.exit_codes import ExitCode
from tests.command import ROOT, under_way
from tests.forked import forked
from tests.hub.cli.test_json import commands
from tests.witnesses import witness_signer
from tests.world import World

UNIT = "03390"
LONG_AGO = Instant(int(time.time()) - 40 * 86_400)
"""When the hub last took something; by the machine's clock of now that is in doubt."""
TODAY = day_of(now()).isoformat()
_SIGNER, WITNESS = witness_signer("witness.example")

SIGNS: dict[str, tuple[str, ...]] = {
    "invite": (UNIT,),
    "kit": (UNIT, "-o", "kit", "--parts", "parts"),
    "unpack": ("in.soxa",),
    "import": (UNIT, "list.csv", "--yes"),
    "enter": (UNIT, "--title", "Họp bản", "--date", TODAY),
    "request": ("--before", TODAY, "--subject", "Báo cáo nhanh", "--number", "9/UBND"),
    "remind": ("--period", under_way()),
    "review": ("RECORD", "--accept"),
    "dispatched": ("2026", "--number", "9/BC", "--date", TODAY, "--recipient", "Bộ", "--annex", "list.csv"),
    "restored": ("--close", "--none-revoked", "--reason", "thử"),
    "clock": ("--false", "0"),
    "redact": (UNIT, "RECORD", "--reason", "theo quyết định", "--yes"),
    "directive add": ("plan.yaml",),
    "directive end": ("2653/KH-UBND", "--on", TODAY),
    "user add": ("lan", "--role", "operator", "--generate"),
    "token add": ("Cổng", "--days", "9"),
    "unit add": ("12-khcn", "--name", "Khoa học và Công nghệ", "--type", "Sở", "--kind", "science-department"),
    "unit rename": (UNIT, "--name", "Tên mới", "--since", TODAY),
    "unit merge": (UNIT, "03394", "--into", UNIT, "--since", TODAY),
    "unit split": (UNIT, "--into", UNIT, "--into", "09999 xã Mới", "--since", TODAY),
    "device revoke": ("DEVICE", "--reason", "mất"),
    "witness add": ("http://127.0.0.1:9/w", WITNESS.vkey()),
    "witness ask": (),
    "witness believe": ("witness.example",),
}
"""The commands that sign or date something that is kept, each with words that do it."""
NEITHER = {
    *("init", "key", "kit-parts", "status", "counts", "report", "export", "bundle", "backup", "quota", "check", "upgrade"),
    *("restore", "rebuild", "mend"),  # which put a hub there that asks before it goes on
    *("directive list", "directive show", "user list", "user disable", "user enable", "user password", "user unlock"),
    *("user second-factor-off", "token list", "token revoke", "unit list", "device list"),
    *("witness list", "witness remove", "witness settle", "witness init", "witness follow", "witness logs", "witness serve"),
    "serve",  # which asks, and serves its pages: tests/hub/cli/test_service.py
}
"""Those that do neither, or for which nothing speaks yet."""
FAILS = {"kit", "witness ask", "witness believe"}
"""What lacks here what else it needs: its parts, a witness that answers, one that said something."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a hub that took something long ago, a file for it, and what its commands read."""
    folder = tmp_path_factory.mktemp("gate")
    world = World(folder, founded=Instant(LONG_AGO - 86_400))
    world.set_clock(LONG_AGO)
    world.ask_monthly()
    laptop = world.laptop(UNIT)
    laptop.log(title="Họp")
    laptop.exchange(world.line)
    (record,) = laptop.record_ids()
    device = laptop.store.membership.device
    laptop.log(title="Tuyên truyền")
    laptop.pack(folder / "in.soxa")
    with world.store.writing() as transaction:
        transaction.settings.keep_clock(LONG_AGO)
    world.close()
    (folder / "names.json").write_text(json.dumps({"RECORD": record, "DEVICE": device}))
    (folder / "list.csv").write_text(f"Tên hoạt động,Ngày\nHọp thôn,{TODAY}\n", encoding="utf-8")
    shutil.copy(ROOT / "hub" / "data" / "directives" / "lai-chau-2026-06.yaml", folder / "plan.yaml")
    return folder


@pytest.fixture
def folder(lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived, tmp_path / "here"))


def run(folder: Path, command: str, *more: str) -> tuple[int, str, str]:
    """A command's exit code, the code of its error, and what it said."""
    names = json.loads((folder / "names.json").read_text())
    words = [names.get(word, word) for word in SIGNS[command]]
    done = forked("hub", *command.split(), *words, *more, "--json", "--home", "hub", folder=folder)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        told = {}
    error = told.get("error", {}).get("code", "") if isinstance(told, dict) else ""
    return done.returncode, error, done.stderr.decode()


def kept(folder: Path) -> tuple[object, ...]:
    """What the hub has signed and dated."""
    with closing(HubStore.open(folder / "hub" / "hub.db")) as store, store.reading() as transaction:
        logs = tuple((log.origin, log.size) for log in transaction.logs.all())
        accounts, readers, witnesses = (
            transaction.accounts.all(),
            transaction.accounts.readers(),
            transaction.witnesses.all(),
        )
        return logs, len(accounts), len(readers), len(witnesses), transaction.settings.clock


def keep_clock(folder: Path, at: Instant, command: str = "") -> None:
    """The hub's clock was right then; a hub that is to go on asks first."""
    with closing(HubStore.open(folder / "hub" / "hub.db")) as store, store.writing() as transaction:
        transaction.settings.keep_clock(at)
        if command == "restored":
            transaction.settings.ask(Asking(since=LONG_AGO, why="restored"))
            assert gathering(transaction, load_keys(HubHome(folder / "hub"), lambda: "")) is not None


@pytest.mark.parametrize("command", SIGNS)
def test_a_clock_far_beyond_the_hubs_last_time_is_asked_about(folder: Path, command: str) -> None:
    keep_clock(folder, LONG_AGO, command)
    before = kept(folder)
    code, error, said = run(folder, command)
    assert (code, error) == (ExitCode.NO, "clock-in-doubt"), said
    assert kept(folder) == before
    code, error, said = run(folder, command, "--clock-is-right")
    assert error != "clock-in-doubt" and (command in FAILS or code == ExitCode.DONE), said
    if command not in FAILS:
        assert kept(folder) != before


@pytest.mark.parametrize("command", ["unpack", "token add"])
def test_it_is_asked_in_plain_words_and_once_is_enough(folder: Path, command: str) -> None:
    words = ("hub", *command.split(), *SIGNS[command], "--home", "hub")
    asked = forked(*words, folder=folder)
    assert asked.returncode == ExitCode.NO and "the same command with --clock-is-right" in asked.stderr.decode()
    assert forked(*words, "--clock-is-right", folder=folder).returncode == ExitCode.DONE
    assert forked(*words, folder=folder).returncode == ExitCode.DONE


@pytest.mark.parametrize("command", SIGNS)
def test_a_clock_that_the_hubs_last_time_speaks_for_is_not_asked_about(folder: Path, command: str) -> None:
    """Whether that is of days ago, or lies beyond the present."""
    last = 40 * 86_400 if len(command) % 2 else 600 - ASKED_BEYOND
    keep_clock(folder, Instant(now() + last), command)
    more = ("--clock-is-right",) if command == "clock" else ()  # it asks of the stretch, too
    code, error, said = run(folder, command, *more)
    assert error != "clock-in-doubt" and (command in FAILS or code == ExitCode.DONE), said


def test_every_command_is_known_to_sign_or_not_and_those_that_do_can_be_told_that_the_clock_is_right() -> None:
    hub = {words.removeprefix("soxa hub "): one for words, one in commands().items() if words.startswith("soxa hub ")}
    assert set(hub) == SIGNS.keys() | NEITHER and not SIGNS.keys() & NEITHER
    asks = {words for words, one in hub.items() if "--clock-is-right" in {name for row in one.params for name in row.opts}}
    assert asks == SIGNS.keys() | {"serve"}


def test_an_upgrade_states_nothing_while_the_clock_is_in_doubt(folder: Path) -> None:
    before = kept(folder)
    assert forked("hub", "upgrade", "--home", "hub", folder=folder).returncode == ExitCode.DONE
    assert kept(folder) == before
    keep_clock(folder, now())
    assert forked("hub", "upgrade", "--home", "hub", folder=folder).returncode == ExitCode.DONE
    assert kept(folder)[0] != before[0]


def test_a_service_takes_note_of_its_time_for_commands_beside_it_unless_that_is_in_doubt(folder: Path) -> None:
    with closing(HubStore.open(folder / "hub" / "hub.db")) as store:
        for last, noted in ((LONG_AGO, LONG_AGO), (Instant(now() - 60), None)):
            clock = HubClock(now, lambda: 0.0, last=last, tell=lambda _off: None)
            at = _keep(store, clock)
            with store.reading() as transaction:
                assert transaction.settings.clock == (at if noted is None else noted)
