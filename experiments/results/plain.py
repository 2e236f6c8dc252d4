"""Values in JSON's own types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:
    """The same value in JSON's own types: numpy scalars unwrapped, not-a-number as null."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and value - value != 0 else value


SAFE = 2**53 - 1
"""The largest whole number that a browser reads as it is."""


def legible(value: Any) -> Any:
    """As `plain`, for a browser: whole numbers that it would round are text, digit by digit."""
    value = plain(value)
    if isinstance(value, dict):
        return {key: legible(item) for key, item in value.items()}
    if isinstance(value, list):
        return [legible(item) for item in value]
    return str(value) if isinstance(value, int) and abs(value) > SAFE else value
