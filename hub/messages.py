"""The hub's sentences: what to tell an operator when something is refused."""

from __future__ import annotations

from typing import Final

from sync.wording import messages
from sync.wording.i18n import N_, catalogue

_ = catalogue("hub")

MESSAGES: Final[dict[str, str]] = {
    "bad-witness-url": N_(
        "“{text}” is not an address of a witness. Write it as https://university.example/witness, and whole."
    ),
    "store-damaged": N_(
        "The data file hub.db is damaged: {why}. Stop the hub, delete nothing, and have it read out into a new one: soxa "
        "hub mend. Where that cannot be done, put back the newest backup: soxa hub restore FILE. Without one, rename hub.db "
        "and make it anew: soxa hub rebuild. What came since comes from laptops."
    ),
    "mend-without-anchor": N_(
        "{path} is not there, so nothing tells how far the hub has signed, and its damaged file is not mended. Put it back "
        "if you have it. If not, put back the newest backup: soxa hub restore FILE. Without one, rename hub.db and make it "
        "anew: soxa hub rebuild"
    ),
    "mend-gap": N_(
        "Of {log} the entries {first} to {last} cannot be read, and the hub can vouch for nothing without them. Nothing was "
        "changed. A backup that has them gives them again: soxa hub mend --from FILE. If none does, put back the newest "
        "backup: soxa hub restore FILE. Without one, rename hub.db and make it anew: soxa hub rebuild"
    ),
    "beyond-mending": N_(
        "The data file hub.db cannot be mended: {why}. Nothing was changed. Put back the newest backup: soxa hub restore "
        "FILE. Without one, rename hub.db and make it anew: soxa hub rebuild. What came since comes from laptops."
    ),
    "no-such-witness": N_("There is no witness “{text}”. There are: {near}."),
    "nothing-to-believe": N_("The witness {name} does not say that it knows more than this hub."),
    "too-many-witnesses": N_("A hub has at most {limit} witnesses. Remove one first."),
    "witness-known": N_("The witness {name} is asked already."),
    "witness-answer-too-big": N_("The witness {name} answered with more than {limit} bytes. It is asked again later."),
    "witness-clock": N_(
        "The witness {name} dates its cosignature {since}: before an earlier one of its own, or a day away from this hub's "
        "time. It was not taken. One of the two clocks is wrong."
    ),
    "witness-no-answer": N_("The witness {name} did not answer: {why}. It is asked again later."),
    "witness-other-key": N_(
        "The witness {name} follows {origin} under another key than this hub's. Whoever runs it must follow this one: {key}"
    ),
    "witness-status": N_("The witness {name} answered with HTTP status {status}. It is asked again later."),
    "witness-unknown-log": N_(
        "The witness {name} does not follow {origin}. Whoever runs it adds it by hand, as after every restore: soxa hub "
        "witness follow {key}"
    ),
    "witness-wavers": N_(
        "The witness {name} says each time that it cosigned something else: the size "
        "{first}, then {second}. It is asked again later."
    ),
    "another-witness": N_(
        "What is in {path} was cosigned with another key than the one there. A witness has one key for ever."
    ),
    "bad-listen": N_("“{text}” is no address to listen on. Write it as 127.0.0.1:8421."),
    "bad-witness-name": N_(
        "“{name}” cannot name a witness. Use up to 100 characters without spaces and plus, as in university.example/witness."
    ),
    "log-followed": N_(
        "{origin} is followed under another key: {key}. One log has one key: ask its operator by telephone which is right."
    ),
    "no-witness": N_("There is no witness at {path}. To make one: soxa hub witness init --name NAME"),
    "witness-exists": N_("There is a witness at {path} already. It was not touched."),
    "witness-lost": N_(
        "The witness at {path} has lost what it cosigned, and must not go on under its key: it could cosign a second "
        "history. Make another, in another folder, and hand out its key."
    ),
    "accept-or-return": N_("Choose one of --accept and --return."),
    "bad-kit-part": N_("{path} cannot go into a kit: {why}. Fetch the parts anew, into another folder."),
    "kit-folder-full": N_("In {path} there is something already. Name a folder that is not there yet, or an empty one."),
    "kit-parts-unreachable": N_("The parts of the kit could not be fetched. Look whether this machine has a network."),
    "no-kit-parts": N_("In {path} these parts are missing: {missing}. To fetch them: soxa hub kit-parts DIR"),
    "no-signature-tool": N_(
        "Whether Python for Windows is genuine cannot be verified here: the program {tool} is missing. Install it, as from "
        "Debian's package of that name."
    ),
    "unknown-python": N_(
        "{path} is another Python than is known here. Compare its SHA-256 with the one that its makers state, and if they "
        "are the same add: --sha256 {sha256}"
    ),
    "activity-or-report": N_("Say an activity, with --title and --date, or a report, with --report PERIOD and its words."),
    "already-retracted": N_("{record} was taken back by the unit."),
    "ambiguous-record": N_("“{text}” fits several records: {near}. Write more of it."),
    "ambiguous-unit": N_("“{text}” fits several units: {near}. Use the code."),
    "bad-days": N_("An invite lasts between 1 and 3650 days, not {days}."),
    "bad-join": N_("The join of the laptop {device} contradicts its key."),
    "bad-record": N_("“{text}” is not a record's id. Copy it, or its last 8 characters."),
    "directive-changed-meanwhile": N_("Another edition of {id} was stated meanwhile. Open it again."),
    "directive-exists": N_("Another directive has the id {id}. Give this one an id of its own in the text, as in {free}."),
    "directive-id-changed": N_("The id of a directive never changes: this one is {id}."),
    "demo-went-wrong": N_("The demo stopped: “{command}” ended with {status}."),
    "expired-invite": N_("The invite has run out. Ask the province for a new one."),
    "hub-exists": N_("There is a hub at {path} already. It was not touched."),
    "cannot-listen": N_("The service cannot listen on {address}: {why}. Choose another --port or --host."),
    "both-tls-files": N_("Give both --tls-cert and --tls-key, or neither."),
    "kind-of-a-commune": N_("A commune stays one: {unit} becomes of no other kind. Its type is what changes."),
    "long-comment": N_("A comment has at most {limit} characters."),
    "long-past": N_("{date} is more than 60 days ago. Is that right?"),
    "long-source": N_("What something is entered from has at most {limit} characters."),
    "own-report": N_("The province itself owes the report {period}: there is no unit to remind of it."),
    "own-step": N_(
        "The province itself owes the report {period}, and makes it from another that units send: {report}. To remind "
        'those who have not sent that: soxa hub remind --period "{step}"'
    ),
    "no-file-sent": N_("Choose the file once more: the one that was sent is not kept here any longer."),
    "no-such-import": N_("Nothing was entered for the unit under the number {number}. The newest: {near}."),
    "no-report": N_("The unit {unit} has no report for {period}."),
    "bad-address": N_("The address is not one of ours: “{name}” has a value that it cannot have."),
    "bad-hub-url": N_("“{text}” is not an address of a hub. Write it as https://soxa.laichau.example, and whole."),
    "bad-form": N_("The form could not be read: {why}. Go back and send it again."),
    "form-too-big": N_("That is more than a form may hold ({limit} bytes)."),
    "folder-not-empty": N_("{path} is there already and is not an empty folder. Choose another; nothing was written."),
    "ends-before-it-begins": N_("It cannot end with {day}: it holds from {began} on."),
    "no-page": N_("There is nothing at this address."),
    "not-allowed": N_("Your account may not do this. Ask an administrator of the hub."),
    "bad-office": N_("“{field}” is empty, or longer than 200 characters. Nothing was changed."),
    "newest-missing": N_(
        "{path} is missing, and {database} says that what was written last stood there. If you have it, put it back beside "
        "the other. If not, put the newest backup back: soxa hub restore FILE. Without one, what is here: "
        "soxa hub restore {database}. Nothing was changed."
    ),
    "wrong-backup-passphrase": N_("The passphrase does not open the backup. Type it again."),
    "asking": N_(
        "This hub gathers what it lacks, and has no more room for what comes from laptops that it does not know yet: what "
        "this one brought is not kept. Let a laptop sync that it knows, or one that has synced lately: soxa hub restored."
    ),
    "no-backup": N_("The file is no backup of a hub."),
    "backup-damaged": N_(
        "The backup cannot be read: {why}. Take another. Where neither another nor the hub's database is left, the hub is "
        "made anew from what laptops hold: soxa hub rebuild"
    ),
    "backup-beyond-mending": N_(
        "Damaged in the backup is when the hub received what, which no laptop can give back. Nothing was changed. Take "
        "another backup. Where neither another nor the hub's database is left, the hub is made anew from what laptops hold: "
        "soxa hub rebuild"
    ),
    "backup-not-whole": N_("The backup was changed, or is not all there. Take another."),
    "backup-of-another": N_(
        "The backup is of another hub, or of another key of it: {found}. The hub here has the key {own}."
    ),
    "damaged-export": N_(
        "What the hub holds is damaged in {count} places ({what}, …), so nothing is handed on as if it were whole. It comes "
        "back from laptops by itself; soxa hub check says where."
    ),
    "damaged-report": N_(
        "What the hub holds of a report of {unit} ({period}) is damaged. The unit's laptop has it as it was, and brings it "
        "back with its next sync."
    ),
    "damaged-hub-log": N_(
        "What the hub keeps of its own ({origin}) is damaged, so nothing is stated or confirmed until that is mended. On "
        "the server: soxa hub check"
    ),
    "never-vouched": N_("The hub never confirmed that head of {origin}."),
    "damaged-record": N_(
        "What the hub holds of this activity is damaged, so it is not shown as if it were true. The unit's laptop has it as "
        "it was signed. On the server: soxa hub check"
    ),
    "hub-is-open": N_(
        "The hub at {path} is in use (process {processes}). Stop the service, then try again. Nothing was changed."
    ),
    "keys-unsealed": N_("The keys go into a sealed backup alone: give --seal, too."),
    "hub-damaged": N_(
        "What the hub holds is damaged in {count} places, and so is the backup, written to {path}. “soxa hub check” "
        "says where, and what to do."
    ),
    "anchor-there": N_(
        "{path} says how far another hub has signed that was here. Move it elsewhere, and keep it: it may yet be needed."
    ),
    "bad-anchor": N_(
        "{path}, where the hub notes how far it has signed, is damaged or of another hub. If nothing was restored, move it "
        "elsewhere: the hub writes another."
    ),
    "hub-asking": N_(
        "This hub was put back from a backup, or found that it lacks something that it has signed. Until it has gathered "
        "what laptops bring, it states nothing: no answer, no reminder, no enrolment, no annex, no bundle. How it stands, "
        "and how to go on: soxa hub restored"
    ),
    "only-with-close": N_("Those answers go with --close. Without it “soxa hub restored” shows how the hub stands."),
    "later-generation": N_(
        "This hub has signed in generation {generation}, and what it holds is of one before. Let a laptop sync first that "
        "has been here since then: it brings the registry of that generation. If there is none, --keep-this goes on from "
        "what is here, and what was signed then is given up."
    ),
    "sealed-to-another": N_(
        "This file is sealed to a laptop, or to another hub, and cannot be opened here. Nothing was changed. Take it where "
        "it was meant to go. If that is a hub whose keys are lost, and this one is in its place, nobody opens it any more: "
        "the laptop has all that is in it. Issue it an invite of this hub; on the laptop rename its folder, join with the "
        "invite (soxa field join), take over what stands in the renamed folder (soxa field rescue), and pack anew."
    ),
    "another-hub": N_(
        "This belongs to another hub: {origin}. Ours is {hub}. If that one's keys are lost, and this one is in its place: "
        "issue the laptop an invite of this hub; on the laptop rename its folder, join with the invite (soxa field join), "
        "take over what stands in the renamed folder (soxa field rescue), and pack anew."
    ),
    "keys-lost": N_(
        "The hub's keys are not in {path}: {missing}. Without them nobody can speak for this hub: put their "
        "copies back there, and it goes on as it is. If there is no copy, not even in a backup made with --with-keys, make "
        "a hub under a new name, invite the laptops to it, and carry their work over with “soxa field rescue” (in the "
        "handbook, “When something breaks”, the row on lost keys)."
    ),
    "keys-damaged": N_(
        "The hub's key {path} is damaged. Without it nobody can speak for this hub: put its copy back in its place, and the "
        "hub goes on as it is. If there is no copy, not even in a backup made with --with-keys, do as for lost keys: in the "
        "handbook, “When something breaks”."
    ),
    "no-registry": N_(
        "The registry is not here yet, and without it the hub knows no unit and no laptop. Any laptop that has synced has "
        "it: let one sync first."
    ),
    "not-asking": N_("The hub lacks nothing that it knows of. There is nothing to close."),
    "revocations-unanswered": N_(
        "Say whether a laptop was revoked since {moment}: --none-revoked, or --revoked LAPTOP for each. Who was revoked "
        "then and is not named here is trusted again."
    ),
    "two-histories": N_(
        "This hub has signed two histories of {count} of its logs: it, or a copy of it, served on an older database. Say "
        "that the one that it holds is to stay: --keep-this. The other is named in the registry for ever."
    ),
    "bad-stretch": N_("“{text}” names no acceptances. Write the first and the last of them: 12-15."),
    "no-such-stretch": N_(
        "Acceptances {first} to {last} cannot be stated to be false: there are {count}, counted from 0, and no time is "
        "stated to be false twice. “soxa hub clock” shows those that look so."
    ),
    "clock-agrees": N_(
        "Nothing was stated: by this machine's clock, which says {since}, these times do not look false, so it may be wrong "
        "itself. A statement stands for ever. Set this machine's clock first. If it is right: "
        "soxa hub clock --false {stretch} --clock-is-right"
    ),
    "clock-in-doubt": N_(
        "This machine's clock says {now}, and the last time that this hub knows of is {since}, days before. Nothing was "
        "done. If the clock is wrong, set it, and do this again. If it is right: the same command with --clock-is-right"
    ),
    "clock-still-wrong": N_(
        "This machine's clock shows a time before that of what was accepted before these ({since}). Set the clock first."
    ),
    "newer-hub": N_("The hub in {path} was made by a newer version of soxa. Update soxa."),
    "older-hub": N_(
        "The hub in {path} was made by an older version of soxa. Copy the folder to a safe place, then: soxa hub upgrade"
    ),
    "hub-lost": N_(
        "There are keys of a hub at {path}, and its database is not there. Put the newest backup back: soxa hub restore "
        "BACKUP. Without a backup it is made anew from what laptops hold: soxa hub rebuild"
    ),
    "no-hub": N_("There is no hub at {path}. Make one with: soxa hub init"),
    "no-reason": N_("Say why it is returned: the unit will read it."),
    "no-such-duty-on-request": N_("“{text}” is no one duty that is owed on request. Those of that directive: {near}."),
    "subject-or-duty": N_("Say what is to be reported, or which duty on request is called in."),
    "no-record": N_("The hub has no record {text}."),
    "no-redaction-reason": N_("Say by which decision it is erased: everybody can read that for ever."),
    "long-redaction-reason": N_("The reason and the name have at most {limit} characters each."),
    "no-such-entry": N_("There is no entry {number}: they are numbered from 1 to {count}."),
    "nothing-to-redact": N_("{what} has no text that could be erased: there is none, or it is erased already."),
    "too-long-to-redact": N_("An entry of it is too long for the registry, even without its texts: it cannot be erased."),
    "one-format": N_("Choose one of --json and --csv."),
    "directive-of-another-province": N_(
        "This directive is of the province {province}; this hub's is {own}. What another province asks, it asks of its own "
        "units."
    ),
    "directive-read-in-part": N_(
        "{name} has parts that this program cannot read, and that a new edition would lose: a newer program is needed to "
        "change it."
    ),
    "directive-twice": N_("“{period}” names its directive already; leave --directive out."),
    "section-of-a-document": N_("Only a document (.docx) has a section of results."),
    "unknown-report-kind": N_("A report is a .docx, .xlsx, .csv or .json file, not {path}."),
    "unknown-units": N_("Units are those of “then” or of “now”, not “{text}”."),
    "unknown-by": N_("Counts go by unit, topic, channel, directive, task, audience, audiences or body, not by “{text}”."),
    "unknown-invite": N_("The hub knows no such invite ({invite}). Ask the province for a new one."),
    "unknown-unit": N_("There is no unit “{text}” here. Near it: {near}."),
    "used-invite": N_("Another laptop has used this invite. Ask the province for a new one, and say that this happened."),
    "withdrawn-invite": N_("The invite was withdrawn. Ask the province for a new one."),
    "wrong-invite-proof": N_("The invite's secret is not the one that was handed out ({invite})."),
    "wrong-parcel": N_("This file is {kind}. What is needed here is what a laptop sends to the province."),
    "replaces-other-unit": N_("The laptop {device} is of the unit {unit}; its place is taken by a laptop of that unit."),
    "no-such-laptop-to-keep": N_("The laptop {device} is none of those that are revoked together with {of}."),
    "already-revoked": N_("The laptop {device} is revoked already."),
    "bad-day": N_("“{text}” is not a day. Write it as 2026-11-01."),
    "bad-unit-type": N_("A unit of this code cannot be a “{text}”, but one of: {near}."),
    "no-revocation-reason": N_("Say why the laptop is revoked: the registry keeps it."),
    "no-such-laptop": N_("No laptop {device} is enrolled here. “soxa hub device list” shows those that are."),
    "no-unit-name": N_("Give the unit a name."),
    "all-or-some": N_("Either all activities count, or those on topics and of tasks: say one of both."),
    "number-or-symbol": N_("Give the number of the letter, or its symbol where the number is blank."),
    "no-unit-field": N_("{field} is missing: a unit has a code, a name and a type."),
    "no-units-there": N_("{path} has no units: a heading row with code, name and type, and a unit a line below it."),
    "bad-units-file": N_("{path}, line {line}: this is no list of units."),
    "unit-or-file": N_("Give the code of one unit with its options, or --file or --shipped alone."),
    "wrong-units": N_("{count} lines cannot be stated; nothing was. Mend them, and send the whole file again."),
    "nothing-to-merge": N_("Name at least one other unit that is merged into it."),
    "reports-to-itself": N_("From {day} on, the reports of {unit} would come back to itself. Say to whom it reports."),
    "request-day-passed": N_("{day} is over. Ask for a report by a day to come."),
    "unit-without-kind": N_("{unit} is beside another unit: say what kind of body it is."),
    "same-name": N_("It is called that already; nothing was stated."),
    "split-into-several": N_("Name two units or more that it is split into, each once."),
    "unit-exists": N_(
        "{unit} is there already, otherwise than was typed: {what}. Take another code, or change it by “soxa hub unit add”."
    ),
    "unit-as-stated": N_("{unit} is there already, just so: there is nothing new to state."),
    "unit-ended": N_("There is no {unit} any more. What it was, is now: {successors}."),
    "unit-not-yet": N_("{unit} is not there before {day}, or begins on that day."),
    "account-exists": N_("There is an account “{name}” already."),
    "another-site": N_("This was sent from a page of another site, and was not done."),
    "bad-account-name": N_(
        "“{name}” cannot name an account. Use 2 to 60 small letters (a-z), digits, dots, dashes and low lines, a letter or "
        "digit first."
    ),
    "bad-token-days": N_("A token lasts between 1 and {most} days, not {days}."),
    "bad-token-name": N_("Say in 1 to 100 characters which system the token is for."),
    "last-admin": N_("{name} is the last admin. Make another one first."),
    "long-password": N_("A password has at most {most} characters."),
    "no-account": N_("There is no account “{name}”."),
    "no-token": N_("There is no token {token}. “soxa hub token list” shows those there are."),
    "password-is-name": N_("The password is the account's name. Choose another."),
    "password-needed": N_(
        "Type the password on a terminal, or give it in SOXA_USER_PASSWORD, or let --generate make one up."
    ),
    "passphrase-needed": N_("Type the passphrase of the backup on a terminal, or give it in SOXA_BACKUP_PASSPHRASE."),
    "passphrases-differ": N_("The two passphrases differ. Nothing was written."),
    "passwords-differ": N_("The two passwords differ. Nothing was changed."),
    "short-password": N_("A password has at least {least} characters."),
    "sign-in-busy": N_("Too many are signing in just now. Try again in a minute."),
    "stale-page": N_("The page was too old to send this. It was not done; open the page again."),
    "too-many-tries": N_("Too many wrong tries. Wait {seconds} s, then try again."),
    "superior-without-unit": N_("A superior's account is of a unit: say of which, with --unit on the command line."),
    "unit-without-superior": N_("Only a superior's account is of a unit."),
    "nobody-reports-to": N_("No unit reports to {unit}, so there is nothing that its account could see."),
    "annex-changed-meanwhile": N_(
        "The figures have changed since the annex was made. Take the new one and send it, or choose the file that was sent."
    ),
    "no-annex": N_("Choose the file of the annex that was sent, or the annex as it is now."),
    "unknown-duty": N_("No duty “{text}” asks for this period. Those that do: {near}."),
    "unknown-table": N_("A report has no table “{text}”. The tables: {tables}."),
    "unknown-role": N_("There is no role “{text}”. The roles: {roles}."),
    "wrong-password": N_(
        "The name, the password or the code from the phone is wrong. A code can be used once: after that, wait for the next."
    ),
    "password-not-yours": N_("The password of now is wrong. Nothing was changed."),
    "code-not-yours": N_(
        "The password or the code is wrong; nothing was changed. A code can be used once: after that, wait for the next."
    ),
    "wrong-code": N_(
        "The code is wrong, so nothing was switched on. Type the one that the phone shows now; its clock has to be right."
    ),
    "no-second-factor": N_("{name} has no second factor."),
    "changed-meanwhile": N_("{record} has changed since you read it. Read it again; nothing was answered."),
    "nothing-ticked": N_("Tick at least one line."),
}
_NOTHING_NEAR: Final = {
    "unknown-unit": N_(
        "There is no unit “{text}” here, nor one like it. “soxa hub unit list” and the page Units name them all."
    ),
}
_ONES: Final = {
    "wrong-units": N_("{count} line cannot be stated; nothing was. Mend it, and send the whole file again."),
    "damaged-export": N_(
        "What the hub holds is damaged in {count} place ({what}), so nothing is handed on as if it were whole. It comes "
        "back from laptops by itself; soxa hub check says where."
    ),
    "hub-damaged": N_(
        "What the hub holds is damaged in {count} place, and so is the backup, written to {path}. “soxa hub check” says "
        "where, and what to do."
    ),
}
sentence: Final = messages.Sentences(MESSAGES, _, messages.sentence, alone=_NOTHING_NEAR, ones=_ONES)
