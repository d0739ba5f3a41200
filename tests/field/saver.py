"""A program that saves activities and says so: `python -m tests.field.saver FOLDER COUNT` prints the id of each one right
after it was saved. Tests run it to kill it."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

from field.activities.entries import log_activity
from field.home import LaptopHome
from field.store import LaptopStore
from sync.activities.draft import ActivityDraft
from sync.log.keyfile import load_key
from tests.field.alone import NOW


def main(folder: str, count: str) -> None:
    """Save so many."""
    home = LaptopHome(Path(folder))
    with LaptopStore.open(home) as store:
        signer = load_key(home.key, passphrase=None)
        for number in range(int(count)):
            draft = ActivityDraft(title=f"Phát loa lần {number}", date="hôm nay", text="Nội dung " * 40)
            record = log_activity(store, signer, draft, now=NOW, random_bytes=secrets.token_bytes)
            sys.stdout.write(record + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
