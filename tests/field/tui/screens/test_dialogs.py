"""Dialogs: the question for the passphrase is asked when something must be signed, and may be let be."""

from __future__ import annotations

from sync.log.keyfile import load_key
from sync.wording.i18n import catalogue
from tests.field.tui.moves import change_passphrase, to_ledger, to_page
from tests.field.tui.officer import Officer, at_work, said
from tests.world import Laptop

_ = said


def test_a_passphrase_once_set_is_asked_for_at_the_first_save_and_a_wrong_one_is_told(laptop: Laptop) -> None:
    async def seal(officer: Officer) -> None:
        await change_passphrase(officer, "bí mật")
        await officer.hears(_("The passphrase is changed."))
        await officer.sees(_("The key is under a passphrase: it is asked for once, when something is to be signed."))

    async def save(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Một")
        await officer.press("f2")
        await officer.sees(_("Passphrase of the key:"))
        assert laptop.record_ids() == []
        await officer.type("sai")
        await officer.press("enter")
        await officer.sees(_of_sync("The passphrase does not open the key. Type it again."))
        await officer.type("bí mật")
        await officer.press("enter")
        await officer.hears(_("Saved."))
        await officer.type("Hai")
        await officer.press("ctrl+s")
        await officer.hears(_("Saved."))
        await to_ledger(officer)

    at_work(laptop.home, seal)
    load_key(laptop.home.key, passphrase="bí mật")
    at_work(laptop.home, save)
    assert sorted(one.values.title for one in laptop.records().values()) == ["Hai", "Một"]


_of_sync = catalogue("sync")


def test_a_passphrase_is_shown_while_it_is_typed_and_opens_however_it_was_typed(laptop: Laptop) -> None:
    async def seal(officer: Officer) -> None:
        await change_passphrase(officer, "hoà bình")
        await officer.hears(_("The passphrase is changed."))

    async def save(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Một")
        await officer.press("ctrl+s")
        await officer.sees(_("F3 shows what is typed, or hides it."))
        await officer.type("ho\u0300a bi\u0300nh")
        assert "hòa bình" not in officer.text
        await officer.press("f3")
        await officer.sees("hòa bình")
        await officer.press("f3")
        await officer.misses("hòa bình")
        await officer.press("enter")
        await officer.hears(_("Saved."))
        await to_ledger(officer)

    at_work(laptop.home, seal)
    at_work(laptop.home, save)
    assert [record.values.title for record in laptop.records().values()] == ["Một"]


def test_a_question_for_the_passphrase_that_is_let_be_saves_nothing_and_loses_nothing(laptop: Laptop) -> None:
    async def seal(officer: Officer) -> None:
        await change_passphrase(officer, "bí mật")
        await officer.hears(_("The passphrase is changed."))

    async def let_be(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Một")
        await officer.press("ctrl+s")
        await officer.sees(_("Passphrase of the key:"))
        await officer.press("escape")
        await officer.sees(_("Write an activity"), "Một")
        await officer.press("escape")
        await officer.sees("Một", _("draft"))

    at_work(laptop.home, seal)
    at_work(laptop.home, let_be)
    assert laptop.record_ids() == []


def test_what_is_typed_behind_enter_in_one_burst_is_the_next_field_s(laptop: Laptop) -> None:
    async def seal(officer: Officer) -> None:
        await officer.press("f9")
        await officer.sees(_("Change the passphrase …"))
        await officer.press("tab", "tab", "tab", "tab", "tab", "enter")
        await officer.sees(_("New passphrase of the key; leave it empty for none:"))
        await officer.rush("bí mật\rbí mật\r")
        await officer.hears(_("The passphrase is changed."))

    async def save(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Một")
        await officer.press("f2")
        await officer.sees(_("Passphrase of the key:"))
        await officer.rush("sai\rbí mật\rHai")  # a wrong one first; what is behind the right one is the form's
        await officer.hears(_("Saved."))
        await officer.press("ctrl+s")
        await officer.hears(_("Saved."))
        await to_ledger(officer)

    at_work(laptop.home, seal)
    load_key(laptop.home.key, passphrase="bí mật")
    at_work(laptop.home, save)
    assert sorted(one.values.title for one in laptop.records().values()) == ["Hai", "Một"]


def test_a_reason_is_what_was_typed_before_enter(laptop: Laptop) -> None:
    laptop.log()
    (record,) = laptop.record_ids()

    async def play(officer: Officer) -> None:
        await officer.press("enter")
        await to_page(officer)
        await officer.press("f4")
        await officer.sees(_("Why is this activity taken back? Its history stays, and it is counted no more."))
        await officer.rush("ghi nhầm\rxyz")
        await officer.hears(_("Taken back."))

    at_work(laptop.home, play)
    assert laptop.records()[record].retracted == "ghi nhầm"
