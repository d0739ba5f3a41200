"""`soxa hub serve` is stopped: by Ctrl-C or by SIGTERM, and each time it answers what it has begun and closes its store."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from hub.cli.service import serve
from hub.store import HubStore
from sync.encoding.types import Instant
from sync.errors import Misuse
from sync.shell.exit_codes import ExitCode
from tests.command import soxa
from tests.serving import hub_process


@pytest.mark.skipif(sys.platform == "win32", reason="signals to another process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_service_that_is_stopped_closes_its_store(tmp_path: Path, number: signal.Signals) -> None:
    hub = tmp_path / "hub"
    made = soxa("hub", "init", "--name", "soxa.test.example", "--province", "lai chau", "--home", str(hub))
    assert made.returncode == ExitCode.DONE, made.stderr
    with hub_process(hub) as service:
        assert httpx.get(f"{service.url}/health").text == "ok\n"
        assert (hub / "hub.db-wal").exists()
        service.process.send_signal(number)
        said = service.said()
        assert service.process.stdout is not None
        assert (service.process.wait(), service.process.stdout.read()) == (ExitCode.STOPPED, "")
    assert said.splitlines() == ["soxa: Cancelled. What was saved is saved."]
    assert not (hub / "hub.db-wal").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals to another process")
def test_a_service_that_is_stopped_while_others_write_leaves_one_whole_file(tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    made = soxa("hub", "init", "--name", "soxa.test.example", "--province", "lai chau", "--home", str(hub))
    assert made.returncode == ExitCode.DONE, made.stderr
    added = 0
    with hub_process(hub) as service:
        for turn in range(4):
            if turn == 2:
                service.process.send_signal(signal.SIGTERM)
            added += (
                soxa("hub", "token", "add", f"Cổng {turn}", "--days", "9", "--home", str(hub)).returncode == ExitCode.DONE
            )
        assert service.process.wait() == ExitCode.STOPPED
    shutil.copy(hub / "hub.db", tmp_path / "hub.db")
    assert not (hub / "hub.db-wal").exists()
    with HubStore.open(tmp_path / "hub.db").reading() as transaction:
        assert len(transaction.accounts.readers()) == added == 4


@pytest.mark.parametrize(("cert", "key"), [(Path("cert.pem"), None), (None, Path("key.pem"))])
def test_a_certificate_comes_with_its_key(cert: Path | None, key: Path | None, tmp_path: Path) -> None:
    with pytest.raises(Misuse) as misused:
        serve(home=str(tmp_path), tls_cert=cert, tls_key=key)
    assert misused.value.code == "both-tls-files"


@pytest.mark.skipif(sys.platform == "win32", reason="signals to another process")
def test_a_start_long_after_the_hubs_own_last_time_takes_nothing_until_it_is_said_to_be_right(tmp_path: Path) -> None:
    hub, xa = tmp_path / "hub", tmp_path / "xa"
    soxa("hub", "init", "--name", "soxa.test.example", "--province", "lai chau", "--home", str(hub))
    long_ago = 1_700_000_000
    with closing(HubStore.open(hub / "hub.db")) as store, store.writing() as transaction:
        transaction.settings.keep_clock(Instant(long_ago))
    with hub_process(hub) as service:
        invited = soxa("hub", "invite", "03390", "--url", service.url, "--home", str(hub))
        joined = soxa("field", "join", invited.stdout.decode().split()[-1], "--home", str(xa))
        assert joined.returncode == ExitCode.DONE, joined.stderr
        refused = soxa("field", "sync", "--json", "--home", str(xa))
        assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (ExitCode.UNREACHABLE, "hub-clock")
        assert httpx.get(f"{service.url}/health").text == "ok\n"
    with closing(HubStore.open(hub / "hub.db")) as store, store.reading() as transaction:
        assert transaction.settings.clock == long_ago
    with hub_process(hub, "--clock-is-right") as service:
        again = soxa("hub", "invite", "03390", "--url", service.url, "--home", str(hub))
        rejoined = soxa("field", "join", again.stdout.decode().split()[-1], "--home", str(xa))
        assert rejoined.returncode == ExitCode.DONE, rejoined.stderr
        synced = soxa("field", "sync", "--home", str(xa))
        assert synced.returncode == ExitCode.DONE, synced.stderr
    port = int(service.url.rpartition(":")[2])
    with hub_process(hub, port=port):  # once is enough
        assert soxa("field", "sync", "--home", str(xa)).returncode == ExitCode.DONE
