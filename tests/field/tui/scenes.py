"""Every screen of the officer's program, in a world that is the same in every run.

`python -m tests.field.tui.scenes vi` draws all of them in one language, and gives them as JSON;
`python -m tests.field.tui.scenes --write` writes the snapshots anew, in both languages.
"""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, Literal

import msgspec
from textual.pilot import Pilot
from textual.widgets import Button, OptionList, ProgressBar, Static

from field.exchange.outcome import ExchangeOutcome, Watch
from field.home import LaptopHome
from field.session import Onboarding, Session
from field.settings import THEME
from field.store.rows import ActivityFilter, RecordStatus
from field.tui import themes
from field.tui.app import FieldApp
from field.tui.screens.form import Form
from field.tui.screens.page import Frame
from field.tui.screens.record import RecordScreen
from field.tui.screens.report import ReportScreen
from field.tui.widgets.chooser import Chooser
from field.tui.widgets.record_table import RecordTable
from field.tui.widgets.text_box import TextBox
from field.tui.widgets.typing import LineInput
from sync.activities.draft import ActivityDraft
from sync.wording.i18n import LANGUAGE
from tests.field.tui.commune import FILLED, NOW, Homes, build, open_session
from tests.field.tui.drawing import SHOWN_THEMES, SNAPSHOTS, Picture, taken

ROOT: Final = Path(__file__).resolve().parents[3]
LANGUAGES: Final = ("vi", "en")
SIZES: Final = ((80, 24), (160, 50))

Play = Callable[[Pilot[bool], Homes], Awaitable[None]]
HomeName = Literal["none", "fresh", "full", "locked"]
SCENES: Final[dict[str, tuple[HomeName, Play]]] = {}


def scene(name: str, home: HomeName = "full") -> Callable[[Play], Play]:
    """Makes a function a scene: it brings the program, just opened over a home, to the screen."""

    def known(play: Play) -> Play:
        SCENES[name] = home, play
        return play

    return known


def keys(name: str, on: str, *pressed: str, home: HomeName = "full") -> None:
    """A scene that keys lead to: the screen of this class."""

    @scene(name, home)
    async def play(pilot: Pilot[bool], _homes: Homes) -> None:
        for key in pressed:
            await pilot.press(key)
            await pilot.pause()
        await until(pilot, lambda: type(pilot.app.screen).__name__ == on)


async def until(pilot: Pilot[bool], holds: Callable[[], bool]) -> None:
    """Wait for something on the screen."""
    for _ in range(3000):
        await pilot.pause()
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to this")


def is_whole(pilot: Pilot[bool]) -> bool:
    """Whether the first screen is all there: the ledger shows its first lines before it counts."""
    counts = pilot.app.screen.query("#count").results(Static)
    return bool(pilot.app.screen.query("FooterKey")) and all(count.content for count in counts)


def session_of(pilot: Pilot[bool]) -> Session:
    """The officer's session."""
    app = pilot.app
    assert isinstance(app, FieldApp) and app.session is not None, "joined"
    return app.session


async def open_record(pilot: Pilot[bool], state: RecordStatus) -> None:
    """The page of the activity in this state."""
    session = session_of(pilot)
    row = next(iter(session.store.records.rows(ActivityFilter(status=state))))
    await pilot.app.push_screen(RecordScreen(session, row.record))


keys("first-start", "FirstStart", home="none")


@scene("second-start", "none")
async def _second_start(pilot: Pilot[bool], homes: Homes) -> None:
    pilot.app.screen.query_one(LineInput).value = homes.invite
    await pilot.press("f2")


keys("ledger-empty", "Ledger", home="fresh")
keys("ledger", "Ledger")


@scene("ledger-search")
async def _search(pilot: Pilot[bool], _homes: Homes) -> None:
    table = pilot.app.screen.query_one(RecordTable)
    await pilot.press("f3", *"phat")
    await until(pilot, lambda: table.virtual_size.height == 4)


keys("filter", "FilterDialog", "f4")
keys("form-new", "Form", "f2")
keys("once-more", "RepeatDialog", "ctrl+e")
keys("once-more-day", "RepeatDialog", "end", "ctrl+d")


@scene("form-filled")
async def _filled(pilot: Pilot[bool], _homes: Homes) -> None:
    await pilot.app.push_screen(Form(session_of(pilot), start=FILLED))


@scene("form-mistakes")
async def _mistakes(pilot: Pilot[bool], _homes: Homes) -> None:
    wrong = ActivityDraft(
        date="31/02/2026",
        directive="99/KH-UBND",
        topics=("loa",),
        channel="truyền miệng",
        quantity="mười hai",
        audience="1.20",
        language="tiếng ta",
    )
    await pilot.app.push_screen(Form(session_of(pilot), start=wrong))
    await pilot.press("ctrl+s")


@scene("form-list")
async def _list(pilot: Pilot[bool], _homes: Homes) -> None:
    await pilot.press("f2")
    chooser = pilot.app.screen.query_one("#channel", Chooser)
    chooser.line.focus()
    await pilot.press(*"tru")
    await until(pilot, lambda: chooser.is_open)


keys("form-throw-away", "Confirm", "f2", "f4")


@scene("record")
async def _record(pilot: Pilot[bool], _homes: Homes) -> None:
    await open_record(pilot, "returned")


@scene("record-conflict")
async def _in_conflict(pilot: Pilot[bool], _homes: Homes) -> None:
    await open_record(pilot, "conflict")


@scene("conflict")
async def _conflict(pilot: Pilot[bool], _homes: Homes) -> None:
    await open_record(pilot, "conflict")
    await pilot.press("f3")


@scene("ask-reason")
async def _ask(pilot: Pilot[bool], _homes: Homes) -> None:
    await open_record(pilot, "accepted")
    await pilot.press("f4", *"ghi trùng")


keys("directives", "Directives", "f7")
keys("directive", "DirectiveScreen", "f7", "enter")
keys("activities", "Activities", "f7", "enter", "enter")
keys("agenda", "Agenda", "ctrl+l")
keys("reports", "Reports", "f6")


@scene("report")
async def _report(pilot: Pilot[bool], _homes: Homes) -> None:
    await pilot.app.push_screen(ReportScreen(session_of(pilot), "2026-11"))


@scene("narrative")
async def _narrative(pilot: Pilot[bool], homes: Homes) -> None:
    await _report(pilot, homes)
    await pilot.press("f2")
    pilot.app.screen.query_one("#results", TextBox).select_line(1)


@scene("submit")
async def _submit(pilot: Pilot[bool], homes: Homes) -> None:
    await _report(pilot, homes)
    await pilot.press("f3")


keys("inbox", "Inbox", "f8")
keys("sync", "SyncScreen", "f5")


@scene("sync-running")
async def _running(pilot: Pilot[bool], _homes: Homes) -> None:
    app = pilot.app
    assert isinstance(app, FieldApp)
    line = threading.Event()

    def act(watch: Watch) -> str:
        watch(ExchangeOutcome(rounds=1, sent=1, received=2, sent_bytes=1480, received_bytes=905))
        line.wait()  # the daemon ends with the process
        return ""

    await pilot.press("f5")
    app.exchanger.start(act)
    await until(pilot, lambda: app.screen.query_one(ProgressBar).display)


_LIST: Final = """XÃ BÌNH LƯ;;;;;;
STT;Ngày, tháng;Nội dung công việc;Số lượng (buổi);Số người tham dự (nam);Số người tham dự (nữ);Xăng xe
1;03/10/2026;Phát loa về kỹ năng số;2 buổi;100;50;5 lít
2;04/10/2026;Họp bản Hon;1;20;~25;
3;31/02/2026;Dán áp phích;5;;;
;;Tổng cộng;8;120;75;
;;;;Người lập biểu;Chủ tịch;
"""


@scene("import")
async def _import(pilot: Pilot[bool], _homes: Homes) -> None:
    Path("so-thang-10.csv").write_text(_LIST, encoding="utf-8")
    await pilot.press("ctrl+o")
    await until(pilot, lambda: bool(pilot.app.screen.query("PathPicker LineInput, LineInput")))
    pilot.app.screen.query_one(LineInput).value = "so-thang-10.csv"
    await pilot.press("enter")
    await until(pilot, lambda: bool(pilot.app.screen.query("#columns")))
    await until(pilot, lambda: pilot.app.screen.query_one("#columns", OptionList).option_count > 1)


@scene("folder")
async def _folder(pilot: Pilot[bool], _homes: Homes) -> None:
    await pilot.press("f5", "f3")
    pilot.app.screen.query_one(LineInput).value = "usb"
    await pilot.press("enter")


keys("settings", "Settings", "f9")
keys("passphrase", "Passphrase", "f5", "f5", home="locked")


@scene("new-passphrase")
async def _new_passphrase(pilot: Pilot[bool], _homes: Homes) -> None:
    await pilot.press("f9")
    pilot.app.screen.query_one("#passphrase", Button).focus()
    await pilot.press("enter")


keys("help", "Help", "f1")
keys("help-form", "Help", "f2", "f1")


@scene("palette")
async def _palette(pilot: Pilot[bool], _homes: Homes) -> None:
    assert isinstance(pilot.app.screen, Frame)
    found = len(list(pilot.app.screen.works()))
    await pilot.press("ctrl+p")
    await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count == found)


async def draw(name: str, homes: Homes) -> list[Picture]:
    """A scene in each size."""
    drawn: dict[tuple[int, int], list[Picture]] = {size: [] for size in SIZES}
    for theme in themes.NAMES:
        for one in await draw_in(name, theme, homes):
            drawn[one.size].append(one)
    return [_together(one) for one in drawn.values()]


def _together(drawn: list[Picture]) -> Picture:
    """One picture of the same in several themes."""
    first = drawn[0]
    same = all(one.lines == first.lines for one in drawn)
    assert same or first.scene == "settings", "colours change no words, but where they are chosen"
    return msgspec.structs.replace(first, styles={theme: rows for one in drawn for theme, rows in one.styles.items()})


async def draw_in(name: str, theme: str, homes: Homes) -> list[Picture]:
    """A scene in one theme and each size, played in a copy of its home; the dark one, which has no snapshot, in one size."""
    which, play = SCENES[name]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        session = None
        if which != "none":
            shutil.copytree(getattr(homes, which), home)
            session = open_session(home)
            session.store.local.set_setting(THEME, theme)
        app = FieldApp(Onboarding(LaptopHome(home), clock=lambda: NOW, random_bytes=bytes), session)
        app.theme = theme
        async with app.run_test(size=SIZES[0]) as pilot:
            await until(pilot, lambda: is_whole(pilot))
            await play(pilot, homes)
            drawn = []
            for size in SIZES if theme in SHOWN_THEMES else SIZES[:1]:
                await pilot.resize_terminal(*size)
                drawn.append(await taken(name, pilot))
        if session is not None:
            session.close()
        return drawn


def render(language: str) -> list[Picture]:
    """Every scene in this process's language."""
    assert language == LANGUAGE, "words are chosen when a process starts"
    gc.disable()  # what is drawn is soon done
    with tempfile.TemporaryDirectory() as folder:
        homes = build(Path(folder) / "world")
        for name in ("bao-cao", "usb/2026", "usb/cu"):
            (Path(folder) / name).mkdir(parents=True)
        (Path(folder) / "usb/03390-tra-loi.soxa").touch()
        os.chdir(folder)
        try:
            return [picture for name in SCENES for picture in asyncio.run(draw(name, homes))]
        finally:
            os.chdir(ROOT)


def pictures(language: str) -> bytes:
    """All scenes of a language, drawn by a process of its own, as JSON."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "NO_COLOR", "SOXA_"))}
    environment = plain | {"SOXA_LANG": language, "PYTHONUTF8": "1", "TEXTUAL_ANIMATIONS": "none"}
    command = [sys.executable, "-m", "tests.field.tui.scenes", language]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr.decode(errors="replace"))
    return done.stdout


def all_pictures() -> dict[str, list[Picture]]:
    """All scenes by language; the languages are drawn side by side."""
    with ThreadPoolExecutor() as pool:
        drawn = pool.map(pictures, LANGUAGES)
        return {
            language: msgspec.json.decode(one, type=list[Picture]) for language, one in zip(LANGUAGES, drawn, strict=True)
        }


def write() -> None:
    """Write the snapshots anew."""
    drawn = all_pictures()
    shutil.rmtree(SNAPSHOTS, ignore_errors=True)
    for language, given in drawn.items():
        for picture in given:
            file = picture.file(language)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(picture.snapshot(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write()
    else:
        sys.stdout.buffer.write(msgspec.json.encode(render(sys.argv[1])))
