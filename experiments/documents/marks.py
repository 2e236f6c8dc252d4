"""The one grammar of parts of documents that nobody writes by hand.

    <!-- measured: claims by 1a2b3c4d as 5e6f7a8b -->
    <!-- end -->

`generated` parts follow from the code alone, `timed` ones from a machine: both carry nothing. `measured`
parts come from runs and carry the digest of the code and data that made them (`by`) and of what stands
there, pictures and all (`as`). Their names are the words after `sovereigns reproduce` that make them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sovereigns.model.errors import InputError, unknown

DIGITS = 8
FULL = " --full"
"""Ends the name of a part that is of its published size."""
MARK = re.compile(
    r"<!-- (?P<kind>generated|measured|timed): (?P<name>[^>]+?)"
    r"(?: by (?P<by>[0-9a-f]{8}) as (?P<seal>[0-9a-f]{8}))? -->\n(?P<body>.*?)<!-- end -->",
    re.DOTALL,
)
_NOTICE = re.compile(r"\A\s*> \*\*Out of date\.\*\* Made by commit `(?P<commit>\w+)`;[^\n]*\n")
_LEAD = re.compile(r"^In short:", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")


@dataclass(frozen=True)
class Part:
    """One marked part of a document."""

    document: Path
    kind: str
    """generated, measured or timed"""
    name: str
    by: str
    """Digest of what made it; blank where none is told."""
    seal: str
    """Digest of what stands there, as it was when it was made."""
    body: str

    @property
    def opening(self) -> str:
        """The line that it begins with."""
        return opening(self.kind, self.name, self.by, self.seal)

    @property
    def notice(self) -> str:
        """The commit that made it, where the page says that it is out of date; blank otherwise."""
        found = _NOTICE.match(self.body)
        return found["commit"] if found else ""

    @property
    def text(self) -> str:
        """What was made, less the notice."""
        return _NOTICE.sub("", self.body).strip()


def opening(kind: str, name: str, by: str = "", seal: str = "") -> str:
    """The line that a part begins with; arguments as the fields of `Part`."""
    return f"<!-- {kind}: {name} by {by} as {seal} -->" if by else f"<!-- {kind}: {name} -->"


def parts(document: Path) -> list[Part]:
    """All marked parts of a document, in their order.

    Raises:
        InputError: a mark without its end.
    """
    text = document.read_text(encoding="utf-8")
    found = [_part(document, one) for one in MARK.finditer(text)]
    opened = len(re.findall(r"^<!-- (?:generated|measured|timed): ", text, re.MULTILINE))
    if opened != len(found):
        raise InputError(f"{document.name}: a marked part has no end; close it with <!-- end -->")
    return found


def measured(root: Path) -> Iterator[Part]:
    """All measured parts of README.md and docs/."""
    for document in (root / "README.md", *sorted((root / "docs").glob("*.md"))):
        yield from (part for part in parts(document) if part.kind == "measured")


def _part(document: Path, found: re.Match[str]) -> Part:
    return Part(document, found["kind"], found["name"], found["by"] or "", found["seal"] or "", found["body"])


def seal(document: Path, text: str) -> str:
    """Digest of a text and of the pictures that it shows; a picture that is not there counts as empty."""
    whole = sha256(text.strip().encode())
    for place in _PICTURE.findall(text):
        path = document.parent / place
        whole.update(path.read_bytes() if path.is_file() else b"")
    return whole.hexdigest()[:DIGITS]


def write(document: Path, name: str, text: str, by: str = "", commit: str = "", kept: str = "") -> None:
    """Put a measured or timed text between its marks.

    Args:
        document: that has the marks.
        name: of the part; where only its other size stands, it takes the place of that.
        text: what was made.
        by: digest of what made it; blank for what a machine timed.
        commit: that made it, to say on the page that it is out of date.
        kept: its seal as it was when it was made; a new one if left out.

    Raises:
        InputError: the document has no such marks.
    """
    there = [part.name for part in parts(document) if part.kind != "generated"]
    place = name if name in there else other_size(name)
    if place not in there:
        raise unknown("measured part", name, there, document.name)
    sealed = kept or seal(document, text)
    said = f"{notice(name, commit)}\n\n" if commit else ""

    def swap(found: re.Match[str]) -> str:
        if found["kind"] == "generated" or found["name"] != place:
            return found[0]
        line = opening(found["kind"], name, by, sealed)
        return f"{line}\n\n{said}{text.strip()}\n\n<!-- end -->"

    told = MARK.sub(swap, document.read_text(encoding="utf-8"))
    document.write_text(_with_lead(told, name, commit) if commit else told, encoding="utf-8")


def carry(made: Path, document: Path) -> None:
    """Put the marked parts of one version of a document into another, whose other words stay."""
    new = {(one["kind"], one["name"]): one[0] for one in MARK.finditer(made.read_text(encoding="utf-8"))}

    def swap(found: re.Match[str]) -> str:
        kind, name = found["kind"], found["name"]
        return new.get((kind, name)) or new.get((kind, other_size(name))) or found[0]

    document.write_text(MARK.sub(swap, document.read_text(encoding="utf-8")), encoding="utf-8")


def other_size(name: str) -> str:
    """The name that a part has at its other size."""
    return name.removesuffix(FULL) if name.endswith(FULL) else name + FULL


def _with_lead(text: str, name: str, commit: str) -> str:
    """The page with the summary above a part saying what it is of; whoever writes it anew takes that out."""
    start = next(part.start() for part in MARK.finditer(text) if part["name"] == name)
    section = text.rfind("\n#", 0, start) + 1
    lead = _LEAD.sub(f"In short, as of commit `{commit}` and **out of date**:", text[section:start])
    return text[:section] + lead + text[start:]


def notice(name: str, commit: str) -> str:
    """What a reader is told of a part that is out of date."""
    return (
        f"> **Out of date.** Made by commit `{commit}`; the model or its data have changed since. "
        f"`uv run sovereigns reproduce {name}` makes it again."
    )
