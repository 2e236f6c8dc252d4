"""Numbers in a user's text, read in one way: the digits 0 to 9, a sign, a decimal point, an exponent.

Whole numbers have a sign and digits alone. TOML and JSON have numbers of their own, which come as such.
"""

from __future__ import annotations

import math
import re
import unicodedata

from sovereigns.model.errors import InputError

DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
WHOLE = re.compile(r"([+-]?)0*([0-9]+)")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
"""Thousands set apart by commas."""
OF_ANOTHER_BASE = re.compile(r"[+-]?0(?:x[0-9a-f]+|o[0-7]+|b[01]+)", re.IGNORECASE)
BETWEEN = re.compile(r"(?<=[0-9])[_ '’](?=[0-9])")
"""What people set between the digits of a long number."""
MINUS = str.maketrans("−–﹣", "---")
LONGEST = 40
"""Letters of a number that a message repeats."""
MOST_DIGITS = 4_000
"""Longer numbers are out of any range, and Python reads none."""
LARGEST = 2**53
"""Above, not every whole number is a decimal one."""


def decimal(given: object) -> float:
    """A number, or its text; NaN where it is none, or none that is finite."""
    try:
        if isinstance(given, bool) or (isinstance(given, str) and not DECIMAL.fullmatch(given.strip())):
            return math.nan
        number = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def whole(given: object, place: str, least: int, most: int | None) -> int:
    """A whole number in a range, or its text.

    Args:
        given: the number.
        place: where it stood, for the message; may be blank.
        least: the least that will do.
        most: the largest that will do; None where there is none.

    Raises:
        InputError: it is none, or out of range; says how to write it.
    """
    number = whole_number(given)
    if number is None or number < least or (most is not None and number > most):
        span = f"of {least} or more" if most is None else f"from {least} to {most}"
        meant = number is None and _meant_whole(given)
        how = f"write {meant}, in the digits 0 to 9 alone" if meant else f"give a whole number {span}"
        raise InputError(f"{place}{': ' if place else ''}{shown(given)} will not do; {how}")
    return number


def whole_number(given: object) -> int | None:
    """A whole number, or its text; None where it is none."""
    if isinstance(given, str):
        told = WHOLE.fullmatch(given.strip())
        return int(told[1] + told[2]) if told and len(told[2]) <= MOST_DIGITS else None
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def remedy(given: object) -> str:
    """How to write a number that was not read: `write 1000, in the digits 0 to 9 alone`; else nothing."""
    text = given if isinstance(given, str) else ""
    point, meant = decimal_comma(text), _meant(text)
    if point and meant:
        return f"write {meant}, or {point} if the comma is a decimal one"
    if point:
        return f"write {point}, with a decimal point"
    return f"write {meant}, in the digits 0 to 9 alone" if meant else ""


def shown(given: object) -> str:
    """What was given as a message repeats it: its beginning, and text in quotes.

    Args:
        given: text, or any value of TOML, JSON or Python.
    """
    return f"'{brief(given)}'" if isinstance(given, str) else brief(given)


def brief(given: object) -> str:
    """As `shown`, without the quotes."""
    try:
        return f"{given if isinstance(given, str) else repr(given):.{LONGEST}}"
    except ValueError:  # Python writes out no whole number of so many digits, alone or within a list
        return "a number of thousands of digits"


def _meant(given: object) -> str:
    """The number that somebody meant whose text was not read as one; nothing where nobody can tell."""
    text = given.strip() if isinstance(given, str) else ""
    if len(text) > LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", text).translate(MINUS)
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain)
    plain = BETWEEN.sub("", plain)
    if GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if OF_ANOTHER_BASE.fullmatch(plain):
        plain = str(int(plain, 0))
    return plain if plain != text and DECIMAL.fullmatch(plain) else ""


def _meant_whole(given: object) -> str:
    """As `_meant`, where it is a whole number; `1e3` and `3.0` are such."""
    number = decimal(_meant(given) or given)
    return str(int(number)) if number.is_integer() and abs(number) < LARGEST else ""


def decimal_comma(text: str) -> str:
    """A number with a decimal comma as it is to be written, or nothing."""
    number = text.strip()
    return (
        number.replace(",", ".")
        if len(number) <= LONGEST
        and re.fullmatch(r"[+-]?[0-9]*,[0-9]+(e[+-]?[0-9]+)?", number, re.IGNORECASE)
        else ""
    )
