"""Whose fault it is that a strategy fails, in words: its file, its line, its error."""

from __future__ import annotations

import inspect
import traceback

LONGEST = 500
"""Letters of an error that a message repeats."""


def told(error: BaseException) -> str:
    """An error in words that can be kept and shown, whatever its own are."""
    try:
        said = " ".join(str(error).split())
    except Exception:
        said = "it cannot say what"
    said = said if len(said) <= LONGEST else f"{said[:LONGEST]}..."
    return f"{type(error).__name__}: {said}".encode(errors="backslashreplace").decode().removesuffix(": ")


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
