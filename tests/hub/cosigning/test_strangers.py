"""Two real witnesses and a hub on loopback, one of them a stranger's program: `aics-witness` of PyPI, as it is published.

Its metadata asks for a newer Python than it needs, so no extra of ours can name it: `.ci/run` installs it beside, and
SOXA_WITNESS says where. Without it the tests are skipped with a reason, and fail where SOXA_CI is set.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from hub.cosigning.choosing import add_witness, log_keys
from hub.cosigning.rounds import AskedWitness, ask_round
from hub.export import bundle
from sync.audit.verify import verify
from sync.encoding.types import Size
from sync.ledger import origins
from sync.log import checkpoint as checkpoints
from sync.log import policy as policies
from sync.log.note import Verifier
from sync.log.witness import AddCheckpoint, cosignature_time, monitored
from sync.shell.console import now
from tests.independent.stranger import verify as stranger_verifies
from tests.serving import serving
from tests.sync.audit.test_witnessed import seen
from tests.witnesses import RealWitness
from tests.world import HUB, World

UNIT = "03390"
REGISTRY, ACCEPTANCES = origins.registry(HUB), origins.acceptances(HUB)


def program() -> str:
    """The stranger's command."""
    found = os.environ.get("SOXA_WITNESS") or shutil.which("aics-witness")
    if found is not None:
        return found
    reason = "no stranger's witness: pip install --ignore-requires-python aics-witness, and SOXA_WITNESS=its command"
    if "SOXA_CI" in os.environ:
        pytest.fail(reason)
    pytest.skip(reason)


class StrangersWitness:
    """The stranger's witness in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._config = folder / "witness.json"
        made = self.run("init", "--name", "stranger.example/w1")
        self.key = Verifier.parse(next(word for word in made.split() if word.startswith("stranger.example/w1+")))

    def run(self, *words: str) -> str:
        given = [program(), words[0], "--config", str(self._config), *words[1:]]
        return subprocess.run(given, capture_output=True, encoding="utf-8", check=True, timeout=60).stdout

    def follow(self, vkey: str) -> None:
        self.run("add-log", "--origin", Verifier.parse(vkey).name, "--vkey", vkey)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """It serves while the block lasts; its address."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        words = [program(), "serve", "--config", str(self._config), "--listen", f"127.0.0.1:{port}", "--log-level", "ERROR"]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                while process.poll() is None:
                    try:
                        httpx.get(f"{url}/healthz")
                        break
                    except httpx.TransportError:
                        time.sleep(0.05)
                yield url
            finally:
                process.terminate()


class Two:
    """A hub, our witness and the stranger's, by the real clock."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.ours, self.strangers = RealWitness(folder / "ours", "ours.example/w1"), StrangersWitness(folder / "strangers")
        self.ours.now = now()
        self.ours.follow(world)
        with world.store.reading() as transaction:
            for vkey in log_keys(transaction, world.keys):
                self.strangers.follow(vkey)

    @property
    def policy(self) -> policies.Policy:
        lines = f"witness ours {self.ours.key.vkey()}\nwitness strangers {self.strangers.key.vkey()}\n"
        return policies.parse(f"{lines}group two all ours strangers\nquorum two\n".encode())


@pytest.fixture
def two(world: World, tmp_path: Path) -> Iterator[Two]:
    made = Two(world, tmp_path)
    with ExitStack() as stack:
        for app_url, key in (
            (stack.enter_context(serving(made.ours.app)), made.ours.key),
            (stack.enter_context(made.strangers.serving()), made.strangers.key),
        ):
            with world.store.writing() as transaction:
                add_witness(transaction, app_url, key.vkey(), now())
        yield made


def ask(world: World) -> list[AskedWitness]:
    return ask_round(world.store, world.keys, now=now(), random_bytes=world.random, everybody=True)


def work(world: World) -> None:
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)


def written(world: World) -> Path:
    path = world.folder / "audit.soxa"
    path.unlink(missing_ok=True)
    bundle.write(world.store, world.keys, path, lambda _count: None)
    return path


def test_a_strangers_witness_and_ours_cosign_and_another_stranger_verifies_it(two: Two, tmp_path: Path) -> None:
    world = two.world
    for _turn in range(3):  # the first head, and twice one that goes on
        asked = ask(world)
        assert [outcome.trouble for each in asked for outcome in each.outcomes] == [None] * 4
        assert all(outcome.line for each in asked for outcome in each.outcomes)
        work(world)
    ask(world)
    path, key = written(world), world.keys.logs.verifier
    summary = verify(path, key, policy=two.policy)
    assert summary.faults == ()
    assert [[by.witness for by in log.cosigned] for log in summary.witnessed] == [["ours", "strangers"]] * 2
    for origin in (REGISTRY, ACCEPTANCES):
        (note,) = seen(path, origin)
        file = tmp_path / "cosigned.txt"
        file.write_bytes(note.encode())
        keys = [key.renamed(origin).vkey(), two.ours.key.vkey(), two.strangers.key.vkey()]
        assert stranger_verifies("note", file, *keys) == note.partition("\n\n")[0] + "\n"
        for witness in (two.ours.key, two.strangers.key):
            alone = _with_one_witness(note, witness)
            file.write_bytes(alone.encode())
            signed = checkpoints.parse(alone)
            said = cosignature_time(signed.note, signed.checkpoint, witness)
            assert stranger_verifies("receipt", file, keys[0], witness.vkey()) == f"{said}\n"


def _with_one_witness(note: str, witness: Verifier) -> str:
    text, gap, lines = note.partition("\n\n")
    first, *rest = lines.splitlines(keepends=True)
    return text + gap + first + "".join(line for line in rest if f" {witness.name} " in line)


def test_a_split_view_is_refused_by_both_and_by_a_policy_of_two(two: Two, tmp_path: Path) -> None:
    world = two.world
    ask(world)
    world.store.close()
    shutil.copytree(world.home.path, tmp_path / "copy" / "hub")
    world.reopen()
    other = World(tmp_path / "copy", seed=2)
    for each in (world, other):
        work(each)
    ask(world)
    ask(other)
    with other.store.reading() as transaction:
        found = {(alarm.witness, alarm.kind) for alarm in transaction.witnesses.alarms()}
        asking = transaction.settings.asking
        assert asking is not None and asking.why == "witnessed"
    assert found == {(name, "witness-other-history") for name in ("ours.example/w1", "stranger.example/w1")}
    assert ACCEPTANCES in two.strangers.run("evidence")
    with other.store.writing() as transaction:
        transaction.settings.ask(None)  # whoever has the keys goes on all the same
    assert verify(written(other), world.keys.logs.verifier).faults == ()
    refused = verify(written(other), world.keys.logs.verifier, policy=two.policy)
    assert {fault.code for fault in refused.faults} == {"not-witnessed"}
    assert verify(written(world), world.keys.logs.verifier, policy=two.policy).faults == ()
    other.close()


def test_both_say_the_same_to_the_same_request(two: Two) -> None:
    world = two.world
    ask(world)
    with world.store.reading() as transaction:
        urls = [row.url for row in transaction.witnesses.all()]
        log = transaction.logs.get(REGISTRY)
        assert log is not None
        note, size = log.checkpoint, log.size
    requests = {
        "again": AddCheckpoint(size, (), note).written(),
        "not its size": AddCheckpoint(Size(1), (), note).written(),
        "shrunk": AddCheckpoint(Size(size + 1), (), note).written(),
        "no proof to itself": AddCheckpoint(size, (log.frontier.root(),), note).written(),
        "unsigned": AddCheckpoint(size, (), note.replace("registry ", "stranger ")).written(),
        "unknown": AddCheckpoint(size, (), note.replace(HUB, "other.example")).written(),
        "no request": b"old 1\n",
    }
    for what, body in requests.items():
        answers = [httpx.post(f"{url}/add-checkpoint", content=body) for url in urls]
        assert answers[0].status_code == answers[1].status_code, what
        if answers[0].status_code == 409:
            assert answers[0].content == answers[1].content
    shown = [httpx.get(f"{url}/{monitored(REGISTRY)}").text for url in urls]
    assert len({text.partition("\n\n")[0] for text in shown}) == 1
