"""Quarters as text, `2025Q1`, and as whole numbers since 2022Q1."""

from __future__ import annotations

import re

from sovereigns.model.errors import InputError

NEVER = 10**6
"""Stands for a date that never comes: later than any run."""
_ORIGIN = 2022
_FORM = re.compile(r"([0-9]{4})Q([1-4])")


def parse(quarter: str, place: str = "") -> int:
    """The number of a quarter.

    Args:
        quarter: as in "2025Q1".
        place: where it stood, for the message.

    Returns:
        Quarters since 2022Q1; earlier ones are negative.

    Raises:
        InputError: it is no quarter.
    """
    found = _FORM.fullmatch(quarter)
    if not found:
        where = f"{place}: " if place else ""
        raise InputError(f"{where}'{quarter}' is no quarter; write a year, Q and 1 to 4, as in 2025Q1")
    return 4 * (int(found[1]) - _ORIGIN) + int(found[2]) - 1


def text(number: int) -> str:
    """The text of a quarter.

    Args:
        number: quarters since 2022Q1.

    Raises:
        InputError: it lies outside the years 0 to 9999.
    """
    year, quarter = divmod(number, 4)
    year += _ORIGIN
    if not 0 <= year <= 9999:
        raise InputError(f"quarter {number} since {_ORIGIN}Q1 lies outside the years 0 to 9999")
    return f"{year:04d}Q{quarter + 1}"
