"""The officer's handbook as a page that any browser shows and prints, with its pictures in it."""

from __future__ import annotations

import base64
from importlib.resources import files
from typing import Final
from xml.sax.saxutils import escape

from markdown_it import MarkdownIt

from sync.wording.i18n import Language

_NAMES: Final[dict[Language, str]] = {"vi": "README.md", "en": "README.en.md"}
_STYLE: Final = """
body { font: 11pt/1.5 "Segoe UI", "Noto Sans", Arial, sans-serif; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.25; break-after: avoid }
h2 { margin-top: 2rem; border-bottom: 1px solid #bbb }
img { max-width: 100%; border: 1px solid #bbb }
pre, code { font-family: Consolas, "Cascadia Mono", "Noto Sans Mono", monospace; font-size: 0.92em }
pre { background: #f3f3f3; padding: 0.6rem; white-space: pre-wrap }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #bbb; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top }
tr, img, pre { break-inside: avoid }
@page { size: A4; margin: 18mm }
@media print { body { max-width: none; margin: 0; padding: 0 } a { color: inherit; text-decoration: none } }
"""


def page(language: Language) -> str:
    """The handbook in a language, as one HTML file. What it links to outside itself is not on a stick, and no link there."""
    room = files("field")
    text = room.joinpath(_NAMES[language]).read_text("utf-8")
    reader = MarkdownIt("commonmark").enable("table")
    tokens = reader.parse(text)
    for token in (child for block in tokens for child in block.children or ()):
        if token.type == "image":
            picture = room.joinpath(str(token.attrs["src"])).read_bytes()
            token.attrs["src"] = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        elif token.type == "link_open":
            token.attrs.pop("href", None)
    title = next(line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))
    body = reader.renderer.render(tokens, reader.options, {})
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}</body>\n</html>\n"
    )
