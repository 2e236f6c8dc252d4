"""`sovereigns reproduce`: tables and figures of the documents that follow from the code, made again.

So are the points that history leaves, from which runs are drawn. All are made in a copy of what stands. With
`check` the copy is compared with it, and nothing is kept from earlier runs; otherwise it takes the place of
what stands once it is whole.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sovereigns.experiments.documents import freshness, marks
from sovereigns.experiments.documents.freshness import DECLARED, Maker
from sovereigns.experiments.documents.marks import FULL
from sovereigns.experiments.sweeps.studies import as_written, study_names
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.places import ROOT

DOCUMENTS = ("README.md", "docs")
RUNS = Path("runs")
CALIBRATED = "model/data/calibration.csv"
MATCHED = "experiments/claims/points.csv"

SCENARIOS = "model/data/scenarios/*.toml"
ANALYSIS = (
    "experiments/analysis/*.py",
    "experiments/documents/study_page.py",
    "experiments/report/*_figures.py",
    "experiments/report/sweep_*.py",
    "experiments/report/ticks.py",
    "experiments/sweeps/design.py",
    "experiments/sweeps/factors.py",
)

Make = Callable[[Path, Path, bool, str], None]
"""Told: folder of README.md and docs/, folder of results, whether in published size, its makers' digest."""


@dataclass(frozen=True)
class Finding:
    """Something measured that stands in the documents."""

    name: str
    about: str
    make: Make
    maker: Maker | None = None
    """What it comes from, if that is told in its mark."""
    sized: bool = False
    """Whether it has a published size."""
    timed: bool = False
    """Whether it measures the machine and so never comes out the same; made only where it is named."""
    tunes: str = ""
    """The file beside the documents that it is, from which runs are drawn; made only where it is named."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts of the documents that it may stand in, one for each size."""
        return (self.name, self.name + FULL) if self.sized else (self.name,)

    def standing(self, there: Collection[str]) -> tuple[str, ...]:
        """Those that do stand, of the parts `there`; its name if none does."""
        return tuple(part for part in self.parts if part in there) or (self.name,)

    def size(self, full: bool, check: bool, there: Collection[str]) -> bool:
        """Whether to make it at its published size: as asked for, and otherwise as it stands.

        Args:
            full: asked for.
            check: to compare it with what stands.
            there: names of the parts of the documents.
        """
        if self.name + FULL not in there:
            return self.sized and full and not check
        return full or self.name not in there


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


PRESETS = Maker(("experiments/documents/preset_table.py",), (SCENARIOS,))
BACKTEST = Maker(
    ("experiments/documents/backtest_page.py", "experiments/hindcast/*.py", "experiments/report/ticks.py"),
    ("model/data/scenarios/as-it-happened.toml",),
)
PLAYED = tuple(f"experiments/game/{name}.py" for name in ("actions", "goals", "player", "rules", "setup"))
PATTERNS = Maker(
    ("experiments/patterns/*.py", "experiments/claims/arms.py", *PLAYED),
    (
        "experiments/game/rules.csv",
        "experiments/patterns/*.csv",
        "experiments/patterns/scenarios/*.toml",
        "experiments/claims/scenarios/*.toml",
        SCENARIOS,
    ),
)
CLAIMS = Maker(
    ("experiments/claims/*.py",),
    (
        MATCHED,
        "experiments/claims/registered/*.csv",
        "experiments/claims/scenarios/*.toml",
        SCENARIOS,
    ),
)


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
        Finding("calibration", f"what history to 2023 leaves, {CALIBRATED}", _calibration, tunes=CALIBRATED),
        Finding("points", f"what history to 2024 leaves, {MATCHED}", _points, tunes=MATCHED),
        Finding("tables", "what follows from the code alone, in all documents", _tables),
        Finding("presets", "how the presets end, in README.md", _presets, PRESETS),
        Finding("backtest", "2022 to 2024, in docs/backtest.md", _backtest, BACKTEST),
        Finding("patterns", "what the world must show, in docs/patterns.md", _patterns, PATTERNS),
        Finding("removed", "what each process moves, in docs/patterns.md", _removed, PATTERNS),
        *(
            Finding(name, as_written(name)["question"], partial(_study, name), _plan(name), True)
            for name in study_names()
        ),
        Finding("claims", "a verdict on each claim, in docs/claims.md", _claims, CLAIMS, True),
        Finding("performance", "times of this machine, in docs/performance.md", _performance, timed=True),
    ]
    return {one.name: one for one in found}


def _plan(name: str) -> Maker:
    used = (f"model/data/scenarios/{one}.toml" for one in as_written(name)["scenarios"])
    return Maker(ANALYSIS, (f"experiments/studies/{name}.toml", *used))


def _calibration(root: Path, _runs: Path, _full: bool, _by: str) -> None:
    from sovereigns.experiments.hindcast import calibrate  # heavy

    calibrate.write(calibrate.try_out(), root / CALIBRATED)


def _points(root: Path, _runs: Path, _full: bool, _by: str) -> None:
    from sovereigns.experiments.claims import match  # heavy

    match.write(*match.match(), root / MATCHED)


def _tables(root: Path, _runs: Path, _full: bool, _by: str) -> None:
    from sovereigns.experiments.documents import odd  # heavy

    odd.write(root / "docs")


def _presets(root: Path, _runs: Path, _full: bool, by: str) -> None:
    from sovereigns.experiments.documents import preset_table  # heavy

    preset_table.write(root / "README.md", by)


def _backtest(root: Path, _runs: Path, _full: bool, by: str) -> None:
    from sovereigns.experiments.documents import backtest_page  # heavy

    backtest_page.write(root / "docs", by)


def _patterns(root: Path, _runs: Path, _full: bool, by: str) -> None:
    from sovereigns.experiments.patterns.page import table  # heavy
    from sovereigns.experiments.patterns.patterns import measure  # heavy

    marks.write(root / "docs" / "patterns.md", "patterns", table(measure()), by)


def _removed(root: Path, _runs: Path, _full: bool, by: str) -> None:
    from sovereigns.experiments.patterns.page import table_of_removed  # heavy
    from sovereigns.experiments.patterns.removed import removed  # heavy

    marks.write(root / "docs" / "patterns.md", "removed", table_of_removed(removed()), by)


def _study(name: str, root: Path, runs: Path, full: bool, by: str) -> None:
    from sovereigns.experiments.documents import findings  # heavy

    findings.study(name, full, root / "docs", runs, by)


def _claims(root: Path, runs: Path, full: bool, by: str) -> None:
    from sovereigns.experiments.documents import findings  # heavy

    findings.verdicts(full, root / "docs", runs, by)


def _performance(root: Path, _runs: Path, _full: bool, _by: str) -> None:
    from sovereigns.experiments.documents import performance_page  # heavy

    performance_page.write(root / "docs")


def makers() -> dict[str, Maker]:
    """What each measured part comes from, by its name."""
    return {part: one.maker for one in known().values() if one.maker for part in one.parts}


def states(root: Path = ROOT) -> dict[str, str]:
    """Measured part of the documents -> whether it is what the code gives now, or says that it is not."""
    return freshness.states(root, makers())


def declare(names: Iterable[str], root: Path = ROOT) -> list[str]:
    """Let the pages say of the parts named that they are out of date, where they are; those that say so now.

    Raises:
        InputError: a name that no measured part has.
    """
    there, wanted = makers(), list(names)
    for name in wanted:
        if name not in there:
            raise unknown("measured part", name, there, remedy="sovereigns reproduce --list")
    return freshness.declare(root, there, wanted or there)


def chosen(names: Iterable[str], every: bool, check: bool = False, full: bool = False) -> list[Finding]:
    """The findings named, in the order of `known`.

    Args:
        names: of findings.
        every: all that stand in the documents but those that measure the machine.
        check: leave out, of `every`, those whose page says that they are out of date.
        full: at their published size.

    Raises:
        InputError: one does not exist, or none is named.
    """
    there, wanted = known(), list(names)
    for name in wanted:
        if name not in there:
            raise unknown("finding", name, there, remedy="sovereigns reproduce --list")
    if not wanted and not every:
        raise InputError(f"reproduce: name what to make again ({', '.join(there)}), or give --all")
    left = {one.name for one in there.values() if one.timed or one.tunes}
    if check:
        now = states()
        left |= {
            one.name for one in there.values() if now.get(one.parts[one.size(full, check, now)]) == DECLARED
        }
    return [one for one in there.values() if one.name in wanted or (every and one.name not in left)]


def reproduce(finding: Finding, full: bool, check: bool, root: Path = ROOT, runs: Path = RUNS) -> Made:
    """Make one finding again; what a person writes into the documents meanwhile stays.

    Args:
        finding: which.
        full: at its published size, if it has one; a check is of what stands.
        check: write nothing, and take nothing from earlier runs.
        root: folder that holds README.md and docs/.
        runs: folder of results, where what was run before is not run again.
    """
    with tempfile.TemporaryDirectory() as place:
        copy, before = Path(place) / "documents", Path(place) / "before"
        kept = (finding.tunes,) if finding.tunes else DOCUMENTS
        for name, folder in itertools.product(kept, (copy, before)):
            (shutil.copytree if (root / name).is_dir() else shutil.copy)(root / name, _made(folder / name))
        by = finding.maker.digest(ROOT) if finding.maker else ""
        standing = {part.name for part in marks.measured(root)}
        finding.make(copy, Path(place) / "runs" if check else runs, finding.size(full, check, standing), by)
        files = _other(copy, before, kept)
        if not check:
            _take(files, copy, before, root)
    return Made(finding.name, files)


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _other(copy: Path, before: Path, kept: Iterable[str]) -> tuple[str, ...]:
    names = {
        str(path.relative_to(folder))
        for folder in (copy, before)
        for name in kept
        for path in ((folder / name).rglob("*") if (folder / name).is_dir() else [folder / name])
        if path.is_file()
    }
    return tuple(sorted(name for name in names if _bytes(copy / name) != _bytes(before / name)))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _take(files: Iterable[str], copy: Path, before: Path, root: Path) -> None:
    for name in files:
        written = name.endswith(".md") and _bytes(root / name) not in (None, _bytes(before / name))
        if written and (copy / name).is_file():
            marks.carry(copy / name, root / name)
        elif (copy / name).is_file():
            shutil.copy(copy / name, root / name)
        else:
            (root / name).unlink()
