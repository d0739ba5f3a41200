"""The exit codes of every command, in one table.

    0    done, or the answer is yes
    1    the answer is no: what was checked does not hold, a rule or the other side refuses, rows of a file were left out
    2    usage: the words of the command cannot be meant so, or name what is not there
    3    what the command needs cannot be read or reached: a file, a key, a data folder, the disk, the hub, standard output
    4    proven as far as this program reads: a newer one is needed to say all
    5    what the hub or the laptop holds is damaged, or a copy of it
    70   a fault of the program's own (EX_SOFTWARE of sysexits.h); a file says where, for whoever looks after it
    130  stopped: by Ctrl-C, or a service by SIGTERM, too

A script may go by them: 1 stays until somebody changes something, 3 may be tried again, 4 with a newer program, 5 calls for
a person. An error has the code of its class, unless it stands in the table of those whose class says whose fault it is and
not what a script should do.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from sync.errors import BadInput, Misuse, ProgramFault, Refused, SoxaError, Unavailable, Unproven


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    NO = 1
    USAGE = 2
    UNREACHABLE = 3
    UNREAD = 4
    DAMAGED = 5
    FAULT = 70
    STOPPED = 130


_OF_CLASS: Final[Mapping[type[SoxaError], ExitCode]] = {
    Misuse: ExitCode.USAGE,
    BadInput: ExitCode.UNREACHABLE,  # a file that cannot be read as what it should be
    Unproven: ExitCode.NO,
    Refused: ExitCode.NO,
    ProgramFault: ExitCode.FAULT,
    Unavailable: ExitCode.UNREACHABLE,
}

_OF_CODE: Final[Mapping[str, ExitCode]] = {
    "cancelled": ExitCode.STOPPED,
    "hub-damaged": ExitCode.DAMAGED,
    "damaged-export": ExitCode.DAMAGED,
    "damaged-report": ExitCode.DAMAGED,
    "damaged-record": ExitCode.DAMAGED,
    "damaged-hub-log": ExitCode.DAMAGED,
    "store-damaged": ExitCode.DAMAGED,
    "altered-record": ExitCode.DAMAGED,
    "figures-damaged": ExitCode.DAMAGED,
    "home-damaged": ExitCode.DAMAGED,
    "home-bereft": ExitCode.DAMAGED,
    "home-key-damaged": ExitCode.DAMAGED,
    "keys-damaged": ExitCode.DAMAGED,
    "keys-lost": ExitCode.UNREACHABLE,
    "bad-frontier": ExitCode.DAMAGED,
    "backup-damaged": ExitCode.DAMAGED,
    "backup-beyond-mending": ExitCode.DAMAGED,
    "beyond-mending": ExitCode.DAMAGED,
    "mend-gap": ExitCode.DAMAGED,
    "mend-without-anchor": ExitCode.DAMAGED,
    "backup-not-whole": ExitCode.DAMAGED,
    "bad-hub-name": ExitCode.USAGE,  # these are words of the command, though files have such values, too
    "bad-verifier-key": ExitCode.USAGE,
    "not-a-witness-key": ExitCode.USAGE,
    "weak-key": ExitCode.USAGE,
    "mistyped-invite": ExitCode.USAGE,
    "not-an-invite": ExitCode.USAGE,
    "no-account": ExitCode.USAGE,  # as these are words that name what is not there
    "no-token": ExitCode.USAGE,
    "group-not-installed": ExitCode.UNREACHABLE,
    "damaged-log": ExitCode.UNREACHABLE,
    "sealed-damaged": ExitCode.UNREACHABLE,
    "hub-clock": ExitCode.UNREACHABLE,
    "hub-unavailable": ExitCode.UNREACHABLE,  # the hub's own refusal, when it cannot
    "key-exists": ExitCode.NO,
    "key-needs-passphrase": ExitCode.UNREACHABLE,
    "passphrase-to-choose": ExitCode.UNREACHABLE,
    "key-readable-by-others": ExitCode.UNREACHABLE,
    "wrong-passphrase": ExitCode.UNREACHABLE,
    "wrong-backup-passphrase": ExitCode.UNREACHABLE,
    "bad-anchor": ExitCode.UNREACHABLE,
    "newer-hub": ExitCode.UNREACHABLE,
    "newer-store": ExitCode.UNREACHABLE,
    "newest-missing": ExitCode.UNREACHABLE,
    "no-address": ExitCode.UNREACHABLE,
    "hub-lost": ExitCode.UNREACHABLE,
    "no-hub": ExitCode.UNREACHABLE,
    "not-joined": ExitCode.UNREACHABLE,
    "older-hub": ExitCode.UNREACHABLE,
}


def exit_code(error: SoxaError) -> ExitCode:
    """The exit code of a command that ended with an error."""
    listed = _OF_CODE.get(error.code)
    if listed is not None:
        return listed
    return next((code for kind, code in _OF_CLASS.items() if isinstance(error, kind)), ExitCode.NO)
