"""`soxa hub serve` is stopped: by Ctrl-C or by SIGTERM, and each time it answers what it has begun and closes its store."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from hub.cli.service import serve
from hub.store import HubStore
from sync.encoding.types import Instant
from sync.errors import Misuse
from sync.shell.exit_codes import ExitCode
from tests.command import environment, soxa
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


_JUMPS = """
import sys, time
from pathlib import Path
real, flag = time.time, Path(sys.argv[1])
def jumping(real):
    def clock():
        if flag.exists():
            raise OverflowError("timestamp too large to convert to C PyTime_t")
        return real()
    return clock
time.time, time.time_ns = jumping(time.time), jumping(time.time_ns)
from sync.shell.main import main
sys.argv = ["soxa", *sys.argv[2:]]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals to another process")
def test_a_service_goes_on_by_the_time_that_passes_where_the_clock_jumps_beyond_what_python_counts(tmp_path: Path) -> None:
    hub, flag = tmp_path / "hub", tmp_path / "beyond"
    soxa("hub", "init", "--name", "soxa.test.example", "--province", "lai chau", "--home", str(hub))
    process = subprocess.Popen(
        [sys.executable, "-c", _JUMPS, str(flag), "hub", "serve", "--home", str(hub), "--port", "0"],
        env=environment(PYTHONUNBUFFERED="1"),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert process.stderr is not None
        url = next(match[0] for line in process.stderr if (match := re.search(r"http://\S+", line)))
        assert httpx.get(f"{url}/health").text == "ok\n"
        flag.touch()
        time.sleep(2.5)  # the server looks once a second
        assert process.poll() is None
        assert httpx.get(f"{url}/health").text == "ok\n"
        httpx.get(f"{url}/", follow_redirects=True)  # which asks for the time
        process.send_signal(signal.SIGTERM)
        said = process.stderr.read()
        assert process.wait() == ExitCode.STOPPED and "jumped more than 100 years ahead" in said, said
    finally:
        process.kill()
        process.communicate()
    with closing(HubStore.open(hub / "hub.db")) as store, store.reading() as transaction:
        assert abs(transaction.settings.clock - time.time()) < 600, "what is kept is the time that really passed"


@pytest.mark.skipif(sys.platform == "win32", reason="signals to another process")
def test_a_start_long_after_the_hubs_own_last_time_takes_nothing_until_it_is_said_to_be_right(tmp_path: Path) -> None:
    hub, xa = tmp_path / "hub", tmp_path / "xa"
    soxa("hub", "init", "--name", "soxa.test.example", "--province", "lai chau", "--home", str(hub))
    long_ago = 1_700_000_000
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    invited = soxa("hub", "invite", "03390", "--url", f"http://127.0.0.1:{port}", "--home", str(hub))
    joined = soxa("field", "join", invited.stdout.decode().split()[-1], "--home", str(xa))
    assert joined.returncode == ExitCode.DONE, joined.stderr
    with closing(HubStore.open(hub / "hub.db")) as store, store.writing() as transaction:
        transaction.settings.keep_clock(Instant(long_ago))
    with hub_process(hub, port=port) as service:
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
