"""Keeps the catalogues true: `python -m tests.catalogues` brings every catalogue up to date with the words in the code
and compiles it; `--check` changes nothing and fails if a word is untranslated, left over, or not compiled.

The texts in the code are English; the Vietnamese stands in `<package>/locale/vi/LC_MESSAGES/soxa_<package>.po`, to be
written by people. A compiled catalogue is a function of its text, so both are kept.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("field", "hub", "sync", "sync/audit")
_KEYWORDS = {"_": None, "N_": None}
_METHODS: Final = {".py": "python", ".html": "jinja2.ext:babel_extract"}
_FACT = re.compile(r"\{[a-z_]*\}")


def sources(package: str) -> Iterator[Path]:
    """The package's modules and the templates of its pages, less those of a package inside it that has its own
    catalogue."""
    inner = [ROOT / other for other in PACKAGES if other.startswith(package + "/")]
    for path in sorted((ROOT / package).rglob("*")):
        if path.suffix in _METHODS and not any(path.is_relative_to(folder) for folder in inner):
            yield path


def words(package: str) -> dict[str, set[str]]:
    """Every text for translation in the package, and the files it stands in."""
    found: dict[str, set[str]] = {}
    for path in sources(package):
        with path.open("rb") as file:
            for _line, text, _comments, _context in extract(
                _METHODS[path.suffix], file, keywords=_KEYWORDS, options={"encoding": "utf-8", "extensions": "jinja2.ext.do"}
            ):
                for one in (text,) if isinstance(text, str) else text:
                    if one:
                        found.setdefault(one, set()).add(path.relative_to(ROOT).as_posix())
        for one in _in_formatted(path) if path.suffix == ".py" else ():
            found.setdefault(one, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _in_formatted(path: Path) -> Iterator[str]:
    """The texts for translation inside formatted strings, which a reader of tokens takes for one piece of text."""
    for formatted in ast.walk(ast.parse(path.read_bytes())):
        for call in ast.walk(formatted) if isinstance(formatted, ast.JoinedStr) else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _KEYWORDS:
                texts = (text.value for text in call.args if isinstance(text, ast.Constant))
                yield from (text for text in texts if isinstance(text, str))


def po_path(package: str) -> Path:
    """Where the package's Vietnamese stands."""
    return ROOT / package / "locale" / "vi" / "LC_MESSAGES" / f"soxa_{package.rpartition('/')[2]}.po"


def load(package: str) -> Catalog:
    """The catalogue as it is."""
    path = po_path(package)
    with io.BytesIO(path.read_bytes() if path.exists() else b"") as file:
        return read_po(file, locale="vi", charset="utf-8", abort_invalid=False)


def translations(catalog: Catalog) -> dict[str, str]:
    """English to Vietnamese, what is translated and not marked fuzzy."""
    return {
        str(message.id): str(message.string) for message in catalog if message.id and message.string and not message.fuzzy
    }


def compiled(package: str, pairs: dict[str, str]) -> bytes:
    """The bytes of the compiled catalogue: nothing in them depends on when or where they were made."""
    catalog = _catalog(package, pairs, {})
    with io.BytesIO() as file:
        write_mo(file, catalog)
        return file.getvalue()


def written(package: str, pairs: dict[str, str], where: dict[str, set[str]]) -> bytes:
    """The text of the catalogue, in order of the English."""
    with io.BytesIO() as file:
        write_po(file, _catalog(package, pairs, where), width=110, omit_header=False, sort_output=True, include_lineno=False)
        return file.getvalue()


class _Plain(Catalog):
    """A catalogue whose header says what gettext needs, and neither when nor by which tool it was made."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", "vi"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
        ]

    @mime_headers.setter
    def mime_headers(self, value: Iterable[tuple[str, str]]) -> None:
        """Nobody sets it: Babel's has both, and types of its later versions ask for both."""
        raise NotImplementedError


def _catalog(package: str, pairs: dict[str, str], where: dict[str, set[str]]) -> Catalog:
    catalog = _Plain(locale="vi", charset="utf-8", fuzzy=False, header_comment=f"# The words of {package}, in Vietnamese.")
    for text in sorted(where or pairs):
        places = [(name, 0) for name in sorted(where.get(text, ()))]
        catalog[text] = Message(text, pairs.get(text, ""), locations=places)
    return catalog


def faults(package: str) -> list[str]:
    """What is wrong with a package's catalogue, in words for whoever wrote the code."""
    wanted, pairs = words(package), translations(load(package))
    found = [f"{package}: not translated: {text!r}" for text in sorted(wanted.keys() - pairs.keys())]
    found += [f"{package}: no longer in the code: {text!r}" for text in sorted(pairs.keys() - wanted.keys())]
    for text in sorted(wanted.keys() & pairs.keys()):
        if set(_FACT.findall(text)) != set(_FACT.findall(pairs[text])):
            found.append(f"{package}: other facts than {text!r}: {pairs[text]!r}")
    path = po_path(package).with_suffix(".mo")
    if not path.exists() or path.read_bytes() != compiled(package, pairs):
        found.append(f"{package}: {path.name} is not compiled from its text: python -m tests.catalogues")
    return found


def update(package: str) -> None:
    """Write the catalogue anew: what the code says, with the Vietnamese there is."""
    wanted, pairs = words(package), translations(load(package))
    kept = {text: pairs[text] for text in wanted if text in pairs}
    path = po_path(package)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(package, kept, wanted))
    path.with_suffix(".mo").write_bytes(compiled(package, kept))


def main(arguments: list[str]) -> int:
    """The command; 1 if something is wrong with a catalogue."""
    if "--check" not in arguments:
        for package in PACKAGES:
            update(package)
    found = [fault for package in PACKAGES for fault in faults(package)]
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
