"""The questions of a plan in words, with each of what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sync.importing.answers import ROWS_ASKED
from sync.importing.plan import Plan
from sync.importing.questions import MOST_TOLD, Example, Question
from sync.importing.table_names import table_words
from sync.wording.dates import day, with_days
from sync.wording.fields import field_name
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

_ = catalogue("sync")

_QUESTIONS: Final[Mapping[str, str]] = {
    "sheets": N_("Several sheets have a table: {sheets}. All of them? (--sheet NAME takes one)"),
    "sheet-repeats": N_("All {rows} rows of “{sheet}” stand in {others}, too. Leave that sheet out?"),
    "sheet-repeats-but": N_(
        "{rows} of the {whole} rows of “{sheet}” stand in {others}, too, all but these: {texts}. Leave that sheet out?"
    ),
    "sheet-place": N_(
        "Sheets are named for places, and their {rows} rows have no column of one ({texts}). Were they there? "
        "(--rows sheet-place=skip leaves the place empty)"
    ),
    "sheets-alike": N_(
        "{rows} rows of “{sheet}” stand word for word in {others}, too ({texts}). Are they other activities?"
    ),
    "sheet-repeats-near": N_(
        "All {whole} rows of “{sheet}” stand in {others}, too, {rows} of them with other figures there ({texts}). Leave "
        "“{sheet}” out, and take what stands there?"
    ),
    "sheets-alike-near": N_(
        "{rows} rows of “{sheet}” have the day, place and title of rows in {others}, where other figures stand ({texts}). "
        "Are they other activities?"
    ),
    "list-same": N_(
        "{rows} rows say word for word what the list {file}, taken on {date}, says ({texts}). Are they the same activities? "
        "(--lists same or others)"
    ),
    "list-changed": N_(
        "{rows} rows would change what the list {file}, taken on {date}, says ({texts}). Are they the same activities? "
        "(--lists same or others)"
    ),
    "list-others": N_(
        "{rows} rows say word for word what the list {file}, taken on {date}, says ({texts}). Are they others than those? "
        "(--lists same or others)"
    ),
    "stated-same": N_(
        "{rows} rows say word for word what others have stated for the unit ({texts}). Are they the same activities? "
        "(--lists same or others)"
    ),
    "stated-changed": N_(
        "{rows} rows say another thing than what others have stated for the unit ({texts}). Are they the same activities, "
        "put right? (--lists same or others)"
    ),
    "by-hand": N_(
        "In {rows} places the list has changed what somebody put right since ({texts}). Take what the list says? "
        "(--by-hand list or hand)"
    ),
    "unsure-heading": N_("Is the column “{column}” the field “{field}”? (--map “{named}={code}”, or =none)"),
    "guessed-column": N_(
        "Nothing says what the column “{column}” is ({texts}). Is it the field “{field}”? (--map “{named}={code}”, or =none)"
    ),
    "numbers": N_(
        "Nothing says what the numbers of {cells} columns count ({texts}). Leave them out? (--map “{named}=audience” takes "
        "one as the people, =quantity as how many times)"
    ),
    "two-columns": N_(
        "Columns {first} and {second} are both of “{field}”: is {first} the one, and {second} kept in the description? "
        "(--map “{named}={code}” changes it)"
    ),
    "added": N_(
        "{cells} columns count some of the people each, and none counts all ({texts}): is their sum the field “{field}”? "
        "(--map “{named}=none” leaves one out, ={code} takes it for all)"
    ),
    "added-shares": N_(
        "{cells} columns count a part of the field “{field}” each ({texts}): is it their sum? "
        "(--map “{named}=none” leaves one out, ={code} takes it for all)"
    ),
    "part-alone": N_(
        "Column “{column}” is a part of the people alone, and no column has all of them: take the rows without the number "
        "of people? (--map “{named}=audience” takes it for all)"
    ),
    "day-order": N_("Column {column}: is the day before the month, as in “{example}”? (--dates day-first or month-first)"),
    "day-order-of": N_(
        "Column {column}, row {row} “{title}”: is “{example}” day {first} of month {second}, or day {second} of month "
        "{first}? (--dates day-first or month-first)"
    ),
    "swapped-days": N_("Column {column}: Excel may have turned day and month round (“{example}”): turn them back?"),
    "old-days": N_("{rows} activities were more than 60 days ago, the first on {oldest} ({texts}). Is that right?"),
    "hidden-rows": N_("{rows} rows of “{sheet}” are hidden ({texts}). Take them, too?"),
    "not-held": N_(
        "{rows} rows tell of what was not held, or have nothing but 0 ({texts}). Leave them out? "
        "(--rows not-held=take takes them)"
    ),
    "mostly-refused": N_(
        "{rows} of {all} rows cannot be taken, more than half ({texts}). Is it the right file, and take the others?"
    ),
    "maybe-not-held": N_(
        "{rows} rows leave open whether it was held ({texts}). Was each of them? Take them? "
        "(--rows maybe-not-held=skip leaves them out)"
    ),
    "maybe-plan": N_(
        "{rows} rows stand under “{name}”: of a plan, or of what was not done ({texts}). Leave them out? "
        "(--rows maybe-plan=take takes them)"
    ),
    "to-come": N_(
        "{rows} rows have a day without a year that is still to come this year ({texts}). Leave them out as planned? "
        "(--rows to-come=take takes them as of last year)"
    ),
    "parts": N_(
        "{rows} rows say more of the row above them, or add up to it ({texts}). Leave them out as activities of their own? "
        "(--rows parts=take takes them)"
    ),
    "maybe-total": N_("{rows} rows look like totals ({texts}). Leave them out? (--rows maybe-total=take takes them)"),
    "maybe-head": N_(
        "{rows} rows seem to head those below them, which say the same in parts ({texts}). Leave them out, and take those "
        "below? (--rows maybe-head=take takes them, too)"
    ),
    "maybe-signature": N_(
        "{rows} rows seem to date and sign the list ({texts}). Leave them out? (--rows maybe-signature=take takes them)"
    ),
    "spending": N_(
        "{rows} rows are of a list of spending, by “{name}” ({texts}). Leave them out? (--rows spending=take takes them)"
    ),
    "about": N_("Column “{column}”: {cells} numbers are not exact ({texts}). Take them?"),
    "words": N_("Column “{column}”: words that are no unit stand behind {cells} numbers ({texts}). Take the numbers alone?"),
    "came": N_("Column “{column}”: {cells} cells have two numbers, as of 45 who came of 60 ({texts}). Take the first?"),
    "unlikely": N_("{rows} numbers are far larger than what is counted there elsewhere ({texts}). Are they right?"),
    "twice": N_(
        "{rows} rows say just what a row above says ({texts}). Is each an activity of its own? (--rows twice=skip leaves "
        "them out)"
    ),
    "twice-but": N_(
        "{rows} rows have the day, place and title of a row above, and only other figures or another time of sending "
        "({texts}). Is each an activity of its own?"
    ),
    "parts-differ": N_("Column “{column}”: in {cells} rows men and women are not that number ({texts}). Take the number?"),
    "hours": N_("Column “{column}”: {cells} lengths are hours and were made minutes ({texts}). Right?"),
    "range": N_("Column “{column}”: {cells} cells have two numbers ({texts}). Take the smaller?"),
    "reckoned": N_("Column “{column}”: the numbers in {cells} cells were multiplied or added ({texts}). Right?"),
    "decimal-days": N_("Column “{column}”: {cells} days are numbers with a decimal point ({texts}). Right?"),
    "computed": N_("Column “{column}”: {cells} values were not in the file and were computed ({texts}). Right?"),
    "day-above": N_("Column “{column}”: {cells} rows have no day. Take that of the row above ({texts})?"),
    "not-listed": N_(
        "Column “{column}”: {cells} cells name nothing of its list ({texts}). Keep their text in the description?"
    ),
    "comments": N_("{cells} cells have comments, which are not taken ({texts}). Take the rows as they stand?"),
    "sums-differ": N_("Row {row}: the file's total of “{field}” is {stated}, its rows give {found}. Take the rows?"),
    "alike": N_("{rows} rows look like activities that are there already ({texts}). Leave them out? (--alike take or skip)"),
    "vanished": N_(
        "{rows} activities of an earlier version of this list are no longer in it ({texts}). Let them stand? "
        "(--vanished keep or retract)"
    ),
    "retitled": N_("{rows} rows have another title than before ({texts}). Are they the same activities?"),
    "moved": N_("{rows} rows have another day or place than before ({texts}). Are they the same activities?"),
    "now-unheld": N_(
        "{rows} activities were taken, and their rows say now that they were not held ({texts}). Take them back? "
        "(--unheld keep lets them stand)"
    ),
    "reported": N_(
        "{rows} rows fall into periods whose report was sent ({periods}): its figures would be others. Take them?"
    ),
    "unread-table": N_(
        "Rows {first} to {last} of “{sheet}” are a table without the day and what was done. Leave it out? (--map names its "
        "columns)"
    ),
    "unread-sheet": N_(
        "The sheet “{sheet}”, rows {first} to {last}, has days or numbers, and no heading with the day and what was done. "
        "Leave it out? (What was done there is not taken: make it a list, or type it in.)"
    ),
    "ticks": N_("In {cells} rows several are named ({texts}). Take the first, and write all of them into the description?"),
    "one-by-one": N_(
        "Column “{column}”: {cells} cells name several days ({texts}). Is each one activity, from the first day to the last?"
    ),
    "two-years": N_(
        "Column “{column}”: {cells} days have no year, and more than one year stands above the table ({texts}). Right?"
    ),
    "scaled": N_("Column “{column}”: {cells} numbers stand in another unit and were multiplied ({texts}). Right?"),
    "of-each": N_(
        "Column “{column}”: {cells} numbers are of each session and were multiplied by how many there were ({texts}). Right?"
    ),
    "of-sheet": N_("Column “{column}”: {cells} days have no month; the sheet's name says it ({texts}). Right?"),
    "apart": N_("Column “{column}”: {cells} cells have several lines ({texts}). Is each line a place of its own?"),
    "struck": N_("Column “{column}”: in {cells} cells something is struck through ({texts}). Take what is not?"),
    "guessed-font": N_("The text seems to be in an old font ({source}): “{before}” becomes “{after}”. Right?"),
}


_ONE: Final[Mapping[str, str]] = {
    "list-same": N_(
        "{rows} row says word for word what the list {file}, taken on {date}, says ({texts}). Is it the same activity? "
        "(--lists same or others)"
    ),
    "list-changed": N_(
        "{rows} row would change what the list {file}, taken on {date}, says ({texts}). Is it the same activity? "
        "(--lists same or others)"
    ),
    "list-others": N_(
        "{rows} row says word for word what the list {file}, taken on {date}, says ({texts}). Is it another than that? "
        "(--lists same or others)"
    ),
    "stated-same": N_(
        "{rows} row says word for word what others have stated for the unit ({texts}). Is it the same activity? "
        "(--lists same or others)"
    ),
    "stated-changed": N_(
        "{rows} row says another thing than what others have stated for the unit ({texts}). Is it the same activity, put "
        "right? (--lists same or others)"
    ),
    "by-hand": N_(
        "In {rows} place the list has changed what somebody put right since ({texts}). Take what the list says? "
        "(--by-hand list or hand)"
    ),
    "numbers": N_(
        "Nothing says what the numbers of {cells} column count ({texts}). Leave it out? (--map “{named}=audience” takes it "
        "as the people, =quantity as how many times)"
    ),
    "sheet-repeats": N_("The {rows} row of “{sheet}” stands in {others}, too. Leave that sheet out?"),
    "sheets-alike": N_("{rows} row of “{sheet}” stands word for word in {others}, too ({texts}). Is it another activity?"),
    "sheet-repeats-near": N_(
        "All {whole} rows of “{sheet}” stand in {others}, too, {rows} of them with another figure there ({texts}). Leave "
        "“{sheet}” out, and take what stands there?"
    ),
    "sheets-alike-near": N_(
        "{rows} row of “{sheet}” has the day, place and title of a row in {others}, where another figure stands ({texts}). "
        "Is it another activity?"
    ),
    "old-days": N_("{rows} activity was more than 60 days ago, on {oldest} ({texts}). Is that right?"),
    "hidden-rows": N_("{rows} row of “{sheet}” is hidden ({texts}). Take it, too?"),
    "not-held": N_(
        "{rows} row tells of what was not held, or has nothing but 0 ({texts}). Leave it out? "
        "(--rows not-held=take takes it)"
    ),
    "maybe-plan": N_(
        "{rows} row stands under “{name}”: of a plan, or of what was not done ({texts}). Leave it out? "
        "(--rows maybe-plan=take takes it)"
    ),
    "to-come": N_(
        "{rows} row has a day without a year that is still to come this year ({texts}). Leave it out as planned? "
        "(--rows to-come=take takes it as of last year)"
    ),
    "maybe-not-held": N_(
        "{rows} row leaves open whether it was held ({texts}). Was it? Take it? (--rows maybe-not-held=skip leaves it out)"
    ),
    "parts": N_(
        "{rows} row says more of the row above it ({texts}). Leave it out as an activity of its own? "
        "(--rows parts=take takes it)"
    ),
    "maybe-total": N_("{rows} row looks like a total ({texts}). Leave it out? (--rows maybe-total=take takes it)"),
    "maybe-head": N_(
        "{rows} row seems to head those below it, which say the same in parts ({texts}). Leave it out, and take those "
        "below? (--rows maybe-head=take takes it, too)"
    ),
    "maybe-signature": N_(
        "{rows} row seems to date and sign the list ({texts}). Leave it out? (--rows maybe-signature=take takes it)"
    ),
    "spending": N_(
        "{rows} row is of a list of spending, by “{name}” ({texts}). Leave it out? (--rows spending=take takes it)"
    ),
    "about": N_("Column “{column}”: {cells} number is not exact ({texts}). Take it?"),
    "words": N_("Column “{column}”: words that are no unit stand behind {cells} number ({texts}). Take the number alone?"),
    "came": N_("Column “{column}”: {cells} cell has two numbers, as of 45 who came of 60 ({texts}). Take the first?"),
    "unlikely": N_("{rows} number is far larger than what is counted there elsewhere ({texts}). Is it right?"),
    "twice": N_(
        "{rows} row says just what a row above says ({texts}). Is it an activity of its own? (--rows twice=skip leaves it "
        "out)"
    ),
    "twice-but": N_(
        "{rows} row has the day, place and title of a row above, and only other figures or another time of sending "
        "({texts}). Is it an activity of its own?"
    ),
    "parts-differ": N_("Column “{column}”: in {cells} row men and women are not that number ({texts}). Take the number?"),
    "hours": N_("Column “{column}”: {cells} length is in hours and was made minutes ({texts}). Right?"),
    "range": N_("Column “{column}”: {cells} cell has two numbers ({texts}). Take the smaller?"),
    "reckoned": N_("Column “{column}”: the numbers in {cells} cell were multiplied or added ({texts}). Right?"),
    "decimal-days": N_("Column “{column}”: {cells} day is a number with a decimal point ({texts}). Right?"),
    "computed": N_("Column “{column}”: {cells} value was not in the file and was computed ({texts}). Right?"),
    "day-above": N_("Column “{column}”: {cells} row has no day. Take that of the row above ({texts})?"),
    "not-listed": N_(
        "Column “{column}”: {cells} cell names nothing of its list ({texts}). Keep its text in the description?"
    ),
    "comments": N_("{cells} cell has a comment, which is not taken ({texts}). Take the row as it stands?"),
    "alike": N_("{rows} row looks like an activity that is there already ({texts}). Leave it out? (--alike take or skip)"),
    "vanished": N_(
        "{rows} activity of an earlier version of this list is no longer in it ({texts}). Let it stand? "
        "(--vanished keep or retract)"
    ),
    "retitled": N_("{rows} row has another title than before ({texts}). Is it the same activity?"),
    "moved": N_("{rows} row has another day or place than before ({texts}). Is it the same activity?"),
    "now-unheld": N_(
        "{rows} activity was taken, and its row says now that it was not held ({texts}). Take it back? "
        "(--unheld keep lets it stand)"
    ),
    "one-by-one": N_(
        "Column “{column}”: {cells} cell names several days ({texts}). Is it one activity, from the first day to the last?"
    ),
    "two-years": N_(
        "Column “{column}”: {cells} day has no year, and more than one year stands above the table ({texts}). Right?"
    ),
    "scaled": N_("Column “{column}”: {cells} number stands in another unit and was multiplied ({texts}). Right?"),
    "of-each": N_(
        "Column “{column}”: {cells} number is of each session and was multiplied by how many there were ({texts}). Right?"
    ),
    "of-sheet": N_("Column “{column}”: {cells} day has no month; the sheet's name says it ({texts}). Right?"),
    "apart": N_("Column “{column}”: {cells} cell has several lines ({texts}). Is each line a place of its own?"),
    "struck": N_("Column “{column}”: in {cells} cell something is struck through ({texts}). Take what is not?"),
    "ticks": N_("In {cells} row several are named ({texts}). Take the first, and write all of them into the description?"),
    "sheet-place": N_(
        "Sheets are named for places, and their {rows} row has no column of one ({texts}). Was it there? "
        "(--rows sheet-place=skip leaves the place empty)"
    ),
    "reported": N_(
        "{rows} row falls into a period whose report was sent ({periods}): its figures would be others. Take it?"
    ),
}
"""The questions about one row, activity or cell."""
_OF_A_COLUMN: Final = (
    *("not-listed", "about", "words", "range", "came", "reckoned", "hours", "parts-differ", "ticks", "apart", "scaled"),
    "of-each",
)
"""The questions about cells of a column, which may be another one than it is taken for."""
_AT_NO: Final[Mapping[str, str]] = {
    "sheets": N_("nothing is taken: import again and say which sheet, with --sheet NAME"),
    "list-same": N_("they are taken as other activities"),
    "list-changed": N_("they are taken as other activities"),
    "list-others": N_("they are the same activities, and are not taken again"),
    "stated-same": N_("they are taken as other activities"),
    "stated-changed": N_("they are taken as other activities"),
    "by-hand": N_("what was put right by hand stays"),
    "sheet-repeats": N_("that sheet is taken, too"),
    "sheets-alike": N_("that sheet is left out"),
    "unsure-heading": N_("the column is not used"),
    "guessed-column": N_("the column is not used"),
    "numbers": N_("nothing is taken: say with --map what the columns are, and import again"),
    "added": N_("nothing is taken: say with --map what the columns are, and import again"),
    "unread-table": N_("nothing is taken: say with --map what its columns are, and import again"),
    **dict.fromkeys(
        _OF_A_COLUMN,
        N_("nothing is taken: put it right in the file, or say with --map what the column is, and import again"),
    ),
    "part-alone": N_("the column has all the people"),
    "two-columns": N_("column {second} is the one"),
    "alike": N_("these rows are taken, too"),
    **{
        code: N_("these rows are taken, too") if proposed == "skip" else N_("these rows are left out")
        for code, proposed in ROWS_ASKED.items()
    },
    "to-come": N_("these rows are taken, as of last year"),
    "sheet-place": N_("these rows are taken without a place"),
    "vanished": N_("these activities are taken back"),
    "now-unheld": N_("these activities stand as they are"),
}
_ROWS: Final[Mapping[str, str]] = {
    "not-held": N_("rows of what was not held"),
    "maybe-not-held": N_("rows that leave open whether it was held"),
    "maybe-plan": N_("rows under the name of a plan, or of what was not done"),
    "to-come": N_("rows with a day that is still to come"),
    "maybe-total": N_("rows that look like totals"),
    "maybe-head": N_("rows that seem to head those below them"),
    "parts": N_("rows that say more of the row above"),
    "maybe-signature": N_("rows that seem to date and sign the list"),
    "spending": N_("rows of a list of spending"),
    "sheet-place": N_("the place that a sheet is named for"),
    "twice": N_("rows that say what a row above says"),
}
"""What the rows are that a question of `ROWS_ASKED` is about."""
_ELSE_AT_NO: Final = N_("nothing is taken: put it right in the file, and import it again")
_BY_KEY: Final[Mapping[str, str]] = {
    "sheets": N_("if not, Enter on the line of a sheet leaves it out"),
    "list-same": N_("if not, Ctrl+T takes them as other activities"),
    "list-changed": N_("if not, Ctrl+T takes them as other activities"),
    "list-others": N_("if not, Ctrl+T leaves them out as the same"),
    "stated-same": N_("if not, Ctrl+T takes them as other activities"),
    "stated-changed": N_("if not, Ctrl+T takes them as other activities"),
    "by-hand": N_("if not, Ctrl+E keeps what was put right by hand"),
    "sheet-repeats": N_("if not, Enter on the line of that sheet takes it, too"),
    "sheets-alike": N_("if not, Enter on the line of that sheet leaves it out"),
    "unsure-heading": N_("if not, Enter on the line of the column says what it is"),
    "guessed-column": N_("if not, Enter on the line of the column says what it is"),
    "numbers": N_("if not, Enter on the line of the column says what it is"),
    "added": N_("if not, Enter on the line of the column says what it is"),
    "part-alone": N_("if not, Enter on the line of the column says what it is"),
    "two-columns": N_("if not, Enter on the line of the column says what it is"),
    "unread-table": N_("if not, Enter on the lines of its columns says what each is"),
    **dict.fromkeys(
        _OF_A_COLUMN, N_("if not, Enter on the line of the column says what it is; else Esc, put it right in the file")
    ),
    "day-order": N_("F3 reads them the other way; F2 asks before anything is signed"),
    "alike": N_("if not, F4 takes them"),
    **{code: N_("if not, Enter on the line of these rows changes that") for code in ROWS_ASKED},
    "vanished": N_("if not, Ctrl+R takes them back"),
    "now-unheld": N_("if not, Ctrl+N lets them stand"),
}
_BY_FILE: Final = N_("if not, Esc, put it right in the file, and import it again")
_OF_A_ROW: Final = {"day-order": "day-order-of"}
"""The words of questions that have a row as example."""
_MOST_ROWS: Final = 6
_NUMBERS_OF_ROWS: Final = ("row", "first", "last")
"""Facts that number rows: they stand as the file numbers them."""


def asked_lines(plan: Plan, *, options: bool = True) -> list[str]:
    """The questions of a plan, each once; of a plan of several sheets each with its own."""
    return list(dict(told_questions(plan, options=options)))


def told_questions(plan: Plan, *, options: bool = True) -> list[tuple[str, Question]]:
    """The questions of a plan in words, beside each what it asks."""
    several = len(plan.taken) > 1
    return [(_of_sheet(question, options=options, several=several), question) for question in plan.questions]


def settled_lines(plan: Plan, *, options: bool = True) -> list[str]:
    """What was answered before of a plan, each with its answer."""
    several = len(plan.taken) > 1
    told = [f"{_of_sheet(each, options=options, several=several)} {_('Yes.')}" for each in plan.settled]
    open_codes = {question.code for question in (*plan.settled, *plan.questions)}
    said = {"take": _("{rows}: taken"), "skip": _("{rows}: left out")}
    return [*told, *(said[what].format(rows=rows_words(code)) for code, what in plan.rows.items() if code not in open_codes)]


def no_words(question: Question) -> str:
    """What no to a question does."""
    return _(_AT_NO.get(question.code, _ELSE_AT_NO)).format(second=safe_line(str(question.facts.get("second", ""))))


def nothing_taken_words(question: Question) -> str:
    """That no to a question means that nothing is taken, and what leads on."""
    told = no_words(question)
    return f"{told[:1].upper()}{told[1:]}."


def rows_words(code: str) -> str:
    """What the rows are that a question of `ROWS_ASKED` is about."""
    return _(_ROWS[code])


def changing_words(question: Question) -> str:
    """What is done in the program where what a question proposes is wrong."""
    return _(_BY_KEY.get(question.code, _BY_FILE))


def _of_sheet(question: Question, *, options: bool, several: bool) -> str:
    text, name = question_words(question, options=options), table_words(question.sheet)
    if not several or not name or f"“{name}”" in text:
        return text
    return _("sheet “{sheet}”: {question}").format(sheet=name, question=text)


def question_words(question: Question, *, options: bool = True) -> str:
    """A question of a plan, with each of what it is about; with the options of a command that answer it, or without."""
    facts = {name: safe_line(value) if isinstance(value, str) else number(value) for name, value in question.facts.items()}
    if "field" in facts:
        facts |= {"code": facts["field"], "field": field_name(facts["field"])}
    facts |= {name: day(facts[name]) for name in ("oldest", "date") if name in facts}
    facts |= {name: str(row) for name in _NUMBERS_OF_ROWS if isinstance(row := question.facts.get(name), int)}
    facts |= {"sheet": table_words(question.sheet), "texts": _examples(question)}
    facts |= {name: with_days(facts[name]) for name in ("after",) if name in facts}
    code = _OF_A_ROW.get(question.code, question.code) if "row" in question.facts else question.code
    code = f"{code}-but" if code == "sheet-repeats" and question.examples else code
    code = f"{code}-but" if "again" in facts else code
    code = f"{code}-shares" if code == "added" and facts["code"] != "audience" else code
    code = f"{code.removesuffix('-but')}-near" if "near" in facts else code
    several = _QUESTIONS[code]
    text = counted(question.count, _(_ONE.get(code, several)), _(several))
    return (text if options else text.partition(" (--")[0]).format(**facts)


def _examples(question: Question) -> str:
    told = [
        (f"{_where(example)}: " if example.where or example.rows else "")
        + f"“{safe_line(example.before)}”"
        + (f" → {with_days(safe_line(example.after))}" if example.after else "")
        + (f", {day(example.date)}" if example.date else "")
        for example in question.examples[:MOST_TOLD]
    ]
    others = len(question.examples) - len(told) + question.others
    return "; ".join([*told, *([more_words(others)] if others else [])])


def _where(example: Example) -> str:
    """The cell of an example, or the first rows that it stands in."""
    if not example.rows or example.where:
        return example.where
    rows = ", ".join(map(str, example.rows[:_MOST_ROWS])) + (" …" if len(example.rows) > _MOST_ROWS else "")
    told = counted(len(example.rows), _("row {rows}"), _("rows {rows}")).format(rows=rows)
    return f"“{table_words(example.sheet)}” {told}" if example.sheet else told


def more_words(count: int) -> str:
    """That there are more of what is told."""
    return _("… and {count} more").format(count=number(count))


def order_words(question: Question) -> tuple[str, str, str]:
    """What is asked where nothing proves which number is the day, and the two answers: the day first, the month first."""
    facts = {name: safe_line(value) if isinstance(value, str) else str(value) for name, value in question.facts.items()}
    if "row" not in facts:
        asked = _("Column {column}: which number of “{example}” is the day?")
        return asked.format(**facts), _("The day stands before the month"), _("The month stands before the day")
    asked = _("Column {column}, row {row} “{title}”: which day is “{example}”?").format(**facts)
    first, second = facts["first"], facts["second"]
    day_first = _("day {day} of month {month}: the day stands before the month").format(day=first, month=second)
    return asked, day_first, _("day {day} of month {month}: the month stands before the day").format(day=second, month=first)
