"""A text as a QR code: a picture of plain SVG shapes, which needs no style and prints sharp at any size."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import segno
from markupsafe import Markup

_QUIET: Final = 4
"""Modules of white around the code, as ISO/IEC 18004 wants them."""
_WIDE: Final = 320
_LEAST: Final = 3
"""A code is shown 320 pixels wide; a module of less than 3 is hard to read for an old phone."""


def picture(text: str, label: str) -> Markup:
    """The QR code of a text. It bears the more damage, a fold or a stain, the less its modules must shrink for it."""
    code = segno.make(text, error="m", boost_error=False, micro=False)
    if code.symbol_size(border=_QUIET)[0] * _LEAST > _WIDE:
        code = segno.make(text, error="l", boost_error=False, micro=False)
    size = code.symbol_size(border=_QUIET)[0]
    rows = (_row(number, row) for number, row in enumerate(code.matrix, _QUIET))
    return Markup(  # the label goes through its `format`, which escapes it; the rest is numbers
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" role="img" '
        'aria-label="{label}"><rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    ).format(size=size, label=label, path="".join(rows))


def _row(number: int, row: bytearray) -> str:
    """The dark runs of one row of modules."""
    runs, column = [], _QUIET
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            runs.append(f"M{column} {number}h{length}v1h-{length}z")
        column += length
    return "".join(runs)
