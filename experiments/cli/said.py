"""What is shown of texts that are not ours: nothing that steers a terminal; in messages, no endless word."""

from __future__ import annotations

import re

LONGEST = 1000
"""Letters of a word that a message repeats: longer than the path of a file that anybody has."""


def said(text: str) -> str:
    """A message as it may be printed: signs that steer a terminal by their number, endless words cut."""
    return steady(re.sub(rf"(\S{{{LONGEST}}})\S+", r"\1...", text))


def steady(text: str) -> str:
    """A text, whole, with signs that would steer a terminal by their number."""
    return "".join(letter if _prints(letter) else _number(letter) for letter in text)


def _prints(letter: str) -> bool:
    """Whether it is a sign, ends a line, or stands for a byte of a name that is no UTF-8."""
    return letter.isprintable() or letter in "\n\t" or "\udc80" <= letter <= "\udcff"


def _number(letter: str) -> str:
    return letter.encode("unicode_escape").decode()
