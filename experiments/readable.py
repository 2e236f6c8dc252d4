"""Numbers and nations as people read them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

SCALES = ((1e12, " tn"), (1e9, " bn"), (1e6, " m"))
DIGITS = 3
TINY, VAST = 1e-4, 1e16
"""Below the one and from the other on, a power of ten says more than digits or trillions."""
ABSENT = "–"


def number(value: object) -> str:
    """A number in three digits: 0.0123, 4.57, 12,300, 1.23 m, 1.23e-05, 2.07e29; a dash for none."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        return ABSENT
    size = abs(value)
    if size >= VAST:
        return f"{value:.{DIGITS - 1}e}".replace("e+", "e")
    for scale, word in SCALES:
        if size >= scale:
            return f"{_rounded(value / scale)}{word}"
    return _rounded(value)


def signed(value: object) -> str:
    """The same, with its sign."""
    text = number(value)
    return text if text in (ABSENT, "0") or text.startswith("-") else f"+{text}"


def amount(value: float, unit: str) -> str:
    """A number in the form of its unit: shares and chances in percent, nations whole.

    Args:
        value: the number.
        unit: of it, as its metric says.
    """
    if unit.startswith(("share", "chance")):
        return f"{number(100 * value)} %"
    return f"{value:.0f}" if unit == "nations" else number(value)


def named(text: str, names: Mapping[str, str]) -> str:
    """A text with the names of nations in place of their codes.

    Args:
        text: in which ISO3 codes stand for nations.
        names: ISO3 -> name.
    """
    return re.sub(r"\b[A-Z]{3}\b", lambda code: names.get(code[0], code[0]), text)


def _rounded(value: float) -> str:
    if value == 0:
        return "0"
    if abs(value) < TINY:
        return f"{value:.{DIGITS - 1}e}"
    decimals = DIGITS - 1 - math.floor(math.log10(abs(value)))
    text = f"{round(value, decimals):,.{max(decimals, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
