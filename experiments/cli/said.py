"""What a message repeats of a user's text: nothing that steers a terminal, no word without end."""

from __future__ import annotations

import re

LONGEST = 1000
"""Letters of a word that a message repeats: longer than the path of a file that anybody has."""


def said(text: str) -> str:
    """A message as it may be printed: signs that steer a terminal by their number, endless words cut."""
    cut = re.sub(rf"(\S{{{LONGEST}}})\S+", r"\1...", text)
    return "".join(letter if letter.isprintable() or letter in "\n\t" or _is_byte(letter) else _number(letter) for letter in cut)


def _is_byte(letter: str) -> bool:
    """Whether it stands for a byte of a name that is no UTF-8."""
    return "\udc80" <= letter <= "\udcff"


def _number(letter: str) -> str:
    return letter.encode("unicode_escape").decode()
