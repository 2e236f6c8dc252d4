"""sovereigns run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sovereigns.experiments.cli.options import (
    as_json,
    firms_option,
    nations_option,
    out_option,
    quarters_option,
    researchers_option,
    seed_option,
    set_option,
    strategy_option,
)
from sovereigns.experiments.cli.remedies import Name
from sovereigns.experiments.cli.show import say_notes, show_run
from sovereigns.experiments.limits import STARTS
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.words import pairs
from sovereigns.experiments.work.compiling import say_if_first
from sovereigns.experiments.work.interrupt import between_quarters
from sovereigns.model.standard import KEPT, SCENARIO


@click.command()
@click.argument("scenario", default=SCENARIO)
@seed_option
@click.option("--start", type=Name(STARTS), help="First quarter; else the scenario's.")
@quarters_option("a run")
@firms_option
@researchers_option
@nations_option
@set_option
@strategy_option
@click.option(
    "--keep",
    type=Name(KEPT),
    multiple=True,
    help="One table more: ties of all pairs, decisions of firms; may be repeated.",
)
@out_option
@as_json
def run(
    out: Path | None, as_json: bool, values: tuple[str, ...], played: tuple[str, ...], **given: Any
) -> None:
    """Play SCENARIO (a preset or a TOML file) once and show what happened."""
    given["keep"] = tuple(dict.fromkeys(given["keep"]))
    recipe = Recipe(set=pairs(values, "--set"), strategies=pairs(played, "--strategy"), **given)
    recipe.check()

    from sovereigns.experiments.report import beside

    with beside.reporter() as report:
        out = _played(recipe, out, report)

    from sovereigns.experiments.results.store import Results

    show_run(Results(out).summary, as_json)
    click.echo(out / "report.html", err=as_json)


def _played(recipe: Recipe, out: Path | None, report: Callable[[Path], None]) -> Path:
    """Play a run and keep it with its report; the folder."""
    from sovereigns.experiments.results import store
    from sovereigns.experiments.work.progress import progress_bar
    from sovereigns.model.start.scenarios import unmet

    say_if_first()
    with between_quarters():
        simulation = recipe.simulation()
    first = simulation.world.quarter
    simulation.notes += unmet(simulation.setting.events, first, first + recipe.quarters - 1)
    say_notes(simulation.notes)
    config = recipe.manifest(simulation)
    out = store.default_folder(config) if out is None else out
    with store.whole_folder(out, config) as folder:
        with between_quarters() as patience, progress_bar("quarters") as progress:
            simulation.run(recipe.quarters, progress=patience.after(progress))
        store.write_run(simulation, config, recipe.command(), folder, recipe.files(simulation))
        report(folder)
    return out
