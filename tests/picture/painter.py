"""Turns drawings into PNG files: the system's Chromium paints them with a font that has every Vietnamese letter.

A picture has twice as many pixels each way as it is looked at, and at most 256 colours, so that it is crisp and small.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from playwright.sync_api import Error, Page, ViewportSize

from sync.wording.i18n import LANGUAGE, Language
from tests.hub.web.browser.window import chromium

_TESTS: Final = Path(__file__).parent.parent
TARGET: Final = _TESTS / "pictures"
HANDBOOK: Final = _TESTS.parent / "field" / "pictures"
"""Where the officer's handbook has its pictures: with the program, which goes to laptops with its handbook."""
FONT: Final = "Noto Sans Mono"
"""Of Debian's monospaced fonts, one that sets the marks of Vietnamese right (package fonts-noto-mono)."""
_FAMILY: Final = "picture"
_ZOOM: Final = 10 / 12.2
"""From Rich's cells, 12.2 units wide, to ten CSS pixels: cells are whole pixels wide, so that equal letters look equal."""
_SCALE: Final = 2
_FACES: Final = "".join(
    f'@font-face{{font-family:"{_FAMILY}";font-weight:{weight};src:local("{FONT.replace(" ", "")}-{style}")}}'
    for weight, style in (("normal", "Regular"), ("bold", "Bold"))
)
_VIEW: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_FEW_COLOURS: Final = """async (encoded) => {
  const drawn = await createImageBitmap(await (await fetch(`data:image/png;base64,${encoded}`)).blob());
  const context = new OffscreenCanvas(drawn.width, drawn.height).getContext("2d");
  context.drawImage(drawn, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, drawn.width, drawn.height).data.buffer);
  const count = new Map();
  for (const pixel of pixels) count.set(pixel, (count.get(pixel) ?? 0) + 1);
  const common = [...count.keys()].sort((a, b) => count.get(b) - count.get(a) || a - b).slice(0, 256);
  const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >>> 24];
  const palette = common.map(parts), place = new Map(common.map((pixel, index) => [pixel, index]));
  const distance = (a, b) => a.reduce((sum, part, index) => sum + (part - b[index]) ** 2, 0);
  const nearest = (colour) => palette.reduce(
    (best, other, index) => distance(colour, other) < distance(colour, palette[best]) ? index : best, 0);
  for (const pixel of count.keys()) if (!place.has(pixel)) place.set(pixel, nearest(parts(pixel)));
  let indices = "";
  for (const pixel of pixels) indices += String.fromCharCode(place.get(pixel));
  return {width: drawn.width, height: drawn.height, palette, indices: btoa(indices)};
}"""


class _Indexed(msgspec.Struct, frozen=True):
    """A picture of the 256 colours that it had most of; each other colour has become the nearest of these."""

    width: int
    height: int
    palette: list[tuple[int, int, int, int]]
    """Red, green, blue, alpha."""
    indices: bytes
    """A byte for each pixel, row by row."""


def target(name: str, language: Language = LANGUAGE, folder: Path = TARGET) -> Path:
    """The file of a picture in a language, by default that of this process: `demo.png`, or `demo.en.png`."""
    return folder / (f"{name}.png" if language == "vi" else f"{name}.{language}.png")


@contextmanager
def opened_page(size: ViewportSize) -> Iterator[Page]:
    """A page of the system's browser with this many CSS pixels."""
    with chromium() as browser:
        yield browser.new_context(viewport=size, device_scale_factor=_SCALE).new_page()


def paint(drawings: Mapping[Path, str]) -> None:
    """Write drawings, SVG as Rich exports it, as PNG files."""
    with opened_page({"width": 1200, "height": 900}) as page:
        for path, drawing in drawings.items():
            width, height = (float(number) * _ZOOM for number in _VIEW.findall(drawing)[0])
            size = f"width:{width}px;height:{height}px"
            page.set_content(f"<style>{_FACES}body{{margin:0}} svg{{display:block;{size}}}</style>{_whole(drawing)}")
            try:
                page.evaluate(f"Promise.all(['20px', 'bold 20px'].map((look) => document.fonts.load(look + ' {_FAMILY}')))")
            except Error:
                raise SystemExit(f"the font {FONT} is missing (Debian: fonts-noto-mono)") from None
            save(page, path, page.locator("svg").screenshot(omit_background=True))


def _whole(drawing: str) -> str:
    """The drawing in our font, with the marks over capitals, which reach out of their line, and the last column uncut."""
    plain = re.sub(r"@font-face\s*\{[^}]*\}\s*", "", drawing)
    uncut = re.sub(r'clip-path="[^"]*"', "", plain)
    return re.sub(r"font-family: [^;]*;", f"font-family: {_FAMILY};", uncut)


def save(page: Page, path: Path, picture: bytes) -> None:
    """Write a PNG picture as one of few colours."""
    # an empty page does the work: the desk's own policy lets its pages fetch nothing
    beside = page.context.new_page()
    indexed = msgspec.convert(beside.evaluate(_FEW_COLOURS, base64.b64encode(picture).decode()), _Indexed)
    beside.close()
    TARGET.mkdir(exist_ok=True)
    path.write_bytes(_png(indexed))


def _png(picture: _Indexed) -> bytes:
    """The file: PNG, third edition, section 11; one byte a pixel, no filters."""
    rows = (picture.indices[start : start + picture.width] for start in range(0, len(picture.indices), picture.width))
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", picture.width, picture.height, 8, 3, 0, 0, 0),
        b"PLTE": b"".join(bytes(colour[:3]) for colour in picture.palette),
        b"tRNS": bytes(colour[3] for colour in picture.palette),
        b"IDAT": zlib.compress(b"".join(b"\0" + row for row in rows), 9),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks.items()
    )
