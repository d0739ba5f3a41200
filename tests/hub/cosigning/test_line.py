"""The line to a witness under TLS: a certificate that is not trusted, has run out or is of another place gets no checkpoint,
and is told as what it is; the hub goes on without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hub.cosigning.choosing import add_witness
from hub.cosigning.words import trouble_line
from sync.wording.i18n import speaking
from tests.certificates import Authority
from tests.serving import serving
from tests.witnesses import RealWitness, ask
from tests.world import World

UNIT = "03390"


@contextmanager
def served(world: World, witness: RealWitness, files: dict[str, str]) -> Iterator[None]:
    """A witness that serves under TLS, and that the hub asks."""
    witness.follow(world)
    with serving(witness.app, None, **files) as url:
        with world.store.writing() as transaction:
            add_witness(transaction, url.replace("http:", "https:"), witness.key.vkey(), world.now())
        yield


def cosigned(world: World) -> tuple[int, str]:
    """How many heads came back cosigned, and what the operator is told of the witness."""
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)
    (asked,) = ask(world)
    with world.store.reading() as transaction, speaking("en"):
        (row,) = transaction.witnesses.all()
        return sum(bool(outcome.line) for outcome in asked.outcomes), trouble_line(row)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The one authority that this machine trusts."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.path))
    return made


def test_a_witness_is_asked_under_tls(world: World, authority: Authority, tmp_path: Path) -> None:
    with served(world, RealWitness(tmp_path / "w", "w.example"), authority.certified()):
        assert cosigned(world) == (2, "")


def test_a_certificate_of_a_stranger_gets_nothing(world: World, authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    witness = RealWitness(tmp_path / "w", "w.example")
    with served(world, witness, Authority(tmp_path / "other", "Stranger").certified()):
        count, told = cosigned(world)
        assert (count, "does not trust its certificate" in told) == (0, True), told
        assert [log.line for log in witness.store.logs()] == ["", ""], "no request has reached it"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"days": -3}, "is not valid today"), ({"address": "192.0.2.1"}, "the certificate of another machine")],
    ids=["run out", "of another place"],
)
def test_a_certificate_that_does_not_hold_gets_nothing(
    world: World, authority: Authority, tmp_path: Path, wrong: dict[str, int | str], words: str
) -> None:
    files = authority.certified(**wrong)  # type: ignore[arg-type]  # one of them
    with served(world, RealWitness(tmp_path / "w", "w.example"), files):
        count, told = cosigned(world)
        assert (count, words in told) == (0, True), told


def test_a_line_without_tls_is_no_answer_to_who_asks_under_it(world: World, authority: Authority, tmp_path: Path) -> None:
    assert authority.path.exists()
    with served(world, RealWitness(tmp_path / "w", "w.example"), {}):
        count, told = cosigned(world)
        assert count == 0 and told
