"""`soxa hub backup`, `restore` and `check`: what keeps a hub from being lost."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from hub.cli.options import HomeOption, JsonOption, key_of, opened, opened_store
from hub.generations import words
from hub.home import check_keys, keys_fault, locate
from hub.messages import sentence
from hub.monitoring import damage_words
from hub.safekeeping import backup as backups
from hub.safekeeping import restore as restores
from hub.safekeeping.backup import BackupFacts
from hub.safekeeping.check import check as find_damage
from hub.safekeeping.check import mend_edges
from hub.safekeeping.derived import put_right
from hub.safekeeping.from_backup import mend_from
from hub.safekeeping.stated_since import lost_statements
from hub.store.rows import Asking, Damage
from sync.errors import Misuse, Refused, SoxaError, Unproven
from sync.log.note import Verifier
from sync.shell.commands import progress
from sync.shell.console import now, out, out_json, random_bytes, say, table
from sync.shell.exit_codes import ExitCode, exit_code
from sync.wording.dates import moment
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import shown_path

_ = catalogue("hub")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The new file; with --check, one that is there."))],
    seal: Annotated[
        bool, typer.Option("--seal", help=_("Put it under a passphrase, typed or in SOXA_BACKUP_PASSPHRASE."))
    ] = False,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help=_("Put the hub's keys into it, too; only together with --seal."))
    ] = False,
    check: Annotated[bool, typer.Option("--check", help=_("Check a backup that is there, and write nothing."))] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> int:
    """Back up the hub."""
    if check:
        return _check_backup(file, home, as_json=as_json)
    if with_keys and not seal:
        raise Misuse("keys-unsealed")
    if os.path.lexists(file):
        raise Refused("file-exists", path=str(file))
    key = key_of(home)
    place = locate(home)
    if with_keys:
        check_keys(place)
    passphrase = _new_passphrase() if seal else None
    with opened_store(home), _pages(_("Copying"), place.database) as advance:
        facts = backups.back_up(
            place, file, passphrase=passphrase, with_keys=with_keys, random_bytes=random_bytes, advance=advance
        )
    _own(facts, key)
    if facts.damage:
        raise Unproven("hub-damaged", count=len(facts.damage), path=f"{file}.damaged")
    say(_told(facts, file))
    if not facts.keys:
        say(_("The hub's keys are not in it. Keep copies of logs.key and mirror.key in another safe place."))
    if as_json:
        out_json({"path": str(file), **_as_json(facts)})
    return ExitCode.DONE


def _check_backup(file: Path, home: str | None, *, as_json: bool) -> int:
    place = locate(home)
    with backups.opened_backup(place, file, ask_backup_passphrase) as (_copied, facts):
        pass
    if place.database.exists():
        _own(facts, key_of(home))
    if as_json:
        out_json({"path": str(file), **_as_json(facts)})
    if facts.damage:
        if not as_json:
            list_damage(facts.damage)
        return ExitCode.DAMAGED
    if not as_json:
        out(_told(facts, file))
        out(_("Its key: {key}").format(key=facts.key))
    _say_if_alone(facts)
    return ExitCode.DONE


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("What “soxa hub backup” wrote. It is only read."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Restore the hub."""
    place = locate(home)
    facts, done = restores.restore(place, file, ask_backup_passphrase, now())
    say(_told(facts, file))
    _say_if_alone(facts)
    if facts.damage and not as_json:
        list_damage(facts.damage)
    if done.kept:
        say(_("What was there before is kept in {path}.").format(path=shown_path(done.kept)))
    lost = lost_statements(done.stated)
    for line in (*words.missing(done.missing), *words.stated(lost)):
        say(line)
    if (fault := keys_fault(place)) is None:
        say(
            _(
                "The hub stands where it stood at {moment}, and gathers what it lacks: serve it, let laptops sync, and see "
                "with “soxa hub restored” what has come back and how to go on. They have all that they sent. Answers that "
                "no laptop fetched, invites, accounts and revocations since then are not here: issue those invites anew "
                "once the hub goes on; you are asked for the revocations."
            ).format(moment=moment(done.newest))
        )
    else:
        say(_("The hub stands where it stood at {moment}, and cannot be served yet.").format(moment=moment(done.newest)))
        say(sentence(fault))
        say(_("With its keys back, serve it, let laptops sync, and see with “soxa hub restored” how to go on."))
    if as_json:
        out_json({"path": str(file), **_as_json(facts), "missing": done.missing, "kept": done.kept or None, "stated": lost})


def check(
    backup: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help=_("Take again from this backup what is damaged, and nothing else.")),
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> int:
    """Check what the hub holds."""
    found, entries = _checked(home)
    if backup is not None and found:
        with opened(home) as hub:
            mended = mend_from(hub.store, hub.keys, locate(home), backup, ask_backup_passphrase)
        say(
            counted(mended, _("{count} entry taken from {path}."), _("{count} entries taken from {path}.")).format(
                count=number(mended), path=backup
            )
        )
        found, entries = _checked(home)
    with opened_store(home) as store, store.reading() as transaction:
        asking = transaction.settings.asking
    put = {} if found or asking is not None else _put_right(home, entries)
    keys = keys_fault(locate(home))
    code = _told_of_check(found, entries, asking, put, keys, as_json=as_json)
    return exit_code(keys) if keys is not None and code == ExitCode.DONE else code


def _put_right(home: str | None, entries: int) -> dict[str, int]:
    """Hold what is counted against the logs; how many rows of which table were put right."""
    key = key_of(home)
    with opened_store(home) as store, progress(_("Counting again"), entries) as advance:
        put = put_right(store, locate(home), key, advance)
    if put:
        rows = sum(put.values())
        say(
            counted(
                rows,
                _("{count} row of what the hub counts and lists was not what its logs give, and was put right."),
                _("{count} rows of what the hub counts and lists were not what its logs give, and were put right."),
            ).format(count=number(rows))
        )
        say(_("Nothing signed was touched. If this comes again, the disk is going bad: copy the hub to another in time."))
    return put


def _checked(home: str | None) -> tuple[list[Damage], int]:
    """What is damaged, which the store keeps, of how many entries."""
    key = key_of(home)
    with opened_store(home) as store:
        store.check_form()
        with store.reading() as transaction:
            entries = sum(log.size for log in transaction.logs.all())
        with progress(_("Checking"), entries) as advance:
            broken = find_damage(store, key, advance)
        found = mend_edges(store, key, broken)
        for each in (damage for damage in broken if damage not in found):
            told = _("The edge of the tree of {log} was wrong, and was made from its entries anew.")
            say(told.format(log=damage_words.log_told(each)))
        with store.reading() as transaction:
            is_known = transaction.settings.damage == tuple(found)
        if not is_known:
            with store.writing() as transaction:
                transaction.settings.keep_damage(found)
    return found, entries


def _told_of_check(
    found: list[Damage],
    entries: int,
    asking: Asking | None,
    put: dict[str, int],
    keys: SoxaError | None,
    *,
    as_json: bool,
) -> int:
    if as_json:
        gathers = None if asking is None else {"since": asking.since, "why": asking.why}
        out_json(
            {
                "entries": entries,
                "damage": [damage_as_json(damage) for damage in found],
                "gathers": gathers,
                "put_right": put,
                "keys": None if keys is None else keys.code,
            }
        )
    elif found:
        list_damage(found)
    elif asking is None:
        out(
            counted(
                entries,
                _("{count} entry, and every root and receipt over it: all as it was signed."),
                _("{count} entries, and every root and receipt over them: all as they were signed."),
            ).format(count=number(entries))
        )
    if asking is not None:
        say(
            _(
                "What is here is as it was signed, but this hub has signed more, or other things, than is here: its "
                "database was put back from a copy. It gathers what it lacks: serve it, let laptops sync, and see with "
                "“soxa hub restored” what has come back and how to go on."
            )
            if not found
            else sentence(Refused("hub-asking"))
        )
    if keys is not None:
        say(sentence(keys))
    return ExitCode.DAMAGED if found else ExitCode.DONE


def _own(facts: BackupFacts, key: Verifier) -> None:
    """Refuse a backup of another hub."""
    if facts.key != key.vkey():
        raise Unproven("backup-of-another", found=facts.key, own=key.vkey())


def _told(facts: BackupFacts, file: Path) -> str:
    entries = counted(facts.entries, _("{count} entry"), _("{count} entries")).format(count=number(facts.entries))
    laptops = counted(facts.laptops, _("{count} laptop"), _("{count} laptops")).format(count=number(facts.laptops))
    return _("{path}: {entries}, {laptops}; the newest was accepted at {moment}. Checked.").format(
        path=file, entries=entries, laptops=laptops, moment=moment(facts.newest)
    )


def _say_if_alone(facts: BackupFacts) -> None:
    if facts.alone:
        say(_("It was copied while it was open, without its -wal file: what was written last before that is not in it."))


def _as_json(facts: BackupFacts) -> dict[str, object]:
    return {
        "hub": facts.hub,
        "key": facts.key,
        "entries": facts.entries,
        "laptops": facts.laptops,
        "newest": facts.newest,
        "sealed": facts.sealed,
        "keys": facts.keys,
        "alone": facts.alone,
        "damage": [damage_as_json(damage) for damage in facts.damage],
    }


def damage_as_json(damage: Damage) -> dict[str, object]:
    """What is damaged, for a script."""
    return {
        "origin": damage.origin,
        "unit": damage.unit,
        "what": damage.what,
        "from": damage.start,
        "to": damage.end,
        "affected": damage_words.affected(damage),
        "advice": damage_words.advice(damage),
    }


def list_damage(found: list[Damage] | tuple[Damage, ...]) -> None:
    """List what is damaged, and say what to do."""
    rows = [(damage_words.log_told(each), damage_words.place_told(each), damage_words.affected(each)) for each in found]
    table((_("log"), _("damaged"), _("affects")), rows)
    for told in dict.fromkeys(map(damage_words.advice, found)):
        say(told)


@contextmanager
def _pages(label: str, database: Path) -> Iterator[Callable[[int, int], None]]:
    """A bar over the pages of a file that is copied."""
    done = 0
    with progress(label, max(1, database.stat().st_size // 4096)) as advance:

        def tell(left: int, pages: int) -> None:
            nonlocal done
            advance(pages - left - done)
            done = pages - left

        yield tell


def ask_backup_passphrase() -> str:
    """The passphrase of a sealed backup: from SOXA_BACKUP_PASSPHRASE, or typed unseen on a terminal."""
    given = os.environ.get("SOXA_BACKUP_PASSPHRASE")
    if not given and not sys.stdin.isatty():
        raise Refused("passphrase-needed")
    return given or getpass.getpass(_("Passphrase of the backup: "))


def _new_passphrase() -> str:
    if os.environ.get("SOXA_BACKUP_PASSPHRASE"):
        return ask_backup_passphrase()
    first = ask_backup_passphrase()
    if not first or getpass.getpass(_("Once more: ")) != first:
        raise Refused("passphrases-differ")
    return first
