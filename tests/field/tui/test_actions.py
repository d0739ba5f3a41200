"""The table of actions: its examples hold, every action is done by a method, and no key means two things."""

from __future__ import annotations

import doctest
import inspect

from field.tui import actions
from field.tui.actions import EVERYWHERE, SCREENS
from field.tui.app import FieldApp
from field.tui.screens import (
    activities,
    agenda,
    conflict,
    directives,
    first_start,
    form,
    import_plan,
    inbox,
    ledger,
    narrative,
    places,
    record,
    report,
    reports,
    settings,
    sync,
)
from field.tui.screens.page import Frame


def test_every_action_is_done_by_a_method() -> None:
    modules = (
        activities,
        agenda,
        conflict,
        directives,
        first_start,
        form,
        import_plan,
        inbox,
        ledger,
        narrative,
        places,
        record,
        report,
        reports,
        settings,
        sync,
    )
    screens = {
        one.ACTIONS: one
        for module in modules
        for one in vars(module).values()
        if inspect.isclass(one) and issubclass(one, Frame) and "ACTIONS" in vars(one)
    }
    assert set(screens) == set(SCREENS)
    for room, own in SCREENS.items():
        for action in own:
            assert callable(getattr(screens[room], f"action_{action.name}", None)), (room, action.name)
    for action in EVERYWHERE:
        assert callable(getattr(FieldApp, f"action_{action.name}", None)), action.name


def test_no_key_means_two_things_on_one_screen() -> None:
    for room, own in SCREENS.items():
        keys = [action.key for action in own]
        assert len(keys) == len(set(keys)), room


def test_the_examples_in_the_module_hold() -> None:
    results = doctest.testmod(actions)
    assert results.failed == 0 and results.attempted > 0
