"""Numbers and nations as people read them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

SCALES = ((1e12, " tn"), (1e9, " bn"), (1e6, " m"))
DIGITS = 3
TINY, VAST = 1e-4, 1e16
"""Below the one and from the other on, a power of ten says more than digits or trillions."""
ABSENT = "–"
EXPONENT = re.compile(r"(?<=\d)e(-?)0?(\d+)")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FEWEST = 5
"""Pairs below which an interval says more than is known."""


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


def interval(low: float, high: float, pairs: int | None = None) -> str:
    """A 95 % interval from end to end, or in words why there is none.

    Args:
        low: its lower end, of differences.
        high: its upper end.
        pairs: that it is over, or seeds; None where it is over many.
    """
    if pairs is not None and pairs < FEWEST:
        return f"too few pairs ({pairs})"
    if low == high:
        return "the same in all pairs"
    return f"{signed(low)} to {signed(high)}"


def amount(value: float, unit: str) -> str:
    """A number in the form of its unit: shares and chances in percent, nations whole.

    Args:
        value: the number.
        unit: of it, as its metric says.
    """
    if unit.startswith(("share", "chance")):
        return f"{number(100 * value)} %"
    return f"{value:.0f}" if unit == "nations" else number(value)


def few(names: Sequence[str], most: int, total: int | None = None) -> str:
    """The first of many names, and how many more there are.

    Args:
        names: they.
        most: of them to name.
        total: how many there are in all, where `names` are not all.
    """
    more = (len(names) if total is None else total) - len(names[:most])
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def on_page[**P](words: Callable[P, str]) -> Callable[P, str]:
    """The same words with powers of ten as pages set them: 2.07 × 10²⁹ for 2.07e29.

    Args:
        words: what gives a number in words, as `number`.
    """

    def raised(*args: P.args, **keywords: P.kwargs) -> str:
        return EXPONENT.sub(
            lambda found: f" × 10{(found[1] + found[2]).translate(RAISED)}", words(*args, **keywords)
        )

    return raised


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
