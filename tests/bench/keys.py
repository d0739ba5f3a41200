"""Keys that an officer presses besides letters: for a full form field by field, for the same form by what the program fills
itself, and for a broadcast that comes back every week."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from field.tui.screens.form import Form
from field.tui.screens.ledger import Ledger
from sync.ledger.merge import Values
from tests.bench.measure import Row
from tests.field.alone import PLAN
from tests.field.tui.moves import saved
from tests.field.tui.officer import UNIT, Officer, at_work, new_world
from tests.world import Laptop, World

_PLAN: Final = msgspec.structs.replace(
    PLAN,
    tasks=tuple(
        msgspec.structs.replace(task, topics=("digital-skills",), channels=("commune-radio",)) if task.no == "19" else task
        for task in PLAN.tasks
    ),
)
_WORDS: Final = {
    "title": "Phát loa: nộp hồ sơ qua mạng",
    "date": "today",
    "directive": "2653",
    "task": "19",
    "topics": "ky nang so",
    "channel": "loa",
    "quantity": "12",
    "audience": "1.200",
    "minutes": "180",
    "language": "mong",
    "place": "Bản Hon",
    "text": "Loa tốt",
}
"""What is typed in a full form."""
_BY_FIELD: Final = (*_WORDS.values(),)
_IN_SHORT: Final = (
    _WORDS["title"],
    f"{_WORDS['directive']} {_WORDS['task']}",
    "12 buổi, 1.200 người, 180 phút",
    _WORDS["language"],
    _WORDS["place"],
    _WORDS["text"],
)


def rows(folder: Path) -> Iterator[Row]:
    """Count in a new folder; what is saved is the same each time, or it is an error."""
    world = new_world(folder, _PLAN)
    field_by_field, full = _counted(world, _by_field)
    in_short, short = _counted(world, _in_short)
    assert full == short, (full, short)
    yield Row("keys besides letters for a full form", in_short, "keys", field_by_field, "Tab by Tab", 0.5)
    repeated, again = _counted(world, _once_more)
    assert msgspec.structs.replace(again, date=full.date) == full, again
    yield Row("  for a broadcast that comes back", repeated, "keys", goal=5, absolute=True)
    world.close()


def _counted(world: World, play: object) -> tuple[int, Values]:
    """How many keys besides letters something takes, and what was saved."""
    laptop, pressed = world.laptop(UNIT), list[str]()
    laptop.exchange(world.line)
    if play is _once_more:
        _logged_before(laptop)

    async def whole(officer: Officer) -> None:
        assert callable(play)
        await play(officer)
        await officer.until(lambda: len(saved(laptop)) == 1 + (play is _once_more))
        pressed.extend(officer.pressed)

    at_work(laptop.home, whole)
    opens = pressed[0] == "f2"  # it saves the activity before, too, and is counted there
    return len(pressed) - opens, saved(laptop)[0]


def _logged_before(laptop: Laptop) -> None:
    values: dict[str, object] = {"directive": _PLAN.id, "task": "19", "topics": ("digital-skills",)}
    values |= {"channel": "commune-radio", "quantity": 12, "audience": 1200, "minutes": 180, "language": "hmn"}
    laptop.log(title=_WORDS["title"], date="2026-10-29", place="Bản Hon", text="Loa tốt", **values)


async def _by_field(officer: Officer) -> None:
    await officer.press("f2")
    for text in _BY_FIELD[:-1]:
        await officer.type("" if text == "today" else text)
        await officer.press("tab")
    await officer.type(_BY_FIELD[-1])
    await officer.press("f2")


async def _in_short(officer: Officer) -> None:
    await officer.press("f2")
    for text in _IN_SHORT[:-1]:
        await officer.type(text)
        lit = officer.screen.focused
        await officer.press("enter")
        await officer.until(lambda lit=lit: officer.screen.focused is not lit)  # type: ignore[misc]
    await officer.type(_IN_SHORT[-1])
    await officer.press("f2")


async def _once_more(officer: Officer) -> None:
    await officer.press("ctrl+e")
    await officer.type("nop ho so")
    await officer.press("enter", "enter")
    await officer.until(lambda: isinstance(officer.screen, Form))
    await officer.press("ctrl+s")
    await officer.until(lambda: isinstance(officer.screen, Ledger))
