"""`soxa hub unit`, `invite` and `device`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from hub.registry.laptops import LaptopRow
from hub.registry.units import UnitRow
from sync.errors import Fork
from tests.forked import forked
from tests.hub.intake.party import Party, outcome
from tests.hub.registry.stating import BINH_LU, KHUN_HA
from tests.world import World


def command(home: Path, *arguments: str) -> tuple[int, list[str], str]:
    """A command's exit code, its lines of data, and what it says."""
    done = forked("hub", *arguments, "--home", str(home))
    return done.returncode, done.stdout.decode("utf-8").splitlines(), done.stderr.decode("utf-8")


def test_the_commands_state_and_show_it(world: World) -> None:
    home = world.home.path
    done = command(home, "unit", "rename", "khun ha", "--name", "Khun", "--since", "2025-08-01")
    assert done[:2] == (0, [KHUN_HA])
    assert "Xã Khun Há until 31/07/2025; Xã Khun from 01/08/2025 on." in done[2]
    done = command(home, "unit", "merge", "ban bo", "khun", "--into", BINH_LU, "--since", "2025-09-01", "--document", "1/NQ")
    assert done[:2] == (0, [BINH_LU])
    done = command(home, "unit", "split", BINH_LU, "--into", BINH_LU, "--into", "09999 xã Mới", "--since", "2025-10-01")
    assert done[:2] == (0, [BINH_LU, "09999"])
    listed = "\n".join(command(home, "unit", "list", "--json")[1])
    rows = {row.code: row for row in msgspec.json.decode(listed, type=list[UnitRow])}
    assert (rows[KHUN_HA].name, rows[KHUN_HA].valid_to, rows["09999"].name) == ("Xã Khun", "2025-08-31", "Xã Mới")
    status, _lines, told = command(home, "invite", "ban bo")
    assert status == 1 and "Xã Bình Lư" in told
    assert command(home, "unit", "merge", BINH_LU, "--into", BINH_LU, "--since", "2025-11-01")[0] == 2


def test_the_commands_list_laptops_and_revoke_them(world: World) -> None:
    laptop = world.laptop(BINH_LU)
    laptop.exchange(world.line)
    device = laptop.store.membership.device
    assert command(world.home.path, "device", "revoke", device, "--reason", "bị mất")[:2] == (0, [device])
    _status, lines, _told = command(world.home.path, "device", "list", "--json")
    (row,) = msgspec.json.decode("\n".join(lines), type=list[LaptopRow])
    assert (row.device, row.unit, row.entries, row.reason) == (device, BINH_LU, 1, "bị mất")
    assert command(world.home.path, "device", "revoke", device, "--reason", "x")[0] == 1
    assert "bị mất" in "\n".join(command(world.home.path, "device", "list")[1])


def test_the_list_says_what_was_found_against_a_laptop(world: World) -> None:
    laptop = world.laptop(BINH_LU)
    laptop.exchange(world.line)
    with world.store.writing() as transaction:
        transaction.logs.keep_evidence(world.now(), laptop.origin, Fork().code, "a checkpoint")
    _status, lines, _told = command(world.home.path, "device", "list", "--json")
    (row,) = msgspec.json.decode("\n".join(lines))
    assert list(row["found"]) == [Fork().code]
    assert "its key signed two histories" in "\n".join(command(world.home.path, "device", "list")[1])


def test_the_commands_replace_a_laptop_and_revoke_all_of_its_chain(world: World) -> None:
    laptop, home, party = world.laptop(BINH_LU), world.home.path, Party(1)
    laptop.exchange(world.line)
    old = laptop.store.membership.device
    done = command(home, "invite", "ban bo", "--replaces", old)
    assert done[0] == 1 and old in done[2]
    _status, (line,), _told = command(home, "invite", "binh lu", "--replaces", old)
    assert outcome(world, party.says(party.join(world.keys, line)).push()) is None
    assert party.device in "\n".join(command(home, "device", "list")[1])
    assert command(home, "invite", "binh lu", "--replaces", old)[0] == 1
    assert command(home, "device", "revoke", old, "--reason", "x", "--keep", old)[0] == 2
    status, lines, told = command(home, "device", "revoke", old, "--reason", "bị mất")
    assert (status, lines) == (0, [old]) and party.device in told
