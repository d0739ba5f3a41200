"""The embeddable Python of a kit: one that is known, or one that its makers' signatures and an operator vouch for."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from hub.kit import authenticode, parts
from hub.kit.parts import Parts
from sync.errors import BadInput, Misuse, Unavailable


def nothing(_count: int) -> None:
    """No bar."""


@pytest.fixture
def kept(tmp_path: Path) -> Parts:
    """Parts with an embeddable Python that nobody knows."""
    made = Parts(tmp_path)
    with zipfile.ZipFile(made.python, "w") as archive:
        archive.writestr("python.exe", b"MZ")
        archive.writestr("python313.zip", b"")
    return made


def digest(made: Parts) -> str:
    return hashlib.sha256(made.python.read_bytes()).hexdigest()


def test_one_that_is_not_known_is_refused_with_what_it_is(kept: Parts, tmp_path: Path) -> None:
    for named in (None, "0" * 64):
        with pytest.raises(BadInput) as refused:
            kept.unpack_python(tmp_path / "out", named, nothing)
        assert refused.value.code == "unknown-python"
        assert refused.value.facts["sha256"] == digest(kept)


def test_one_that_an_operator_vouches_for_needs_its_makers_signatures_too(
    kept: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "out").mkdir()
    with pytest.raises(Unavailable) as missing:
        kept.unpack_python(tmp_path / "out", digest(kept), nothing)
    assert missing.value.code == "no-signature-tool"


def test_a_program_whose_signer_is_another_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = (
        "Signature Index: 0  (Primary Signature)\n\tSubject: {subject}\n\tTimestamp time: Feb  4 16:33:43 2025 GMT\n"
        "Timestamp Server Signature verification: {stamp}\n\nSignature verification: {signature}\n"
    )
    foundation = "/C=US/ST=Oregon/L=Beaverton/O=Python Software Foundation/CN=Python Software Foundation"
    (tmp_path / "python.exe").write_bytes(b"MZ")
    tool = tmp_path / "osslsigncode"
    for subject, stamp, signature, holds in (
        (foundation, "ok", "ok", True),
        (foundation + " Ltd", "ok", "ok", False),
        (foundation, "failed", "ok", False),
        (foundation, "ok", "failed", False),
    ):
        tool.write_text(
            "#!/bin/sh\ncat <<'EOF'\n" + said.format(subject=subject, stamp=stamp, signature=signature) + "EOF\n"
        )
        tool.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        if holds:
            authenticode.check_signed(tmp_path, nothing)
        else:
            with pytest.raises(BadInput) as refused:
                authenticode.check_signed(tmp_path, nothing)
            assert refused.value.code == "bad-kit-part"


@pytest.mark.parametrize("data", [b"no zip", b""])
def test_what_is_no_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    made = Parts(tmp_path)
    made.python.write_bytes(data)
    monkeypatch.setattr(parts, "KNOWN", {digest(made): "3.13.99"})
    with pytest.raises(BadInput) as refused:
        made.unpack_python(tmp_path, None, nothing)
    assert refused.value.code == "bad-kit-part"


def test_where_there_are_no_parts_it_says_which_are_missing(tmp_path: Path) -> None:
    with pytest.raises(Misuse) as missing:
        Parts(tmp_path).unpack_python(tmp_path, None, nothing)
    assert missing.value.code == "no-kit-parts"
