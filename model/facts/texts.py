"""A user's text, read in one way: UTF-8 with or without a byte-order mark, lines ended in any way."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sovereigns.model.errors import InputError, near_file, reason

UTF16 = (b"\xff\xfe", b"\xfe\xff")
ARCHIVE = b"PK\x03\x04"
"""How a spreadsheet's or a word processor's own file begins."""
CURLY = "“”„‘’"


@dataclass(frozen=True)
class Text:
    """One file of text."""

    path: Path
    content: bytes
    """The file as it is."""
    body: str
    """Without a byte-order mark; lines end with a line feed."""

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()


def read_text(path: Path, kind: str, place: str = "") -> Text:
    """The text of a file.

    Args:
        path: the file.
        kind: what it must be, as in "CSV".
        place: its name for messages, if not its path.

    Raises:
        InputError: it cannot be read, or is no text in UTF-8; names the line and the remedy.
    """
    where = place or str(path)
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        why = f"{reason(error)}{near_file(path)}"
        raise InputError(
            f"{where}: cannot be read: {why}; give the path of a readable {kind} file"
        ) from error
    return Text(path, content, decoded(content, kind, where))


def decoded(content: bytes, kind: str, place: str) -> str:
    """Bytes of a text file as text.

    Raises:
        InputError: as `read_text`.
    """
    remedy = f"save it as {kind} in UTF-8"
    if content.startswith(ARCHIVE):
        raise InputError(f"{place}: is a spreadsheet or an archive, not text; {remedy}")
    if content.startswith(UTF16):
        raise InputError(f"{place}: is not UTF-8 text but UTF-16; {remedy}")
    try:
        body = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _ended_alike(error.object[: error.start].decode("latin-1")).count("\n") + 1
        byte = error.object[error.start]
        raise InputError(f"{place} line {line}: is not UTF-8 text (byte {byte:#04x}); {remedy}") from None
    body = _ended_alike(body)
    if "\0" in body:
        line = body[: body.index("\0")].count("\n") + 1
        raise InputError(f"{place} line {line}: holds a NUL byte, so that it is no text; {remedy}")
    return body


def toml_table(text: Text, place: str = "") -> dict[str, Any]:
    """What a TOML text says.

    Raises:
        InputError: it is broken; names the line, and what a writer of TOML most often mistakes there.
    """
    try:
        return tomllib.loads(text.body)
    except RecursionError:
        raise InputError(
            f"{place or text.path}: broken TOML: lists or tables in one another, too deep"
        ) from None
    except ValueError as error:
        found = re.search(r"line (\d+)", str(error))
        lines = text.body.split("\n")
        line = lines[int(found[1]) - 1] if found else lines[-1]
        raise InputError(
            f"{place or text.path}: broken TOML: {error}; {_mistake(line)}mend it there"
        ) from error


def json_value(body: str, place: str) -> Any:
    """What a JSON text says.

    Raises:
        InputError: it is broken; names the line.
    """
    try:
        return json.loads(body, parse_constant=_no_number)
    except RecursionError:
        raise InputError(f"{place}: is no JSON (lists or tables in one another, too deep)") from None
    except ValueError as error:
        raise InputError(f"{place}: is no JSON ({error})") from None


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def _ended_alike(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\r", "\n")


def _mistake(line: str) -> str:
    if any(quote in line for quote in CURLY):
        return 'write straight quotes ("), not curly ones; '
    if re.search(r"=\s*[+-]?\d*,\d", line):
        return "write a decimal point, not a comma; "
    return ""
