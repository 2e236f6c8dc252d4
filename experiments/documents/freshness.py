"""Whether what was measured still is what the code gives, and how a page says that it is not."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sovereigns.experiments.documents import marks
from sovereigns.experiments.documents.digest import digest

FRESH, DECLARED, STALE, CHANGED = "fresh", "declared out of date", "out of date", "changed by hand"
MODEL = ("model/**/*.py", "agents/**/*.py")
TABLES = ("model/data/*.csv",)


@dataclass(frozen=True)
class Maker:
    """What a measured part comes from, as patterns from the project's folder."""

    code: tuple[str, ...]
    """Beside the model and the agents."""
    data: tuple[str, ...]
    """Beside the model's tables."""

    def digest(self, root: Path) -> str:
        """Of all of it, as it is now."""
        return digest(root, MODEL + self.code, TABLES + self.data)


def states(root: Path, makers: Mapping[str, Maker]) -> dict[str, str]:
    """Measured part -> FRESH, DECLARED, STALE or CHANGED.

    Args:
        root: folder that holds README.md, docs/ and the code.
        makers: name of a part -> what it comes from; parts of other names are left out.
    """
    found = {}
    for part in marks.measured(root):
        if part.name in makers:
            found[part.name] = _state(part, makers[part.name].digest(root))
    return found


def _state(part: marks.Part, now: str) -> str:
    if part.seal and part.seal != marks.seal(part.document, part.text):
        return CHANGED
    if part.notice:
        return DECLARED
    return FRESH if part.by == now else STALE


def declare(root: Path, makers: Mapping[str, Maker], names: Iterable[str]) -> list[str]:
    """Say on their pages of those named which are out of date that they are, summaries above them too.

    Returns:
        The parts that say so now.
    """
    wanted, said = set(names), []
    for part in list(marks.measured(root)):
        state = _state(part, makers[part.name].digest(root)) if part.name in wanted else FRESH
        if state in (STALE, DECLARED):
            commit = part.notice or _made_by(root, part)
            marks.write(part.document, part.name, part.text, part.by, commit, part.seal)
            said += [part.name] if state == STALE else []
    return said


def _made_by(root: Path, part: marks.Part) -> str:
    """The last commit that changed the line of the mark, short; unknown where git has none."""
    words = ["git", "-C", str(root), "log", "-1", "--format=%h", "-S", part.opening, "--", str(part.document)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
