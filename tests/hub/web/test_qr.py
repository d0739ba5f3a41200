"""QR codes: of just this text, and large enough to scan."""

from __future__ import annotations

import re

import pytest
import segno

from hub.web import qr


@pytest.mark.parametrize("length", [40, 400, 520, 700])
def test_the_picture_of_a_line_is_its_qr_code_large_enough_to_scan(length: int) -> None:
    line = ("soxa-invite-1." + "aB3_-x" * 200)[:length]
    drawn = str(qr.picture(line, 'a "code"'))
    assert 'aria-label="a &#34;code&#34;"' in drawn and "style" not in drawn
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', drawn)[0])
    dark = {
        (int(x) + step, int(y)) for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn) for step in range(int(run))
    }
    codes = [segno.make(line, error=error, boost_error=False, micro=False) for error in ("m", "l")]
    matrices = [{(x + 4, y + 4) for y, row in enumerate(code.matrix) for x, on in enumerate(row) if on} for code in codes]
    assert dark in matrices
    assert size == codes[matrices.index(dark)].symbol_size(border=4)[0]
    assert length > 550 or 320 / size >= 3
