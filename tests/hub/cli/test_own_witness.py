"""`soxa hub witness` where a witness runs: made, told what to follow, served in a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from hub.cli.own_witness import serve
from sync.encoding.types import Size
from sync.errors import BadInput, Misuse
from sync.log import checkpoint as checkpoints
from sync.log.note import Verifier
from sync.log.receipt import cosigner_verifier
from sync.log.witness import AddCheckpoint, cosigned, witness_key
from sync.shell.exit_codes import ExitCode
from tests.command import ROOT, SOXA, environment, soxa
from tests.vectors.witnesses import LEAVES, LOG, WITNESS, head

VKEY = LOG.verifier.vkey()


def run(home: Path, *words: str) -> str:
    done = soxa("hub", "witness", *words, "--home", str(home))
    assert done.returncode == ExitCode.DONE, done.stderr
    return done.stdout.decode()


@contextmanager
def witness_process(home: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`soxa hub witness serve`, once it listens, and its address; killed at the end."""
    words = ["hub", "witness", "serve", "--home", str(home), "--listen", "127.0.0.1:0", *options]
    process = subprocess.Popen(
        [*SOXA, *words], cwd=ROOT, env=environment(PYTHONUNBUFFERED="1"), stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert process.stderr is not None
        found = next((match for line in process.stderr if (match := re.search(r"http://\S+", line))), None)
        assert found is not None, "it ended without listening"
        yield process, found[0]
    finally:
        process.kill()
        process.communicate()


def test_a_witness_is_made_and_cosigns(tmp_path: Path) -> None:
    home = tmp_path / "witness"
    made = json.loads(run(home, "init", "--name", "university.example/witness", "--json"))
    key = witness_key(made["key"])
    assert (made["name"], made["path"], key.name) == (key.name, str(home), key.name)
    assert json.loads(run(home, "follow", VKEY, "--json")) == {"origin": LOG.name, "new": True}
    assert json.loads(run(home, "follow", VKEY, "--json"))["new"] is False
    shown = head(LEAVES, 7)
    later = LOG.renamed(f"{LOG.name}/2")
    with witness_process(home, "--log", later.verifier.vkey()) as (_process, url):
        ask = AddCheckpoint(Size(0), (), checkpoints.sign(shown, LOG)).written()
        answer = httpx.post(f"{url}/add-checkpoint", content=ask).content
    time = cosigned(answer, shown, key)[1]
    listed = json.loads(run(home, "logs", "--json"))
    assert listed == [
        {"origin": LOG.name, "key": VKEY, "size": 7, "cosigned": time, "contradictions": 0},
        {"origin": later.name, "key": later.verifier.vkey(), "size": 0, "cosigned": None, "contradictions": 0},
    ]
    assert LOG.name in run(home, "logs")


def test_what_cannot_be_served_is_refused(tmp_path: Path) -> None:
    for listen in ("", "8421", "127.0.0.1", "127.0.0.1:", "127.0.0.1:port", "127.0.0.1:70000", ":1"):
        with pytest.raises(Misuse, match="bad-listen"):
            serve(listen, home=str(tmp_path))
    with pytest.raises(Misuse, match="both-tls-files"):
        serve(tls_cert=Path("chain.pem"), home=str(tmp_path))
    assert soxa("hub", "witness", "serve", "--home", str(tmp_path)).returncode == ExitCode.NO


def test_a_witness_follows_logs_and_no_witness(tmp_path: Path) -> None:
    run(tmp_path / "w", "init", "--name", "w.example")
    wrong = soxa("hub", "witness", "follow", cosigner_verifier(WITNESS).vkey(), "--home", str(tmp_path / "w"))
    assert (wrong.returncode, b"verifier key" in wrong.stderr) == (ExitCode.USAGE, True)
    with pytest.raises(BadInput):
        Verifier.parse(VKEY[:-1])


@pytest.mark.skipif(sys.platform == "win32", reason="signals to another process")
def test_a_witness_that_is_stopped_ends(tmp_path: Path) -> None:
    run(tmp_path / "w", "init", "--name", "w.example")
    with witness_process(tmp_path / "w") as (process, _url):
        process.terminate()
        assert process.wait() == ExitCode.STOPPED
