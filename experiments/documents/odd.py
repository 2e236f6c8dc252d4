"""Generated parts of the documents: tables that stand in docs/ between two marks and follow from the code.

`sovereigns reproduce tables` rewrites them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sovereigns.experiments.documents import marks
from sovereigns.experiments.documents.odd_blocks import Block, blocks
from sovereigns.model.errors import unknown
from sovereigns.model.places import DOCS


def rewrite(document: Path, made: Mapping[str, Block]) -> tuple[str, list[str]]:
    """A document with its generated parts as they should be, and the names of those that were not.

    Args:
        document: that is read.
        made: name of a part -> what makes it.

    Raises:
        InputError: a part that nothing makes, or a mark without its end.
    """
    drifted = []
    whole = document.read_text(encoding="utf-8")
    for part in marks.parts(document):
        if part.kind != "generated":
            continue
        if part.name not in made:
            raise unknown("generated part", part.name, made, document.name)
        fresh = f"\n{made[part.name]()}\n\n"
        if fresh != part.body:
            drifted.append(part.name)
            whole = whole.replace(f"{part.opening}\n{part.body}", f"{part.opening}\n{fresh}")
    return whole, drifted


def drifted(folder: Path = DOCS, made: Mapping[str, Block] | None = None) -> list[str]:
    """Generated parts that differ from the code: `document: name`, in the order of the documents.

    Args:
        folder: of the documents.
        made: name of a part -> what makes it; those of the code if left out.
    """
    made = blocks() if made is None else made
    return [f"{path.name}: {name}" for path in sorted(folder.glob("*.md")) for name in rewrite(path, made)[1]]


def write(folder: Path = DOCS, made: Mapping[str, Block] | None = None) -> None:
    """Rewrite the generated parts of all documents of a folder; arguments as in `drifted`."""
    made = blocks() if made is None else made
    for path in sorted(folder.glob("*.md")):
        path.write_text(rewrite(path, made)[0], encoding="utf-8")
