"""What holds before any command runs: streams, names, and where Python looks for modules."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from sovereigns.model.errors import InputError, reason
from sovereigns.model.facts.documented import documented

ROOT = Path(__file__).parents[len(__name__.split(".")) - 1]
"""Folder that holds our package."""


def open_streams() -> None:
    """Let no file of ours take the place of a closed stream; print names of files byte by byte."""
    for number, way in enumerate((os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, way)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure") and stream.encoding.lower() == "utf-8":
            stream.reconfigure(errors="surrogateescape")


def refuse_nowhere() -> None:
    """Refuse a folder to stand in that is gone: no path can be told from there.

    Raises:
        InputError: it is gone, or may not be seen.
    """
    try:
        Path.cwd()
    except OSError as error:
        raise InputError(
            f"the folder that you are in: {reason(error)}; go to another (cd) and call again"
        ) from None


def refuse_broken_names(arguments: list[str]) -> None:
    """Refuse names of files that tables and results could not be written under.

    Raises:
        InputError: an argument is no UTF-8.
    """
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            raise InputError(broken_name(argument)) from None


def broken_name(text: str) -> str:
    """What is wrong with a name that is no UTF-8."""
    shown = text.encode("utf-8", "backslashreplace").decode()
    return f"'{shown}' holds bytes that are no UTF-8, which tables cannot name; rename the file or folder"


def leave_folder_out() -> None:
    """Import nothing from the folder that the command is called in, here or in any process started from here.

    `python -m` and `python -c` look there first, and so do the processes that multiprocessing starts: a
    user's `random.py` would take the place of Python's own.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    if sys.path and not sys.flags.safe_path:
        with suppress(OSError):
            first = Path(sys.path[0] or ".").resolve()
            if first == Path.cwd() and first != ROOT:
                del sys.path[0]


def document(command: click.Command) -> None:
    """Give a command and those below it the help that `python -OO` takes away."""
    if command.help is None and command.callback is not None:
        command.help = documented(command.callback)
    if isinstance(command, click.Group):
        for one in command.commands.values():
            document(one)
