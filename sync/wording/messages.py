"""The sentences of errors: what to tell a person when something went wrong, and what to do.

An error is a code and facts; a table has the sentence of each code. A package that adds errors of its own has a module
`messages` with its table, and a `sentence` that looks there first and then here. Whoever speaks to people, a command, the
program or the desk, uses the `sentence` of the package it belongs to: what a code says never depends on what else happens
to be loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sync.encoding.types import Instant
from sync.errors import SoxaError
from sync.wording.dates import NOTHING, moment
from sync.wording.i18n import N_, Translate, catalogue
from sync.wording.safe_text import safe_line

_ = catalogue("sync")

Tell = Callable[[SoxaError], str]
"""What tells an error in a sentence."""


class Sentences:
    """A package's way of telling an error: by its own table from code to English text with `{facts}`, or else as `beneath`
    tells it. An error that no table has, such as one that a newer hub sends, is told by its code. `alone` has the texts of
    those that name what was perhaps meant (`near`), for where nothing is like it; `ones` of those that count something, for
    where its `count` is 1."""

    def __init__(
        self,
        messages: Mapping[str, str],
        translate: Translate,
        beneath: Tell | None = None,
        *,
        alone: Mapping[str, str] | None = None,
        ones: Mapping[str, str] | None = None,
    ) -> None:
        self._messages = messages
        self._ones = ones or {}
        self._alone = alone or {}
        self._translate = translate
        self._beneath = beneath

    def __call__(self, error: SoxaError) -> str:
        """What happened, where, and what to do."""
        from sync.wording.reasons import technical_detail

        text = self._messages.get(error.code)
        if error.facts.get("count") == 1:
            text = self._ones.get(error.code, text)
        if not error.facts.get("near"):
            text = self._alone.get(error.code, text)
        if text is None and self._beneath is not None:
            return self._beneath(error)
        told = _(_UNKNOWN) if text is None else self._translate(text)
        facts = {name: _shown(error, name, value) for name, value in error.facts.items()}
        sentence = told.format_map(_Facts({"code": error.code, **facts}))
        detail = technical_detail(error) if "{why}" in told else None
        return f"{sentence} {safe_line(detail)}" if detail else sentence


_UNKNOWN: Final = N_("Refused: {code}. A newer version of soxa may know more.")


_MOMENTS: Final = frozenset({"since", "now", "created", "there", "starts", "ends"})
"""Facts that are times, where they are numbers."""


class _Facts(dict[str, str]):
    """Facts that a sentence asks for and an error lacks are shown as a dash: a message must never fail."""

    def __missing__(self, key: str) -> str:
        return NOTHING


def _shown(error: SoxaError, name: str, value: str | int | None) -> str:
    """A fact as shown on one line: control and direction marks, which could disguise the rest, are taken out."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return NOTHING
    from sync.wording.reasons import fact_words

    if name in _MOMENTS and isinstance(value, int):
        return moment(Instant(value))
    return safe_line(fact_words(error, name, value) if isinstance(value, str) else str(value))


MESSAGES: Final[Mapping[str, str]] = {
    "head-without-text": N_("“{text}” has no words. Write the heading, then “=”, then what is said under it."),
    "unknown-head": N_("Nobody asks for words under “{text}” in this report. Asked for: {near}."),
    "heads-unwritten": N_("This report is to say something under: {heads}. Write it; where there is nothing, write that."),
    "ambiguous-code": N_("“{text}” fits several of {list}: {near}. Write more of it."),
    "ambiguous-directive": N_("“{text}” fits several directives: {near}. Use one of these."),
    "ambiguous-period": N_("“{text}” fits several reports that are asked for: {near}. Use one of these."),
    "annex-too-big": N_("The file is bigger than an annex can be ({limit} MB)."),
    "annex-with-new-parts": N_(
        "The annex has parts that this version of soxa does not know ({names}), and cannot check. Update soxa. If this is "
        "the newest, ask for the file as “soxa hub report” wrote it."
    ),
    "another-hub": N_("This belongs to another hub: {origin}. Ours is {hub}."),
    "bad-annex": N_("This is not an annex as “soxa hub report” writes it: {why}. Ask for the file as it was written."),
    "bad-chain": N_("The proof does not lead from the registry's key to the laptop's."),
    "bad-checkpoint": N_("A checkpoint breaks its format."),
    "bad-consistency-proof": N_("A proof that one state follows from another does not hold."),
    "bad-cosignature": N_("The cosignature of the witness {name} on {origin} does not hold."),
    "bad-count": N_("“{text}” cannot be read as one number here. Write digits alone: 12 or 1.200."),
    "bad-csv": N_("{path} cannot be read as CSV: {why}. In Excel save it again as “CSV UTF-8”, or give the .xlsx file."),
    "bad-date": N_("“{text}” is not a day. Write 3/11, 03/11/2026, today or yesterday."),
    "bad-directive": N_("The directive cannot be taken: {field}: {why}."),
    "bad-entry": N_("This cannot be written down: {why}. Change it and try again."),
    "bad-frontier": N_("The stored edge of a log is damaged. Restore the data folder from a copy."),
    "bad-hub-name": N_(
        "“{name}” cannot name a hub. Use lower-case letters, digits, dots and dashes, as in soxa.laichau.example."
    ),
    "bad-inclusion-proof": N_("The proof that the entry stands in the log does not hold."),
    "bad-key-file": N_("The key file {path} is damaged or is not a key file."),
    "bad-map": N_("“{text}” does not say what a column is. Write HEADING=FIELD: “Số lượng (buổi)=quantity”."),
    "bad-note": N_("A signed note breaks its format."),
    "bad-origin": N_("“{origin}” is not the name of a log."),
    "bad-parcel": N_("The parcel is damaged: {why}. Ask for it again."),
    "bad-period": N_("“{text}” is not a period. Write 2026-11, 2026-H1, 2026, or a directive with one: NUMBER@2026-11."),
    "bad-part-proof": N_("The proof that entries stand in the log does not hold."),
    "bad-policy": N_("The policy cannot be used, line {line}: {why}. Ask for it as it was written."),
    "bad-receipts": N_(
        "The receipts in {path} are damaged (line {line}: {why}). Have them written again: soxa field receipts."
    ),
    "not-receipts": N_("{path} is no file of receipts. “soxa field receipts -o FILE” writes one."),
    "newer-receipts": N_("A newer version of soxa wrote the receipts in {path}. Update soxa."),
    "bad-proof": N_("The proof file is damaged or is not a proof file."),
    "bad-range": N_("The parcel contradicts itself about the log {origin}. Ask for it again."),
    "bad-receipt": N_("The receipt on {origin} is not the hub's, and was not taken. Tell the hub's operator."),
    "bad-registry": N_("The registry contradicts itself at entry {index}: {why}."),
    "bad-request-signature": N_("The signature of the request does not hold."),
    "bad-signature": N_("The signature of {name} does not hold."),
    "bad-span": N_("The last day, {last}, is not after the first, {first}, or more than {limit} days after it."),
    "bad-verifier-key": N_("This is not a verifier key. Copy the whole line that “soxa hub key” prints."),
    "bad-workbook": N_("{path} is damaged, or no workbook. Open it in Excel or LibreOffice and save it again as .xlsx."),
    "bad-witness-answer": N_("What the witness {name} answered is no answer of a witness."),
    "bad-witness-request": N_("What was asked of the witness is not as a log asks."),
    "plan-outdated": N_(
        "While this was looked at, what is here has changed: another window, a sync, or work that came back from the "
        "backup. Nothing was taken. Import the file again, and look at what is shown then."
    ),
    "bad-officer": N_("An officer's name has at most {limit} characters, on one line."),
    "behind": N_(
        "A part of the log {origin} is missing before this: the other side has it at the size {at} "
        "only. Sync again; with files, take the earlier one first, or have a new one made."
    ),
    "cancelled": N_("Cancelled. What was saved is saved."),
    "clock": N_(
        "The clocks differ too much: this machine's request says {created}, the hub says {now}. Set this machine's date and "
        "time right, then try again. If they are right, tell the hub's operator: the hub's are wrong."
    ),
    "column-twice": N_("“{first}” and “{second}” cannot both be {field}. Say which one is."),
    "cut-parcel": N_("The parcel was cut off; entries that came: {entries}. Copy or fetch it again."),
    "cut-range": N_("The parcel lacks entries of the log {origin}: it has {at} of {end}. Ask for it again."),
    "no-directives-yet": N_("No directives are known here yet. Sync once, or leave the directive out."),
    "no-such-day": N_("“{text}” is not a day: month {month} has {days} days."),
    "no-such-month": N_("“{text}” is not a day: there is no month {month}. Days are written day/month, as 3/11."),
    "sealed-cut": N_("The file is cut off before its end. Copy it from the stick again, or ask for another one."),
    "sealed-damaged": N_(
        "The file was changed or damaged on its way, or its end is missing: what it holds cannot be opened. Copy it again, "
        "or ask for another one."
    ),
    "sealed-to-another": N_(
        "This file is sealed to another laptop, or to another hub, and nobody else can open it. Nothing was changed here. "
        "Take it where it was meant to go."
    ),
    "newer-seal": N_("This file is sealed in a way that only a newer program can open. Update this one."),
    "bad-seal-key": N_("This is not a key that something can be sealed to."),
    "relative-day": N_(
        "“{text}” is another day each time that the list is read. Write the day itself, as 3/11 or 03/11/2026."
    ),
    "lunar-day": N_("“{text}” may be a day of the lunar calendar. Write the solar one, with its year: 14/11/2026."),
    "several-days": N_(
        "“{text}” is several days: make an activity of each, a row for each day. Days in a row are written 3-5/11."
    ),
    "planned-day": N_(
        "no day on which it was done is written, only that on which it was planned ({text}). Write the day in the list"
    ),
    "date-out-of-range": N_("{date} is no day of an activity: those are from the year 2000 to {latest}, tomorrow."),
    "no-imports": N_("Nothing was imported here that could be taken back."),
    "not-whole": N_("“{text}” is not a whole number. Round it, and write 12 or 1.200."),
    "other-scale": N_(
        "“{text}”: numbers here stand in another unit, and this one is not multiplied. Write the whole number."
    ),
    "no-times": N_("“{text}” does not say how often it was done. Write that number alone, as in 2, or leave it empty."),
    "no-people": N_("“{text}” does not say how many people there were. Write that number alone, or leave it empty."),
    "no-minutes": N_("“{text}” does not say how many minutes it took. Write them alone, as in 90, or leave it empty."),
    "no-day-there": N_("“{text}” is no day that a list can have. Write it as 3/11 or 03/11/2026."),
    "other-unit": N_("“{text}” is not what this column counts: it belongs into the column “{column}”."),
    "other-field": N_("“{text}” is not what this column counts. Write it into a column of its own, headed “{heading}”."),
    "other-last-day": N_("The day says {last} as the last one already. Leave this empty, or type one day there."),
    "directive-ended": N_("{directive} held until {day}: an activity after that day is not one of it."),
    "disk-full-there": N_("There is no room for {path}. Free some space there, or choose another place."),
    "disk-full": N_("The disk is full. Nothing was half saved; free some space and try again."),
    "extra-cell": N_(
        "the row has more cells than the heading (“{text}” in {cell}): a comma in a number or a text may have cut one in "
        "two. Put it in quotes, or name the column"
    ),
    "field-needed": N_("“{field}” is needed."),
    "no-kit": N_(
        "In {path} there is no kit, as “soxa hub kit” writes one. Name the stick's folder, in which kit.json lies."
    ),
    "spoilt-kit": N_(
        "On the stick {path} is not as it was written. Nothing was changed on this laptop. Have the province write "
        "the stick anew."
    ),
    "file-exists": N_("{path} is there already. Choose another name; nothing was overwritten."),
    "file-missing": N_("{path} cannot be read: it is not there, or not a file."),
    "file-too-big": N_("The file is bigger than {limit} MB. Split it."),
    "file-too-long": N_("The file has more than {limit} rows. Split it."),
    "file-too-wide": N_("The sheet “{sheet}” has more than {limit} columns with data. Take out those that are not needed."),
    "file-unreadable": N_("{path} cannot be read. If it is open in Excel, save and close it there; then try again."),
    "file-unusable": N_("{path} cannot be used: {why}. Put that right, or choose another place."),
    "fork": N_(
        "The log {origin} differs from what is held at entry {index}: somebody changed or copied it. Nothing of it was "
        "taken. Tell the hub's operator; of a log of the hub's own, whoever inspects it, too."
    ),
    "group-not-installed": N_("soxa {group} needs more than is installed here ({module}). Install it: {command}"),
    "half-heading": N_(
        "Sheet “{sheet}”: no row names both the day and what was done. Row {row} has: {seen}. Say what its columns are, as "
        "in --map “HEADING=date” and --map “HEADING=title”."
    ),
    "turned-table": N_(
        "Sheet “{sheet}”: the headings stand in a column, and the activities beside one another. Copy the table in Excel, "
        "paste it with “Paste Special, Transpose” into an empty sheet, save, and import again."
    ),
    "times-across": N_(
        "Sheet “{sheet}”, row {row}: times stand beside one another as columns ({seen}), which is no list: nothing is "
        "taken. Make it one: a row for each activity, with a column for the day (03/11/2026) and one for what was done."
    ),
    "weekdays-alone": N_(
        "Sheet “{sheet}”, row {row}: the column “{column}” says the day of the week, and nothing says of which week: "
        "nothing is taken. Write the days into it (03/11/2026), or above the table from which Monday to which Sunday it is, "
        "as in (02/11/2026 - 08/11/2026)."
    ),
    "lost-letters": N_(
        "The letters with accents of this file are lost (“{text}”): nothing is taken. Open the file it came from, save it "
        "as an Excel workbook (.xlsx), and import that."
    ),
    "undated-heading": N_(
        "Sheet “{sheet}”: days stand in rows of their own, and no row names what was done. Row {row} has: {seen}. Say which "
        "column that is, as in --map “HEADING=title”."
    ),
    "hub-holds-more": N_(
        "The hub holds this laptop's log at the size {held}, and this copy has {own}: it is"
        " an old copy of the folder. Do not write in it; tell the hub's operator."
    ),
    "asking": N_(
        "The province was restored from a copy and is gathering what came after it. What this laptop sent is kept there; "
        "sync again later."
    ),
    "show-head": N_("The hub holds its log {origin} at the size {size}, less than this laptop has seen: it went back."),
    "hub-restored": N_("The hub's log {origin} is shorter than what was seen before. Tell the hub's operator."),
    "damaged-log": N_(
        "What the province holds of this laptop's log is damaged. Nothing is lost: this laptop has all of it, and the "
        "province asks it for that. By line: sync again. By stick: take the answer back to the laptop, pack once more "
        "there, and bring that new file."
    ),
    "damaged-hub-log": N_(
        "What the province keeps of its own is damaged, so it confirms nothing until that is mended. Nothing is lost: this "
        "laptop has all of it, and the province knows. By line: sync again later. By stick: take the answer back to the "
        "laptop, pack once more there, and bring that new file."
    ),
    "hub-clock": N_(
        "The hub's clock is in doubt, and it takes nothing until its operator has looked. Nothing is lost; sync again "
        "later, or tell the hub's operator."
    ),
    "hub-unavailable": N_("The hub cannot take anything just now. Nothing is lost; sync again later."),
    "import-undone": N_("Import {number} ({file}) was taken back already."),
    "import-what": N_("Say which file to import, with --undo which import to take back, or --doubles."),
    "key-exists": N_("There is a key at {path} already. It was not touched."),
    "key-missing": N_("There is no key at {path}."),
    "key-needs-passphrase": N_("The key is under a passphrase. Give it when asked, or in SOXA_PASSPHRASE."),
    "passphrase-to-choose": N_(
        "The key travels under a passphrase, which you choose now, and give again where it arrives. Do this at a terminal "
        "and type one, or give it in SOXA_PASSPHRASE. Nothing was changed."
    ),
    "two-passphrases": N_("The two passphrases differ. Nothing was changed; do it again."),
    "key-not-sealed": N_("The key {path} has no passphrase, and on a stick anybody could have read it. It is not used."),
    "key-readable-by-others": N_("Others can read the key {path}. Allow it to its owner alone: chmod 600."),
    "lock-file": N_(
        "{path} is a trace that Excel leaves while a file is open; it holds no data. Take the file itself: its name lacks "
        "“~$”."
    ),
    "mistyped-invite": N_("The invite was mistyped or cut. Paste the whole line again."),
    "newer-annex": N_(
        "The annex was made by a newer version of soxa (format {version}), and this one cannot check it. Update soxa."
    ),
    "newer-parcel": N_("This was written by a newer version of soxa (format {version}). Update soxa."),
    "no-answer": N_("The hub did not answer: {why}. What was saved is safe; try again later."),
    "bad-proxy": N_(
        "This machine is set to go through the proxy “{proxy}”, and no proxy can have such an address. Put it right in the "
        "machine's settings, or in HTTPS_PROXY, HTTP_PROXY and ALL_PROXY; whoever looks after the network knows it."
    ),
    "certificate-dates": N_(
        "Nothing was sent. The certificate of {host} is valid from {starts} to {ends}, and by this machine's clock it is "
        "{now}. Look at a clock that is right: if this machine's is wrong, set it and sync again; if it is right, tell the "
        "hub's operator that the certificate has run out."
    ),
    "certificate-of-another": N_(
        "Nothing was sent. What answers at {host} shows the certificate of another machine: {names}. Open a browser and "
        "look whether the network asks you to sign in; if it does not, tell the hub's operator."
    ),
    "gateway-busy": N_(
        "Something between this machine and the hub answered that {host} cannot serve now ({status}). What was saved is "
        "safe; try again later, and if it stays so, tell the hub's operator."
    ),
    "gateway-unreached": N_(
        "Something between this machine and the hub answered that it does not reach {host} ({status}). This machine's own "
        "network works. What was saved is safe; try again later, and if it stays so, tell the hub's operator."
    ),
    "login-page": N_(
        "A page answered in place of {host}, as networks do that ask everybody to sign in first. Open a browser on this "
        "machine, sign in to the network, then sync again. What was saved is safe."
    ),
    "no-proxy": N_(
        "This machine is set to go through the proxy {proxy}, and that was not reached: {why}. Ask whoever looks after the "
        "network whether the setting is still right. What was saved is safe."
    ),
    "not-the-hub": N_(
        "What answers at {host} is no hub ({status}). Ask the province whether the address is right. What was saved is safe."
    ),
    "program-fault": N_(
        "Something went wrong in soxa itself ({kind}). What was saved is safe. Try again; if it comes again, tell the hub's "
        "operator what you were doing."
    ),
    "program-fault-kept": N_(
        "Something went wrong in soxa itself ({kind}). What was saved is safe. Try again; if it comes again, give the hub's "
        "operator the file {path}: it says where it went wrong, and holds no texts and no keys."
    ),
    "proxy-password": N_(
        "The proxy {proxy} asks for a name and a password. Ask whoever looks after the network, and set them on this "
        "machine, as in HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT. What was saved is safe."
    ),
    "proxy-refuses": N_(
        "The proxy {proxy} does not let this machine through to {host} ({status}). Ask whoever looks after the network to "
        "allow it. What was saved is safe."
    ),
    "socks-proxy": N_(
        "This machine is set to go through the SOCKS proxy {proxy}, which soxa cannot use. Set an HTTP proxy in "
        "HTTPS_PROXY, or name the hub in NO_PROXY if it can be reached without."
    ),
    "untrusted-certificate": N_(
        "Nothing was sent. This machine does not trust the certificate of {host}: it was issued by “{issuer}”, whom this "
        "machine does not know. If that is an authority of your offices, have it added to the certificates that this "
        "machine trusts; if not, somebody may be listening: use another network, and tell the hub's operator."
    ),
    "wrong-clock": N_(
        "Nothing was sent. By this machine's clock it is {now}, by that of {host} {there}; its certificate is valid from "
        "{starts} to {ends}. Look at a clock that is right, set this machine's date and time, and sync again."
    ),
    "no-cell-value": N_(
        "cell {cell} has no value that can be read ({text}). Open the file in Excel, put the value right and save it"
    ),
    "unheld-above": N_("cell {cell} says “{text}” below what was not held: write there what was done"),
    "nothing-above": N_("cell {cell} says “{text}”, and nothing stands above it: write there what is meant"),
    "no-heading": N_("The file has no heading row with at least the columns “Ngày” and “Nội dung”."),
    "too-many-places": N_("{found} places are too many for one activity: write {limit} at most."),
    "no-progress": N_("The hub's answer proves nothing new ({held} of {own}). Try again later."),
    "no-receipt": N_("There is no receipt from {name}."),
    "no-such-answer": N_("“{text}” is no answer to that. Write one of: {near}."),
    "nothing-doubled": N_("Nothing that was imported stands twice any more."),
    "no-such-column": N_("There is no column “{text}” in the file. It has: {near}."),
    "no-such-duty": N_("{directive} asks for no report for the period {period}."),
    "no-such-field": N_("“{text}” is nothing that a column can be. Near it: {near}. There are: {all}."),
    "no-such-group": N_("There is no “{name}”. Try: soxa --help"),
    "no-such-sheet": N_("There is no sheet “{text}” in the file. It has: {near}."),
    "no-such-task": N_("{directive} has no task “{task}”."),
    "no-table-file": N_("{path} holds no table that can be read here ({kind}). Save it as .xlsx, .ods or CSV."),
    "not-a-number": N_("“{text}” is not a whole number as the format writes it."),
    "not-a-parcel": N_(
        "This is not a soxa parcel. If it came over the network, a login page may have answered; if it is a file, it is cut "
        "off or damaged, or another kind of file: ask for another copy."
    ),
    "not-an-invite": N_("This is not an invite. It is one line that begins with soxa-invite-."),
    "not-a-witness-key": N_("{name}: this is not the key of a witness. Copy the whole line that the witness was made with."),
    "not-base64": N_("A value is not base64 in its one right spelling."),
    "not-cosigned": N_("There is no cosignature of the witness {name} on {origin}."),
    "not-utf8": N_("The text is not UTF-8 at byte {at}."),
    "nothing-to-change": N_("That changes nothing."),
    "parcel-too-big": N_(
        "The parcel is bigger than a parcel may be, or unfolds to more. What was taken of it before that stays, and the "
        "rest was not taken. No soxa writes such a one: have it sent or packed anew."
    ),
    "quota": N_(
        "The province takes at most {entries} entries and {mib} MiB a day from one laptop, or from one unit, and this was "
        "more. What it did not take stays here, unsent, and goes with the next sync or file, so much each day. If there "
        "really is so much, ask the province to allow more."
    ),
    "replayed": N_("This request was sent before and is not taken twice."),
    "revoked-device": N_(
        "The province has revoked this laptop ({device}): what it held of it before that stays, and it takes nothing more. "
        "Ask the province for a new invite, and use it in the laptop's same folder (soxa field join): what is unsent goes "
        "on under a new key."
    ),
    "succeeded": N_(
        "Another laptop ({device}) took this one's place on {since}: what the province had of it stays and counts, it takes "
        "nothing more from here. What is unsent goes on there: soxa field rescue."
    ),
    "already-succeeded": N_(
        "The laptop {device} took that place on {since}, and only one can. Ask the province for another invite, and say "
        "that this happened: somebody may have a copy of that laptop."
    ),
    "wrong-succession": N_(
        "The key of the laptop {device} does not vouch for this one as it stands at the province. Sync the old laptop and "
        "try again, or ask the province for an invite."
    ),
    "sheet-no-table": N_("“{text}” has no table with the day and what was done. These have one: {near}."),
    "stale-checkpoint": N_("The hub's log {origin} went back from the size {held} to {found}. Tell the hub's operator."),
    "store-busy": N_(
        "Another program is using the data file, and nothing was saved. Wait a moment and try again. If it stays so, close "
        "other windows of soxa; if the data folder lies on a network drive or is synced by a program, move it to this "
        "machine's own disk."
    ),
    "store-damaged": N_("The data file is damaged: {why}. Restore the data folder from a copy, and keep the damaged one."),
    "store-readonly": N_(
        "The data folder can be read but not written, and nothing was saved. Allow writing there: take the stick's or the "
        "drive's write lock off, or ask whoever looks after this machine. Nothing is damaged."
    ),
    "store-unreadable": N_(
        "The data file cannot be opened: {why}. That does not mean that it is damaged: put no copy in its place. Look "
        "whether the disk is connected and whether this account may read the folder, then try again."
    ),
    "struck-cell": N_("cell {cell} “{text}” is struck through: write the day that holds"),
    "struck-row": N_("the row is struck through. Take the line out if it was done, and import it again"),
    "task-without-directive": N_("A task is one of a directive: say which directive it is."),
    "tasks-unread": N_("The tasks of {directive} cannot be read here: a newer program is needed. Leave the task out."),
    "too-long": N_("That is {found} characters; at most {limit} fit."),
    "unknown-annex-kind": N_("{path} is not an annex that can be checked: it is an .xlsx, .csv or .json file."),
    "unknown-code": N_("“{text}” is not among {list}. Near it: {near}."),
    "unknown-device": N_("The log {origin} belongs to a laptop that the registry does not know."),
    "unknown-directive": N_(
        "There is no directive “{text}” here. Look for its number in the list of directives; on a laptop sync first, if it "
        "is new."
    ),
    "unknown-encoding": N_(
        "The letters of {path} cannot be told: it is not in UTF-8, and in no other way of writing Vietnamese that is known "
        "here. Open it in Excel and save it as .xlsx."
    ),
    "unknown-shell": N_("There is no completion for “{text}” here. Name one of: {shells}."),
    "redacted-entry": N_(
        "The texts of this entry are erased by the province, so nobody can prove it any more. A bundle shows that it is "
        "erased, when and why."
    ),
    "unstated-redaction": N_(
        "Entry {index} of {origin} came without its text, as if the province had erased it, and the registry here does not "
        "say so. Exchange once more; if this comes again, show it to the province."
    ),
    "unread-duty": N_(
        "{directive} has parts that this program cannot read: a newer program is needed to tell whether it asks for a "
        "report for the period {period}."
    ),
    "unsigned": N_("The signature of {name} is missing."),
    "usage": N_("{why}"),
    "weak-key": N_("This key is one of the few that prove nothing. It is refused."),
    "with-password": N_("{path} is locked with a password. Take the password off in Excel and save it; then try again."),
    "wrong-length": N_("A value is of the length {found} in place of {expected}."),
    "wrong-origin": N_("This is a checkpoint of {found}, not of {expected}."),
    "wrong-passphrase": N_("The passphrase does not open the key. Type it again."),
    "wrong-root": N_("The entries of {origin} do not give the root that its checkpoint signs."),
}

_NOTHING_NEAR: Final = {
    "unknown-code": N_("“{text}” is not among {list}, and nothing there is like it."),
}
sentence: Final = Sentences(MESSAGES, _, alone=_NOTHING_NEAR)
