"""What the studies and the claims found, as it stands in docs/: tables and figures, each with its maker.

Sweeps and analyses a study that is shipped, or tests the claims, and writes what was found between its marks,
with the figures. What was run before is not run again.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sovereigns.experiments.analysis.analyse import HEADLINES, findings, read
from sovereigns.experiments.claims import runs as claims
from sovereigns.experiments.claims.table import markdown
from sovereigns.experiments.documents import marks
from sovereigns.experiments.documents.marks import FULL
from sovereigns.experiments.documents.study_page import study_part
from sovereigns.experiments.report.sweep_report import draw
from sovereigns.experiments.sweeps.plan import load_plan
from sovereigns.experiments.sweeps.sweep import default_folder, sweep
from sovereigns.experiments.work.engine import local
from sovereigns.experiments.work.progress import progress_bar, sweep_bar


def study(name: str, full: bool, docs: Path, runs: Path, by: str) -> None:
    """Run a study as far as it is not done, and write what it found.

    Args:
        name: of the study, or the file of a plan.
        full: its published size.
        docs: folder of the documents.
        runs: folder of results.
        by: digest of what makes it.
    """
    plan = load_plan(name, full=full)
    folder = runs / default_folder(plan).name
    with local() as engine, sweep_bar() as tell:
        sweep(plan, folder, engine, f"sovereigns sweep {name}" + " --full" * full, tell=tell)
    ended = read(folder)
    result = findings(ended)
    images = {}
    for old in docs.glob(f"images/{plan.name}-*.png"):
        old.unlink()
    for figure, path in draw(ended, result, folder / "figures").items():
        images[figure] = f"images/{plan.name}-{figure}.png"
        shutil.copy(path, docs / images[figure])
    told = study_part(ended, result, HEADLINES, images)
    marks.write(docs / "studies.md", plan.name + FULL * full, told, by)


def verdicts(full: bool, docs: Path, runs: Path, by: str) -> None:
    """Test the claims, and write the verdicts; arguments as of `study`."""
    points = claims.FULL if full else claims.POINTS
    folder = runs / claims.default_folder((), points).name
    with local() as engine, progress_bar("runs") as progress:
        results, _ = claims.put_to_test((), engine.executor, folder, points, progress=progress)
    picture = f"images/{folder.name}.png"
    shutil.copy(folder / "claims.png", docs / picture)
    marks.write(docs / "claims.md", "claims" + FULL * full, markdown(results, picture), by)
