"""Key files on a real disk; their malformed texts are in the vectors (test_vectors.py)."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sync.encoding.spelling import tobase64
from sync.errors import BadInput, Refused, Unavailable
from sync.log.keyfile import is_encrypted, load_key, load_travelling_key, save_key, seal_anew
from sync.log.keys import Signer

SIGNER = Signer("soxa.example/device/1", bytes(range(32)))
SALT = bytes(range(16))
NONCE = bytes(range(12))
PASSPHRASE = "mật khẩu của trạm"

posix_only = pytest.mark.skipif(os.name != "posix", reason="only POSIX files have these permissions")


def save(path: Path, passphrase: str | None = None) -> None:
    save_key(path, SIGNER, passphrase=passphrase, salt=SALT, nonce=NONCE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "device.key"


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_saved_key_is_the_key_that_is_loaded(path: Path, passphrase: str | None) -> None:
    save(path, passphrase)
    loaded = load_key(path, passphrase=passphrase)
    assert loaded.verifier == SIGNER.verifier
    assert loaded.sign(b"message") == SIGNER.sign(b"message")
    assert is_encrypted(path) == (passphrase is not None)


def test_a_sealed_file_does_not_show_the_key(path: Path) -> None:
    save(path, PASSPHRASE)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("soxa-key-v1 scrypt 15 ")
    assert text.count("\n") == 1
    assert SIGNER.private_text().rpartition("+")[2] not in text


def test_a_passphrase_is_the_same_from_every_keyboard(path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", PASSPHRASE)
    assert decomposed != PASSPHRASE
    save(path, decomposed)
    assert load_key(path, passphrase=PASSPHRASE).verifier == SIGNER.verifier


@pytest.mark.parametrize(
    ("sealed", "typed"),
    [
        ("hòa bình, thủy lợi, quý", "hoà bình, thuỷ lợi, quý"),
        ("hoà bình, thuỷ lợi", "hòa bình, thủy lợi"),
        ("bí mật", "bí\u00a0mật"),
        ("bí\u202fmật", "bí mật"),
        ("KHỎE", unicodedata.normalize("NFD", "KHOẺ")),
    ],
)
def test_a_passphrase_opens_whichever_way_a_keyboard_spells_it(path: Path, sealed: str, typed: str) -> None:
    save(path, sealed)
    assert load_key(path, passphrase=typed).verifier == SIGNER.verifier
    with pytest.raises(Refused, match="wrong-passphrase"):
        load_key(path, passphrase=f"{typed}a")


def test_a_file_sealed_with_another_space_than_the_plain_one_still_opens(path: Path) -> None:
    line, spelling = SIGNER.private_text(), "bí\u00a0mật"
    key = Scrypt(salt=SALT, length=32, n=2**10, r=8, p=1).derive(spelling.encode("utf-8"))
    sealed = ChaCha20Poly1305(key).encrypt(NONCE, line.encode(), b"soxa-key-v1 scrypt")
    words = ["10", tobase64(SALT), tobase64(NONCE), tobase64(sealed)]
    path.write_text(f"soxa-key-v1 scrypt {' '.join(words)}\n", encoding="utf-8", newline="")
    path.chmod(0o600)
    assert load_key(path, passphrase=spelling).verifier == SIGNER.verifier


def test_a_wrong_or_missing_passphrase_opens_nothing(path: Path) -> None:
    save(path, PASSPHRASE)
    with pytest.raises(Refused, match="wrong-passphrase"):
        load_key(path, passphrase="")
    with pytest.raises(Refused, match="key-needs-passphrase"):
        load_key(path, passphrase=None)


def test_a_key_is_never_overwritten(path: Path) -> None:
    path.write_bytes(b"somebody's")
    with pytest.raises(Unavailable, match="key-exists"):
        save(path)
    assert path.read_bytes() == b"somebody's"


@posix_only
def test_a_key_is_not_written_through_a_link(path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unavailable, match="key-exists"):
        save(path)
    assert not (tmp_path / "elsewhere").exists()


@posix_only
def test_a_saved_key_is_its_owners_alone_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        save(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600


@posix_only
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_that_others_can_reach_is_refused(path: Path, mode: int) -> None:
    save(path)
    path.chmod(mode)
    with pytest.raises(Refused, match="key-readable-by-others"):
        load_key(path, passphrase=None)


def test_a_missing_key_is_said_to_be_missing(path: Path) -> None:
    with pytest.raises(Unavailable, match="key-missing"):
        load_key(path, passphrase=None)
    with pytest.raises(Unavailable, match="key-missing"):
        is_encrypted(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "device.key"
    with pytest.raises(Unavailable) as refused:
        save(path)
    assert refused.value.code == "file-unusable"
    assert refused.value.facts["path"] == str(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no disk that is always full")
def test_a_key_that_does_not_fit_on_the_disk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "device.key"
    really_open = os.open

    def open_a_full_disk(_path: str, flags: int, mode: int = 0o777) -> int:
        os.close(really_open(_path, flags, mode))
        return really_open("/dev/full", os.O_WRONLY)

    monkeypatch.setattr(os, "open", open_a_full_disk)
    with pytest.raises(Unavailable, match="file-unusable"):
        save(path)
    assert not path.exists()


def test_a_key_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    for size in (8192, 8193):
        text = Signer("x", bytes(32)).private_text()
        signer = Signer("x" * (size - len(text)), bytes(32))
        save_key(tmp_path / f"{size}.key", signer, passphrase=None, salt=SALT, nonce=NONCE)
        assert (tmp_path / f"{size}.key").stat().st_size == size
    assert load_key(tmp_path / "8192.key", passphrase=None).verifier.key == signer.verifier.key
    with pytest.raises(BadInput, match="bad-key-file"):
        load_key(tmp_path / "8193.key", passphrase=None)
    with (tmp_path / "8192.key").open("ab") as file:
        file.write(b"x")
    with pytest.raises(BadInput, match="bad-key-file"):
        load_key(tmp_path / "8192.key", passphrase=None)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\xff\n", SIGNER.private_text().encode(), f"{SIGNER.private_text()}\n\n".encode()]
)
def test_a_file_that_is_not_one_line_of_text_is_refused(path: Path, data: bytes) -> None:
    save(path)
    path.write_bytes(data)
    with pytest.raises(BadInput) as refused:
        load_key(path, passphrase=None)
    assert (refused.value.code, refused.value.facts) == ("bad-key-file", {"path": str(path)})


def test_a_folder_where_a_key_should_be_is_named(path: Path) -> None:
    path.mkdir(mode=0o700)
    with pytest.raises(Unavailable) as refused:
        load_key(path, passphrase=None)
    assert (refused.value.code, refused.value.facts["path"]) == ("file-unusable", str(path))


@pytest.mark.parametrize("more", [" ", " x", " AAAA"])
def test_a_sealed_line_has_its_words_and_no_more(path: Path, more: str) -> None:
    save(path, PASSPHRASE)
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + more + "\n", encoding="utf-8", newline="")
    with pytest.raises(BadInput, match="bad-key-file"):
        load_key(path, passphrase=PASSPHRASE)


@pytest.mark.parametrize(("before", "after"), [(None, PASSPHRASE), (PASSPHRASE, "another"), (PASSPHRASE, None)])
def test_a_key_that_is_sealed_anew_opens_under_its_new_passphrase_alone(
    path: Path, before: str | None, after: str | None
) -> None:
    save(path, before)
    path.with_suffix(".new").write_bytes(b"one that was cut short")
    for _again in range(2):
        seal_anew(path, SIGNER, passphrase=after, salt=SALT[::-1], nonce=NONCE[::-1])
        assert load_key(path, passphrase=after).private_text() == SIGNER.private_text()
        assert is_encrypted(path) == (after is not None)
        assert [file.name for file in path.parent.iterdir()] == [path.name]
    if after is not None:
        with pytest.raises(Refused):
            load_key(path, passphrase=before)


def test_a_key_that_cannot_be_put_in_its_place_leaves_no_copy_behind(path: Path) -> None:
    path.mkdir()
    (path / "in the way").touch()
    with pytest.raises(Unavailable) as refused:
        seal_anew(path, SIGNER, passphrase=PASSPHRASE, salt=SALT, nonce=NONCE)
    assert (refused.value.code, refused.value.facts["path"]) == ("file-unusable", str(path))
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def sealed_by_another_program(path: Path, log2n: int, line: str) -> None:
    """A key file as the manual has it, at a cost of its own."""
    key = hashlib.scrypt(PASSPHRASE.encode(), salt=SALT, n=2**log2n, r=8, p=1, dklen=32, maxmem=2**26)
    sealed = ChaCha20Poly1305(key).encrypt(NONCE, line.encode(), b"soxa-key-v1 scrypt")
    words = [str(log2n), *(b64encode(part).decode() for part in (SALT, NONCE, sealed))]
    path.write_text(f"soxa-key-v1 scrypt {' '.join(words)}\n", encoding="utf-8", newline="")
    path.chmod(0o600)


@pytest.mark.parametrize("log2n", [10, 11, 15])
def test_a_file_that_was_sealed_at_a_cost_that_may_be_asked_for_is_opened(path: Path, log2n: int) -> None:
    sealed_by_another_program(path, log2n, SIGNER.private_text())
    assert load_key(path, passphrase=PASSPHRASE).private_text() == SIGNER.private_text()
    with pytest.raises(Refused, match="wrong-passphrase"):
        load_key(path, passphrase="another")


@pytest.mark.parametrize(("log2n", "asked"), [(9, 9), (10, 21), (10, 0), (10, 64)])
def test_a_file_that_asks_for_too_little_or_too_much_is_refused(path: Path, log2n: int, asked: int) -> None:
    sealed_by_another_program(path, log2n, SIGNER.private_text())
    text = path.read_text(encoding="utf-8").replace(f"scrypt {log2n} ", f"scrypt {asked} ")
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(BadInput, match="bad-key-file"):
        load_key(path, passphrase=PASSPHRASE)


@pytest.mark.parametrize(("salt", "nonce"), [(SALT[1:], NONCE), (SALT, NONCE[1:])])
def test_salt_and_nonce_have_their_lengths(path: Path, salt: bytes, nonce: bytes) -> None:
    with pytest.raises(ValueError, match="16 bytes of salt"):
        save_key(path, SIGNER, passphrase=PASSPHRASE, salt=salt, nonce=nonce)
    assert not path.exists()


def test_a_key_that_travels_is_guarded_by_its_passphrase_alone(tmp_path: Path) -> None:
    signer = Signer("soxa.example/device/" + "a" * 16, bytes(range(32)))
    sealed, plain = tmp_path / "sealed", tmp_path / "plain"
    save_key(sealed, signer, passphrase="bản xa", salt=bytes(16), nonce=bytes(12))
    save_key(plain, signer, passphrase=None, salt=b"", nonce=b"")
    for path in (sealed, plain):
        path.chmod(0o666)
    assert load_travelling_key(sealed, passphrase="bản xa").private_text() == signer.private_text()
    with pytest.raises(Refused) as refused:
        load_travelling_key(plain, passphrase="bản xa")
    assert refused.value.code == "key-not-sealed"
    with pytest.raises(Refused) as wrong:
        load_travelling_key(sealed, passphrase="bản gần")
    assert wrong.value.code == "wrong-passphrase"
