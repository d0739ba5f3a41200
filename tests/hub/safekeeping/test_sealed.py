"""A sealed file opens with its passphrase, whole or not at all."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from hub.safekeeping import sealed
from sync.errors import BadInput, Refused, SoxaError, Unproven

PIECE = 64 * 1024
PASSPHRASE = "một câu dài"


def files(folder: Path, *sizes: int) -> dict[str, Path]:
    chance = random.Random(1)
    made = {f"file{number}": folder / f"file{number}" for number in range(len(sizes))}
    for path, size in zip(made.values(), sizes, strict=True):
        path.write_bytes(chance.randbytes(size))
    return made


def opened(data: bytes, passphrase: str, names: tuple[str, ...]) -> list[bytes]:
    into = {name: io.BytesIO() for name in names}
    sealed.unseal(io.BytesIO(data), passphrase, into)
    return [each.getvalue() for each in into.values()]


@pytest.mark.parametrize("sizes", [(0,), (1,), (PIECE, 5), (3 * PIECE + 7, 0, 90), (PIECE - len('{"files":'), 1)])
def test_what_was_sealed_comes_out_the_same(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    made = files(tmp_path, *sizes)
    data = b"".join(sealed.seal(made, PASSPHRASE, random.Random(2).randbytes))
    assert opened(data, PASSPHRASE, tuple(made)) == [path.read_bytes() for path in made.values()]


def test_letters_composed_otherwise_open_it_too(tmp_path: Path) -> None:
    made = files(tmp_path, 10)
    data = b"".join(sealed.seal(made, "ộ", random.Random(2).randbytes))
    assert opened(data, "o\u0323\u0302", ("file0",)) == [made["file0"].read_bytes()]


def test_a_wrong_passphrase_is_told(tmp_path: Path) -> None:
    data = b"".join(sealed.seal(files(tmp_path, 10), PASSPHRASE, random.Random(2).randbytes))
    with pytest.raises(Refused) as refused:
        opened(data, "khác", ("file0",))
    assert refused.value.code == "wrong-backup-passphrase"


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (0, "no-backup"),
        (49, "no-backup"),
        (60, "wrong-backup-passphrase"),  # of less than one piece nobody can tell
        (PIECE, "wrong-backup-passphrase"),
        (50 + PIECE + 16, "backup-not-whole"),
        (50 + PIECE + 20, "backup-not-whole"),
        (-PIECE, "backup-not-whole"),
        (-17, "backup-not-whole"),
        (-1, "backup-not-whole"),
    ],
)
def test_a_file_that_is_cut_anywhere_is_not_whole(tmp_path: Path, end: int, code: str) -> None:
    data = b"".join(sealed.seal(files(tmp_path, 4 * PIECE), PASSPHRASE, random.Random(2).randbytes))
    with pytest.raises(SoxaError) as refused:
        opened(data[:end], PASSPHRASE, ("file0",))
    assert refused.value.code == code


def test_pieces_cannot_be_left_out_swapped_or_repeated(tmp_path: Path) -> None:
    data = b"".join(sealed.seal(files(tmp_path, 4 * PIECE), PASSPHRASE, random.Random(2).randbytes))
    line = data[: data.index(b"\n") + 1]
    pieces = [data[at : at + PIECE + 16] for at in range(len(line), len(data), PIECE + 16)]
    first, second, third, *rest = pieces
    for wrong in (
        [first, third, *rest],
        [first, third, second, *rest],
        [first, second, second, third, *rest],
        [*pieces, b"x"],
    ):
        with pytest.raises(Unproven) as refused:
            opened(line + b"".join(wrong), PASSPHRASE, ("file0",))
        assert refused.value.code == "backup-not-whole"


def test_no_changed_bit_goes_unseen(tmp_path: Path) -> None:
    data = b"".join(sealed.seal(files(tmp_path, PIECE + 300), PASSPHRASE, random.Random(2).randbytes))
    chance = random.Random(3)
    for _turn in range(25):
        wrong = bytearray(data)
        wrong[chance.randrange(50 + PIECE + 16, len(data))] ^= 1 << chance.randrange(8)
        with pytest.raises(Unproven) as unproven:
            opened(bytes(wrong), PASSPHRASE, ("file0",))
        assert unproven.value.code == "backup-not-whole"


@pytest.mark.parametrize(
    "line", ["", "soxa-backup-v1 scrypt 15\n", "soxa-backup-v1 scrypt 30 AAAAAAAAAAAAAAAAAAAAAA==\n", "x" * 400]
)
def test_another_file_is_none(line: str) -> None:
    with pytest.raises(BadInput) as refused:
        opened(line.encode() + b"x" * 100, PASSPHRASE, ())
    assert refused.value.code == "no-backup"
