"""A PDF by a program of the machine: it makes one, fails, takes too long, or is not there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from field.printing.pdf import Maker, installed, to_pdf
from sync.errors import Unavailable


def python(name: str, script: str) -> Maker:
    """A program that runs some lines, with the two paths behind it."""
    return Maker(name, lambda source, target: [sys.executable, "-c", script, source, target])


GOOD = python("Good", "import sys; open(sys.argv[2], 'wb').write(b'%PDF-1.7 ' + open(sys.argv[1], 'rb').read())")
BY_ENVIRONMENT = python(
    "Word", "import os; open(os.environ['SOXA_PDF'], 'wb').write(b'%PDF-' + open(os.environ['SOXA_DOCX'], 'rb').read())"
)
FAILS = python("Fails", "raise SystemExit(1)")
LIES = python("Lies", "import sys; open(sys.argv[2], 'wb').write(b'<html>')")
NEVER = python("Never", "import time; time.sleep(600)")
NOWHERE = Maker("Nowhere", lambda _source, _target: [Path("/nowhere/soffice")])


def test_the_first_that_succeeds_makes_it() -> None:
    assert to_pdf(b"x", makers=[FAILS, LIES, NOWHERE, GOOD]) == b"%PDF-1.7 x"
    assert to_pdf(b"y", makers=[BY_ENVIRONMENT]) == b"%PDF-y", "a script is told its paths beside it"


def test_those_that_do_not_are_named() -> None:
    with pytest.raises(Unavailable, match="pdf-failed") as told:
        to_pdf(b"x", makers=[FAILS, LIES])
    assert told.value.facts == {"programs": "Fails, Lies"}
    with pytest.raises(Unavailable, match="no-pdf-maker"):
        to_pdf(b"x", makers=[])


def test_one_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Unavailable, match="pdf-failed"):
        to_pdf(b"x", makers=[NEVER], seconds=0.2)


@pytest.mark.skipif(not installed(), reason="neither Word nor LibreOffice is here")
def test_the_office_program_of_this_machine_makes_one() -> None:
    import io  # noqa: PLC0415

    import docx  # noqa: PLC0415

    file = io.BytesIO()
    docx.Document().save(file)
    assert to_pdf(file.getvalue()).startswith(b"%PDF-")
