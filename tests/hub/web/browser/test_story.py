"""The desk's whole day, as a new operator would have it: the real commands, the real service, a browser, a laptop.

From `hub init` to a record that was returned, revised on its laptop and accepted, to a report upward whose every figure
an auditor proves from one file and one key.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from sync.ledger.period import day_of, parse
from sync.shell.console import now
from tests.hub.web.browser.conftest import Opened
from tests.serving import hub_process

ROOT = Path(__file__).resolve().parents[4]
PASSWORD = "một mật khẩu dài"
COMMENT = "Thiếu số người nghe; xem lại giúp."


class Soxa:
    """The program, run in a folder as people run it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SOXA_")}
        self._environment = kept | {
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
            "SOXA_LANG": "en",
            "SOXA_USER_PASSWORD": PASSWORD,
        }

    def run(self, *arguments: str) -> str:
        """One command, which must do what it is for; what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "sync.shell.main", *arguments],
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            env=self._environment,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout.strip()

    def hub(self, *arguments: str) -> str:
        """A command at the province."""
        return self.run("hub", *arguments, "--home", "hub")

    def field(self, *arguments: str) -> str:
        """A command on the laptop."""
        return self.run("field", *arguments, "--home", "laptop")

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The hub's service while the block lasts; its address."""
        with hub_process(self.folder / "hub", env=self._environment) as service:
            yield service.url
            service.process.terminate()
            service.process.wait(timeout=60)


@pytest.fixture
def soxa(tmp_path: Path) -> Soxa:
    """The program in a new folder, with a hub and an operator."""
    made = Soxa(tmp_path)
    made.hub("init", "--name", "soxa.test.example", "--province", "Lai Châu")
    made.hub("user", "add", "lan", "--role", "operator")
    return made


def this_period() -> str:
    """The month that is reported next."""
    today = day_of(now())
    year, month = divmod(today.year * 12 + today.month - 1 + (today.day >= 15), 12)
    return f"{year}-{month + 1:02}"


def test_a_day_at_the_desk_from_an_invite_to_a_report_that_is_proven(soxa: Soxa, window: Opened) -> None:
    key, period = soxa.hub("key"), this_period()
    assert parse(period, ()).holds(day_of(now()).isoformat())
    with soxa.serving() as url:
        mine = window(url)
        page = mine.page
        mine.sign_in("lan", PASSWORD)
        assert "Who has reported" in page.inner_text("h1")

        # An invite, and a laptop that joins with the line on the page.
        mine.follow("Laptops")
        mine.follow("Invites")
        page.get_by_label("Unit").select_option("03390")
        page.get_by_label("Officer").fill("Lò Thị Mai")
        page.get_by_label("Where the laptop reaches the hub").fill(url)
        mine.press("Make the invite")
        assert page.get_by_role("img", name="The invite as a QR code").is_visible()
        soxa.field("join", page.inner_text("#line").strip())
        record = soxa.field("log", "--title", "Phát loa về chữ ký số", "--channel", "commune-radio", "--quantity", "3")
        soxa.field("report", period, "--submit", "--results", "Đã phát ba lần.")
        soxa.field("sync")

        # The board has it on time; the record's proof stands alone.
        mine.open(f"/?year={period[:4]}")
        row = page.locator("tbody tr", has_text="Xã Bình Lư")
        assert row.locator("a.s-on-time").count() == 1
        mine.follow("Activities")
        mine.follow("Phát loa về chữ ký số")
        assert record in page.url and "Lò Thị Mai" in mine.said()
        (soxa.folder / "one.tlog-proof").write_bytes(mine.download("Download the proof"))
        assert "PROVEN" in soxa.run("audit", "check", "one.tlog-proof", "--key", key)

        # Returned with a comment, which reaches the laptop; its revision comes back.
        page.get_by_label("Comment").fill(COMMENT)
        mine.press("Return to be revised")
        assert COMMENT in mine.said()
        soxa.field("sync")
        shown = json.loads(soxa.field("show", record, "--json"))
        assert shown["state"] == "returned" and COMMENT in shown["review"].values()
        soxa.field("revise", record, "--audience", "120")
        soxa.field("report", period, "--submit", "--results", "Đã phát ba lần cho 120 người.")
        soxa.field("sync")
        mine.follow("Review")
        mine.follow("Phát loa về chữ ký số")
        assert "120" in mine.said() and "on an earlier state" in mine.said()
        mine.press("Accept")
        mine.follow("Review")
        assert "No activity awaits an answer" in mine.said()
        soxa.field("sync")
        assert json.loads(soxa.field("show", record, "--json"))["state"] == "accepted"

        # Reports upward, and what an auditor makes of them.
        mine.open(f"/reports?period={period}")
        document, annex = mine.download("Report (DOCX)"), mine.download("Annex (XLSX)")
        assert page.inner_text("#key") == key
        (soxa.folder / "annex.xlsx").write_bytes(annex)
        (soxa.folder / "audit.soxa").write_bytes(mine.download("Audit bundle"))
        mine.press("Sign out")
        page.goto("/reports")
        assert "/signin" in page.url
    with ZipFile(BytesIO(document)) as parts:
        assert "120 người" in re.sub("<[^>]*>", "", parts.read("word/document.xml").decode("utf-8"))
    assert "PROVEN" in soxa.run("audit", "report", "audit.soxa", "annex.xlsx", "--key", key)
