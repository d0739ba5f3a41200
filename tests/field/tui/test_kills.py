"""The officer's program killed in a real terminal: what was typed is a draft, what was saved is saved, and once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from field.activities import drafts
from field.activities.drafts import KeptDraft
from field.home import LaptopHome
from field.reporting import deadlines
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.shell.console import now
from tests.field.alone import PLAN, activity, check_log, follow_registry, new_store, signer
from tests.field.tui.terminal import CTRL_Q, ENTER, F2, F5, F6, HUNG_UP, TAB, Terminal, eventually, in_a_terminal
from tests.test_crashes import Pair

pytestmark = in_a_terminal

LEDGER = "F3 Tìm", "nội dung"
FORM = "Ghi hoạt động", "tổng số phút"
REVISING = "Sửa hoạt động", "tổng số phút"
RECORD = "Quá trình", "F2 Sửa"
REPORTS = "Báo cáo tháng", "quá hạn"
REPORT = "mọi hoạt động", "F2 Lời văn"
NARRATIVE = "kiến nghị", "Esc Đã xong"
SYNC = "Đồng bộ với tỉnh", "F5 đồng bộ"
DRAFTED, SAVED, SYNCED = "nháp", "Đã lưu.", "Đã đồng bộ:"

Moment = Callable[[LaptopHome, Terminal], Callable[[], None]]
"""Looks at how things are before a key is pressed; what it gives waits, after it, for the moment to kill at."""


def after(seconds: float) -> Moment:
    """So long after the key."""
    return lambda _home, _terminal: lambda: time.sleep(seconds)


def when_written(home: LaptopHome, _terminal: Terminal) -> Callable[[], None]:
    """As soon as the store's file begins to grow."""
    log = home.database.with_name(f"{home.database.name}-wal")
    before = log.stat().st_mtime_ns
    return lambda: eventually(lambda: log.stat().st_mtime_ns != before, "a write")


def when_told(_home: LaptopHome, terminal: Terminal) -> Callable[[], None]:
    """As soon as the screen says that it is saved."""
    return lambda: terminal.wait_for(SAVED)


def any_moments(seed: int, count: int, seconds: float) -> list[Moment]:
    """Some within so long."""
    chance = random.Random(seed)
    return [after(chance.uniform(0, seconds)) for _ in range(count)]


@pytest.fixture
def home(tmp_path: Path) -> LaptopHome:
    """A laptop with one activity, and a plan that asks for reports."""
    with new_store(tmp_path) as store:
        follow_registry(store, PLAN)
        store.logs.append([activity("Phát loa")], signer())
    return LaptopHome(tmp_path)


@contextmanager
def opened(home: LaptopHome, *, deaf: bool = False) -> Iterator[Terminal]:
    """The program, once the ledger is on the screen; killed at the end if it still runs."""
    with Terminal("sync.shell.main", "field", "--home", str(home.path), deaf=deaf) as terminal:
        terminal.wait_for(*LEDGER)
        yield terminal


def go(terminal: Terminal, key: str, words: tuple[str, ...]) -> None:
    """Press a key that opens another screen, and wait for that."""
    terminal.write(key)
    terminal.wait_for(*words)


def to_the_narrative(terminal: Terminal) -> None:
    """From the ledger to the words of the first report."""
    for key, words in ((F6, REPORTS), (ENTER, REPORT), (F2, NARRATIVE)):
        go(terminal, key, words)


def kept(home: LaptopHome) -> list[KeptDraft]:
    """The drafts in the store, whose log must be whole."""
    with LaptopStore.open(home) as store:
        check_log(store)
        return drafts.kept(store)


def wait_until_kept(home: LaptopHome, *words: str) -> None:
    """Wait until the newest draft has all of these words."""
    with LaptopStore.open(home) as store:
        eventually(lambda: all(one in str(drafts.kept(store)[:1]) for one in words), " · ".join(words))


def narratives(home: LaptopHome) -> str:
    """What is kept of the words of reports."""
    with LaptopStore.open(home) as store:
        check_log(store)
        named = [one.period.name for one in deadlines.due_periods(store, now())]
        return "".join(store.local.setting(f"narrative:{name}") or "" for name in named)


def titles(home: LaptopHome) -> list[str | None]:
    """Those of all activities."""
    with LaptopStore.open(home) as store:
        return [row.values.title for row in store.records.rows(ActivityFilter())]


# -- typing


@pytest.mark.parametrize("seed", range(2))
def test_a_kill_while_typing_loses_nothing_that_was_kept(home: LaptopHome, seed: int) -> None:
    title = ""
    for number, moment in enumerate(any_moments(seed, 3, 1.2)):
        with opened(home) as terminal:
            if title:
                terminal.wait_for(DRAFTED, title)
                go(terminal, ENTER, (*FORM, title))
            else:
                go(terminal, F2, FORM)
            title += f"đường{seed}{number}"
            terminal.write(f"đường{seed}{number}")
            wait_until_kept(home, title)
            wait = moment(home, terminal)
            terminal.write("ươm")
            wait()
            terminal.kill()
        (draft,) = kept(home)
        assert draft.record is None
        assert draft.draft.title in {title, f"{title}ư", f"{title}ươ", f"{title}ươm"}
        title = draft.draft.title


def test_whichever_field_is_typed_in_first_is_in_the_draft_after_a_kill(home: LaptopHome) -> None:
    with opened(home) as terminal:
        go(terminal, F2, FORM)
        terminal.write(f"{TAB * 10}Bản Hon")
        wait_until_kept(home, "Bản Hon")
        terminal.write(f"{TAB}Bà con đến đông")
        wait_until_kept(home, "Bản Hon", "Bà con đến đông")
        terminal.kill()
    (draft,) = kept(home)
    assert (draft.draft.title, draft.draft.place, draft.draft.text) == ("", "Bản Hon", "Bà con đến đông")
    with opened(home) as terminal:
        go(terminal, ENTER, (*FORM, "Bản Hon", "Bà con đến đông"))


def test_a_kill_while_revising_leaves_a_draft_of_that_activity_which_can_be_saved(home: LaptopHome) -> None:
    with opened(home) as terminal:
        go(terminal, ENTER, RECORD)
        go(terminal, F2, (*REVISING, "Phát loa"))
        terminal.write(" ở bản Hon")
        wait_until_kept(home, "Phát loa ở bản Hon")
        terminal.write(" và")
        terminal.kill()
    (draft,) = kept(home)
    assert draft.record is not None
    assert (draft.draft.title or "").startswith("Phát loa ở bản Hon")
    assert titles(home) == ["Phát loa"]
    with opened(home) as terminal:
        terminal.wait_for(DRAFTED, "Phát loa ở bản Hon")
        go(terminal, ENTER, (*REVISING, "Phát loa ở bản Hon"))
        go(terminal, F2, (SAVED,))
        terminal.kill()
    assert kept(home) == []
    assert titles(home) == [draft.draft.title]


def test_a_kill_while_writing_the_words_of_a_report_keeps_them(home: LaptopHome) -> None:
    with opened(home) as terminal:
        to_the_narrative(terminal)
        terminal.write("Đã phát loa đủ các bản.")
        eventually(lambda: "Đã phát loa đủ các bản." in narratives(home), "the words")
        terminal.write(" Và")
        terminal.kill()
    assert "Đã phát loa đủ các bản." in narratives(home)
    with opened(home) as terminal:
        to_the_narrative(terminal)
        terminal.wait_for("Đã phát loa đủ các bản.")


# -- saving


@pytest.mark.parametrize(
    "moments",
    [[after(0), when_written, *any_moments(1, 3, 0.01)], [when_told, *any_moments(2, 4, 0.02)]],
    ids=["as it is written", "until it is told"],
)
def test_a_kill_while_saving_leaves_the_activity_once_or_the_draft(home: LaptopHome, moments: list[Moment]) -> None:
    for number, moment in enumerate(moments):
        title = f"Họp bản lần {number}"
        with opened(home) as terminal:
            go(terminal, F2, FORM)
            terminal.write(title)
            wait_until_kept(home, title)
            wait = moment(home, terminal)
            terminal.write(F2)
            wait()
            terminal.kill()
        drafted = [one.draft.title for one in kept(home)]
        assert [*titles(home), *drafted].count(title) == 1
        if moment is when_told:
            assert title not in drafted


def test_a_kill_while_a_save_waits_for_another_program_leaves_the_draft(home: LaptopHome) -> None:
    with opened(home) as terminal:
        go(terminal, F2, FORM)
        terminal.write("Treo băng rôn")
        wait_until_kept(home, "Treo băng rôn")
        with LaptopStore.open(home) as store, store.transaction():
            terminal.write(F2)
            time.sleep(0.3)
            terminal.kill()
    assert [one.draft.title for one in kept(home)] == ["Treo băng rôn"]
    assert titles(home) == ["Phát loa"]


def test_a_kill_while_saving_a_change_leaves_it_once_or_the_draft(home: LaptopHome) -> None:
    title, entries = "Phát loa", 2
    for number, moment in enumerate([when_written, when_told, *any_moments(3, 3, 0.01)]):
        with opened(home) as terminal:
            if kept(home):
                go(terminal, ENTER, (*REVISING, title))
            else:
                go(terminal, ENTER, RECORD)
                go(terminal, F2, (*REVISING, title))
            title += f" {number}"
            terminal.write(f" {number}")
            wait_until_kept(home, title)
            wait = moment(home, terminal)
            terminal.write(F2)
            wait()
            terminal.kill()
        drafted = [one.draft.title for one in kept(home)]
        with LaptopStore.open(home) as store:
            grown, entries = store.logs.own.size - entries, store.logs.own.size
        assert (drafted, grown) in [([title], 0), ([], 1)]
        assert (titles(home) == [title]) == (grown == 1)


# -- syncing


def wait_for_a_receipt(store: LaptopStore, before: int) -> None:
    """Wait until more entries are receipted than before."""
    eventually(lambda: store.logs.own.acked > before, "a receipt")


@pytest.mark.parametrize("seed", range(2))
def test_a_kill_while_syncing_loses_nothing_and_sends_nothing_twice(tmp_path: Path, seed: int) -> None:
    pair = Pair(tmp_path)
    pair.fill(4_000, seed)

    chance = random.Random(seed)
    with pair.serving():
        for number, receipts in enumerate([1, 0, 1]):
            with opened(pair.home) as terminal, LaptopStore.open(pair.home) as store:
                go(terminal, F5, SYNC)
                before = store.logs.own.acked
                terminal.write(F5)
                if receipts:
                    wait_for_a_receipt(store, before)
                time.sleep(chance.uniform(0, 0.25))  # any moment of the next round
                terminal.kill()
            pair.check(complete=False)
            pair.fill(600, seed * 100 + number)
        with opened(pair.home) as terminal:
            go(terminal, F5, SYNC)
            go(terminal, F5, (SYNCED,))
    pair.check(complete=True)


# -- leaving


@pytest.mark.parametrize("deaf", [False, True], ids=["told by a signal", "told by nobody"])
def test_the_program_ends_with_its_terminal_and_keeps_the_draft(home: LaptopHome, deaf: bool) -> None:
    with opened(home, deaf=deaf) as terminal:
        go(terminal, F2, FORM)
        terminal.write("Chiếu phim")
        wait_until_kept(home, "Chiếu phim")
        terminal.write(" ở")
        terminal.hang_up()
        assert terminal.wait_until_left() == (1 if deaf else HUNG_UP)
    (draft,) = kept(home)
    assert (draft.draft.title or "").startswith("Chiếu phim")


def test_leaving_right_after_typing_keeps_every_letter(home: LaptopHome) -> None:
    with opened(home) as terminal:
        go(terminal, F2, FORM)
        terminal.write(f"Tập huấn dùng mạng{TAB * 10}Bản Hon{TAB}Bà con đến đông.{CTRL_Q}")
        assert terminal.wait_until_left() == 0
    (draft,) = kept(home)
    assert draft.draft.title == "Tập huấn dùng mạng"
    assert (draft.draft.place, draft.draft.text) == ("Bản Hon", "Bà con đến đông.")


def test_leaving_right_after_writing_the_words_of_a_report_keeps_every_letter(home: LaptopHome) -> None:
    with opened(home) as terminal:
        to_the_narrative(terminal)
        terminal.write(f"Đã phát loa.{TAB}Loa bản Hon hỏng.{CTRL_Q}")
        assert terminal.wait_until_left() == 0
    assert '"Đã phát loa."' in narratives(home)
    assert '"Loa bản Hon hỏng."' in narratives(home)


def test_the_terminal_is_left_as_it_was(home: LaptopHome) -> None:
    with opened(home) as terminal:
        assert not terminal.is_as_it_was()
        terminal.write(CTRL_Q)
        assert terminal.wait_until_left() == 0
        assert terminal.is_as_it_was()
