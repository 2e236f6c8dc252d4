"""`sovereigns reproduce`: tables and figures of the documents that follow from the code, made again.

All are made in a copy of the documents. With `check` the copy is compared with what stands, and with nothing
kept from earlier runs; otherwise it takes the place of what stands once it is whole.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sovereigns.experiments.documents import findings, odd, preset_table
from sovereigns.experiments.hindcast import page as backtest_page
from sovereigns.experiments.sweeps.plan import load_plan, study_names
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.places import ROOT

DOCUMENTS = ("README.md", "docs")

Make = Callable[[Path, Path, bool], None]
"""Told: folder that holds README.md and docs/, folder of results, whether the published size is wanted."""


@dataclass(frozen=True)
class Finding:
    """Something measured that stands in the documents."""

    name: str
    about: str
    make: Make
    sized: bool = False
    """Whether it has a published size."""


@dataclass(frozen=True)
class Made:
    """A finding made again."""

    name: str
    files: tuple[str, ...]
    """Documents and figures that are other than what stood."""

    @property
    def equal(self) -> bool:
        """Whether nothing changed."""
        return not self.files


def _study(name: str, root: Path, runs: Path, full: bool) -> None:
    findings.study(name, full, root / "docs", runs)


def known() -> dict[str, Finding]:
    """All findings by name.

    Raises:
        InputError: the documents are not here, as in an installed package.
    """
    if not (ROOT / "docs").is_dir():
        raise InputError(
            "reproduce: the documents that it makes again are not part of the installed package; call it in "
            "a checkout of the source, as README.md says"
        )
    found = [
        Finding(
            "tables",
            "what follows from the code alone, in all documents",
            lambda r, _, __: odd.write(r / "docs"),
        ),
        Finding(
            "presets",
            "how the presets end, in README.md",
            lambda r, _, __: preset_table.write(r / "README.md"),
        ),
        Finding(
            "backtest", "2022 to 2024, in docs/backtest.md", lambda r, _, __: backtest_page.write(r / "docs")
        ),
        *(Finding(name, load_plan(name).question, partial(_study, name), True) for name in study_names()),
        Finding(
            "claims",
            "26 verdicts, in docs/claims.md",
            lambda r, runs, __: findings.verdicts(r / "docs", runs),
        ),
    ]
    return {one.name: one for one in found}


def chosen(names: Iterable[str], every: bool) -> list[Finding]:
    """The findings named, in the order of `known`.

    Raises:
        InputError: one does not exist, or none is named.
    """
    there, wanted = known(), list(names)
    for name in wanted:
        if name not in there:
            raise unknown("finding", name, there, remedy="sovereigns reproduce --list")
    if not wanted and not every:
        raise InputError(f"reproduce: name what to make again ({', '.join(there)}), or give --all")
    return [one for one in there.values() if every or one.name in wanted]


def reproduce(
    finding: Finding, full: bool, check: bool, root: Path = ROOT, runs: Path = findings.RUNS
) -> Made:
    """Make one finding again.

    Args:
        finding: which.
        full: at its published size, if it has one.
        check: write nothing, and take nothing from earlier runs.
        root: folder that holds README.md and docs/.
        runs: folder of results, where what was run before is not run again.
    """
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "documents"
        for name in DOCUMENTS:
            (shutil.copytree if (root / name).is_dir() else shutil.copy)(root / name, _made(copy / name))
        finding.make(copy, Path(place) / "runs" if check else runs, full and finding.sized)
        files = _other(copy, root)
        if not check:
            _take(files, copy, root)
    return Made(finding.name, files)


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _other(copy: Path, root: Path) -> tuple[str, ...]:
    names = {
        str(path.relative_to(folder))
        for folder in (copy, root)
        for name in DOCUMENTS
        for path in ((folder / name).rglob("*") if (folder / name).is_dir() else [folder / name])
        if path.is_file()
    }
    return tuple(sorted(name for name in names if _bytes(copy / name) != _bytes(root / name)))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _take(files: Iterable[str], copy: Path, root: Path) -> None:
    for name in files:
        if (copy / name).is_file():
            shutil.copy(copy / name, root / name)
        else:
            (root / name).unlink()
