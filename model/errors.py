"""Bad input, said so that a person can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


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
    names = list(known)
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(given.casefold(), folded, n=3, cutoff=0.5)
    where = f"{place}: " if place else ""
    hint = f"; did you mean {' or '.join(folded[name] for name in near)}?" if near else ""
    how = f" ({remedy} lists them)" if remedy else ""
    return InputError(f"{where}unknown {kind} '{given}'{hint}{how}")
