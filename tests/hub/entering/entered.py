"""What the province enters in a world, from tables that units send."""

from __future__ import annotations

from pathlib import Path

from field.importing.ledger import LaptopLedger
from hub.entering.ledger import Entering, UnitLedger
from sync.importing.answers import Answers
from sync.importing.file_plan import plan_file
from sync.importing.take import ImportResult, take_plan
from tests.world import Laptop, World

HEADING = "Ngày,Nội dung,Hình thức,Số lượng,Số người"
ROWS = (
    "19/10/2026,Phát loa về dịch vụ công,Loa,4,",
    "20/10/2026,Họp bản Na Hum,Họp,,60",
    "22/10/2026,Chiếu phim ở bản Pho,,,120",
)
UNIT = "03390"


def table(folder: Path, *rows: str, name: str = "binh-lu.csv") -> Path:
    """A table as a unit sends it."""
    path = folder / name
    path.write_text("\n".join([HEADING, *rows]), encoding="utf-8")
    return path


def ledger(world: World, unit: str = UNIT, account: str | None = "lan", source: str = "thư ngày 23/10") -> UnitLedger:
    """The ledger in which the province enters things for a unit."""
    return UnitLedger(world.store, world.keys, unit, Entering(account, source, now=world.now(), random_bytes=world.random))


def enter(world: World, path: Path, unit: str = UNIT, answers: Answers | None = None) -> ImportResult:
    """A table entered for a unit."""
    into, given = ledger(world, unit), answers or Answers()
    planned = plan_file(into, path, given, now=world.now())
    return take_plan(into, planned, given, now=world.now(), random_bytes=world.random, progress=lambda _done, _all: None)


def take_on(laptop: Laptop, path: Path) -> ImportResult:
    """A table imported on a laptop."""
    into, world = LaptopLedger(laptop.store, laptop.signer), laptop.world
    planned = plan_file(into, path, Answers(), now=world.now())
    return take_plan(into, planned, Answers(), now=world.now(), random_bytes=world.random, progress=lambda _done, _all: None)


def twice(world: World, folder: Path) -> Laptop:
    """A laptop that imported what the desk entered meanwhile, and has synced since."""
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    enter(world, table(folder, *ROWS))
    take_on(laptop, table(folder, *ROWS, name="so.csv"))
    laptop.exchange(world.line)
    laptop.exchange(world.line)
    return laptop
