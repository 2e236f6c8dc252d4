"""Bad input, said so that a person can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

LONGEST = 80
"""Letters of a name that a message repeats."""
LEAST_PART, MOST_NEAR, ALIKE = 3, 3, 0.6
"""Letters of a part of a name that is worth a hint; how many hints; how alike (difflib's ratio)."""
FEW = 12
"""Names that are all told where none is like what was given, or nothing else lists them."""


class InputError(ValueError):
    """The user's input is wrong (exit code 2): names the place, the near match and the remedy."""


def unknown(kind: str, given: str, known: Iterable[str], place: str = "", remedy: str = "") -> InputError:
    """An error for a name that does not exist, with the nearest names that do.

    Args:
        kind: what was named, as in "parameter".
        given: the name as given.
        known: the names that exist.
        place: where it stood, as in "scenario.toml [set]".
        remedy: how to see all names, as in "sovereigns parameters".
    """
    known = list(known)
    near = near_names(given[:LONGEST], known)
    where = f"{place}: " if place else ""
    all_of_them = f"; there are {', '.join(known)}" if 0 < len(known) <= FEW else ""
    hint = f"; did you mean {' or '.join(near)}?" if near else f", and no name is like it{all_of_them}"
    few = near and len(known) <= FEW
    how = f" ({remedy} lists them)" if remedy else f" (there are {', '.join(known)})" if few else ""
    return InputError(f"{where}unknown {kind} '{given:.{LONGEST}}'{hint}{how}")


def near_names(given: str, known: Iterable[str]) -> list[str]:
    """Up to three names that hold what was given or are spelt like it, the best first.

    Args:
        given: the name as given.
        known: the names that exist.
    """
    folded = {name.casefold(): name for name in known}
    text = given.casefold()
    holding = [name for name in folded if len(text) >= LEAST_PART and text in name]
    holding.sort(key=lambda name: (not name.startswith(text), len(name)))
    spelt = difflib.get_close_matches(text, folded, n=MOST_NEAR, cutoff=ALIKE)
    return [folded[name] for name in dict.fromkeys((*holding, *spelt))][:MOST_NEAR]


def reason(error: Exception) -> str:
    """Why a file cannot be had, in the system's words without its number."""
    return getattr(error, "strerror", None) or str(error)


def near_file(path: Path) -> str:
    """A hint to a file of the same ending beside an absent one that is spelt like it, or nothing.

    Args:
        path: as given.
    """
    if path.exists() or not path.parent.is_dir():
        return ""
    near = near_names(path.name, (file.name for file in path.parent.glob(f"*{path.suffix}") if file.exists()))
    return f" (did you mean {path.with_name(near[0])}?)" if near else ""
