"""Generated parts of the documents: tables that stand in docs/ between two marks and follow from the code.

`uv run python -m sovereigns.experiments.documents.odd` rewrites them; with `--check` it writes nothing and
leaves with exit code 4 where a document has drifted from the code.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from sovereigns.experiments.documents.odd_blocks import Block, blocks
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.places import DOCS

COMMAND = "uv run python -m sovereigns.experiments.documents.odd"
DRIFTED = 4
BAD_INPUT = 2
_MARKED = re.compile(r"(<!-- generated: (?P<name>[^>]+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def marked(text: str) -> list[str]:
    """Names of the generated parts of a document, in their order."""
    return [found["name"] for found in _MARKED.finditer(text)]


def rewrite(text: str, made: Mapping[str, Block], place: str) -> str:
    """A document with its generated parts as they should be.

    Args:
        text: the document.
        made: name of a part -> what makes it.
        place: the document's name, for messages.

    Raises:
        InputError: a part that nothing makes, or a mark without its end.
    """
    if text.count("<!-- generated: ") != len(marked(text)):
        raise InputError(f"{place}: a generated part has no end; close it with <!-- end -->")
    for name in marked(text):
        if name not in made:
            raise unknown("generated part", name, made, place)
    return _MARKED.sub(lambda found: f"{found[1]}\n{made[found['name']]()}\n\n{found[3]}", text)


def drifted(folder: Path = DOCS, made: Mapping[str, Block] | None = None) -> list[str]:
    """Generated parts that differ from the code: `document: name`, in the order of the documents.

    Args:
        folder: of the documents.
        made: name of a part -> what makes it; those of the code if left out.
    """
    made = blocks() if made is None else made
    found = []
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        fresh = rewrite(text, made, path.name)
        pairs = zip(marked(text), _MARKED.finditer(text), _MARKED.finditer(fresh), strict=True)
        found += [f"{path.name}: {name}" for name, old, new in pairs if old[0] != new[0]]
    return found


def write(folder: Path = DOCS, made: Mapping[str, Block] | None = None) -> None:
    """Rewrite the generated parts of all documents of a folder; arguments as in `drifted`."""
    made = blocks() if made is None else made
    for path in sorted(folder.glob("*.md")):
        path.write_text(rewrite(path.read_text(encoding="utf-8"), made, path.name), encoding="utf-8")


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit code 4 where a document has drifted.")
@click.option(
    "--docs", type=click.Path(path_type=Path, exists=True), default=DOCS, help="Folder of documents."
)
def odd(check: bool, docs: Path) -> None:
    """Rewrite the generated parts of the documents."""
    if not check:
        write(docs)
        return
    found = drifted(docs)
    for name in found:
        click.echo(f"{name} differs from the code; run {COMMAND}", err=True)
    if found:
        click.get_current_context().exit(DRIFTED)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code."""
    try:
        return int(odd.main(arguments, prog_name=COMMAND, standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
    except InputError as error:
        click.echo(f"Error: {error}", err=True)
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
