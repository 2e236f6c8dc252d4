"""Whose fault it is that a strategy fails, in words: its file, its line, its error."""

from __future__ import annotations

import inspect
import re
import signal
import traceback

LONGEST = 500
"""Letters of an error that a message repeats."""
STEERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that end a line, steer a terminal, turn the text around, or are none."""


def is_theirs(error: BaseException, file: str) -> bool:
    """Whether a strategy's file is to blame for an error in it, and not who runs it or the machine.

    A person interrupts with Ctrl-C; the machine runs out of memory, or fails at a file elsewhere.
    """
    if isinstance(error, KeyboardInterrupt):
        return signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if isinstance(error, OSError):
        return isinstance(error, PermissionError) or bool(line_of(error, file))
    return not isinstance(error, MemoryError)


def told(error: BaseException, longest: int = LONGEST) -> str:
    """An error in words that can be kept and shown on one line, whatever its own are."""
    try:
        said = " ".join(str(error).split())
    except Exception:
        said = "it cannot say what"
    said = said if len(said) <= longest else f"{said[:longest]}..."
    return plain(f"{type(error).__name__}: {said}").removesuffix(": ")


def plain(text: str) -> str:
    """A text in which the signs that steer are written out, as Python writes them."""
    return STEERS.sub(lambda sign: ascii(sign[0])[1:-1], text)


def file_of(strategy: object) -> str:
    """The file that a strategy, or its class, was written in; a notebook's cell has a name too."""
    kind = strategy if isinstance(strategy, type) else type(strategy)
    try:
        return inspect.getfile(kind)
    except (TypeError, OSError):
        code = getattr(getattr(kind, "posture", getattr(kind, "decide", None)), "__code__", None)
        return code.co_filename if code else "no file"


def line_of(error: BaseException, file: str) -> str:
    """The last line of a file that an error came by, as ", line 7"; blank for none."""
    lines = [step.lineno for step in traceback.extract_tb(error.__traceback__) if step.filename == file]
    return f", line {lines[-1]}" if lines else ""


def kind_of(thing: object) -> str:
    """What kind of thing was given, with its article."""
    name = type(thing).__name__
    return "None" if thing is None else f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"
