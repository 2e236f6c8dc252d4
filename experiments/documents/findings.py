"""What the studies and the claims found, as it stands in docs/: tables and figures, each with its maker.

Sweeps and analyses the studies that are shipped, tests the claims, and writes what was found between the
marks `<!-- measured: NAME -->` and `<!-- end of measured -->`, with the figures. What was run before is not
run again. `uv run python -m sovereigns.experiments.documents.findings [NAME]... [--full]` does it for all, or
for some; `sovereigns reproduce` for everything that is measured.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click

from sovereigns.experiments.analysis.analyse import HEADLINES, findings, read
from sovereigns.experiments.claims import runs as claims
from sovereigns.experiments.claims.table import markdown
from sovereigns.experiments.documents.study_page import study_part
from sovereigns.experiments.report.sweep_report import draw
from sovereigns.experiments.sweeps.plan import load_plan, study_names
from sovereigns.experiments.sweeps.sweep import default_folder, sweep
from sovereigns.experiments.work.engine import local
from sovereigns.experiments.work.progress import progress_bar, sweep_bar
from sovereigns.model.errors import unknown
from sovereigns.model.places import DOCS

IMAGES = DOCS / "images"
RUNS = Path("runs")
CLAIMS = "claims"


def write_part(document: Path, name: str, text: str) -> None:
    """Put a text between its marks.

    Raises:
        InputError: the document has no such marks.
    """
    marks = re.compile(rf"(<!-- measured: {re.escape(name)} -->\n).*?(<!-- end of measured -->)", re.DOTALL)
    whole = document.read_text(encoding="utf-8")
    if not marks.search(whole):
        raise unknown("measured part", name, re.findall(r"<!-- measured: (.+?) -->", whole), document.name)
    document.write_text(marks.sub(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", whole), encoding="utf-8")


def study(name: str, full: bool, docs: Path = DOCS, runs: Path = RUNS) -> None:
    """Run a study as far as it is not done, and write what it found.

    Args:
        name: of the study, or the file of a plan.
        full: its published size.
        docs: folder of the documents.
        runs: folder of results.
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
    write_part(docs / "studies.md", plan.name, study_part(ended, result, HEADLINES, images))


def verdicts(docs: Path = DOCS, runs: Path = RUNS) -> None:
    """Test the claims, and write the verdicts; arguments as of `study`."""
    folder = runs / claims.default_folder((), claims.POINTS).name
    with local() as engine, progress_bar("runs") as progress:
        results, _ = claims.put_to_test((), engine.executor, folder, progress=progress)
    shutil.copy(folder / "claims.png", docs / "images" / "claims.png")
    write_part(docs / "claims.md", "verdicts", markdown(results))


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--full", is_flag=True, help="The published size of the studies.")
def main(names: tuple[str, ...], full: bool) -> None:
    """Make the findings in docs/ again: of the studies NAME, or claims; of all without NAME."""
    known = (*study_names(), CLAIMS)
    for name in names:
        if name not in known:
            raise unknown("finding", name, known)
    for name in names or known:
        click.echo(name, err=True)
        verdicts() if name == CLAIMS else study(name, full)


if __name__ == "__main__":
    main()
