"""Wheels of kits, each made here: what a system needs, and that nothing changed or strange is unpacked."""

from __future__ import annotations

import base64
import hashlib
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from hub.kit import wheels
from hub.kit.systems import System
from sync.errors import BadInput, Unavailable


def made(
    folder: Path,
    name: str,
    files: Mapping[str, bytes],
    needs: tuple[str, ...] = (),
    *,
    listed: Mapping[str, bytes] | None = None,
) -> Path:
    """A wheel with these files, which its list says to be those `listed`, if that is another thing."""
    about = f"{name}-1.0.dist-info"
    metadata = "".join(
        [f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", *(f"Requires-Dist: {line}\n" for line in needs)]
    )
    whole = {
        **files,
        f"{about}/METADATA": metadata.encode(),
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nGenerator: here\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    for name_within, data in {**whole, **(listed or {})}.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.append(f"{name_within},sha256={digest},{len(data)}")
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for each, data in whole.items():
            archive.writestr(each, data)
        archive.writestr(f"{about}/RECORD", "\n".join([*rows, f"{about}/RECORD,,\n"]))
    return path


def test_what_is_imported_is_unpacked_and_nothing_else(tmp_path: Path) -> None:
    wheel = made(
        tmp_path,
        "thing",
        {
            "thing/__init__.py": b"x = 1\n",
            "thing/thing.h": b"",
            "thing/tests/test_it.py": b"",
            "thing-1.0.data/scripts/thing": b"#!python\n",
            "thing-1.0.data/purelib/thing/more.py": b"",
            "thing-1.0.dist-info/entry_points.txt": b"[console_scripts]\nthing = thing:x\n",
        },
    )
    wheels.unpack(wheel, tmp_path / "lib")
    found = sorted(each.relative_to(tmp_path / "lib").as_posix() for each in (tmp_path / "lib").rglob("*") if each.is_file())
    about = [f"thing-1.0.dist-info/{name}" for name in ("METADATA", "WHEEL", "entry_points.txt")]
    assert found == [*about, "thing/__init__.py", "thing/more.py"]


@pytest.mark.parametrize(
    ("files", "listed"),
    [
        ({"thing/__init__.py": b"x = 2\n"}, {"thing/__init__.py": b"x = 1\n"}),
        ({"../thing.py": b""}, None),
        ({"/thing.py": b""}, None),
    ],
    ids=["changed", "above", "absolute"],
)
def test_what_is_not_as_it_was_made_is_refused(
    tmp_path: Path, files: Mapping[str, bytes], listed: Mapping[str, bytes] | None
) -> None:
    wheel = made(tmp_path, "thing", files, listed=listed)
    with pytest.raises(BadInput) as refused:
        wheels.unpack(wheel, tmp_path / "deep" / "lib")
    assert refused.value.code == "bad-kit-part"
    assert not (tmp_path / "deep" / "thing.py").exists()


def test_no_wheel_at_all_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "thing-1.0-py3-none-any.whl"
    wheel.write_bytes(b"no zip")
    for act in (lambda: wheels.unpack(wheel, tmp_path), lambda: wheels.needed(System.LINUX, (3, 11), [Path("thing.whl")])):
        with pytest.raises(BadInput) as refused:
            act()
        assert refused.value.code == "bad-kit-part"


def test_requirements_are_those_of_the_laptops_system_and_not_of_this_machine() -> None:
    lines = [
        "a; sys_platform == 'win32'",
        "b; sys_platform != 'win32'",
        "c; python_version < '3.13'",
        "d; extra == 'hub'",
        "pip",
    ]
    windows = wheels.needs(System.WINDOWS, (3, 13), lines)
    linux = wheels.needs(System.LINUX, (3, 11), lines)
    assert [str(each) for each in windows] == ["a"]
    assert [str(each) for each in linux] == ["b", "c"]


def test_what_is_needed_is_followed_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels, "requires", lambda _name: ["a"])
    there = [
        made(tmp_path, "a", {}, ("b>=1", "gone")),
        made(tmp_path, "b", {}, ("a", "c; sys_platform == 'win32'")),
        made(tmp_path, "c", {}),
        made(tmp_path, "stray", {}),
    ]
    linux = wheels.needed(System.LINUX, (3, 11), there)
    windows = wheels.needed(System.WINDOWS, (3, 13), there)
    assert (linux.wheels, linux.missing) == (there[:2], {"gone"})
    assert (windows.wheels, windows.missing) == (there[:3], {"gone"})


def test_what_cannot_be_fetched_is_said_and_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(Unavailable) as unreachable:
        wheels.fetch(System.LINUX, (3, 11), tmp_path / "wheels")
    assert unreachable.value.code == "kit-parts-unreachable"
    assert not (tmp_path / "wheels").exists()
