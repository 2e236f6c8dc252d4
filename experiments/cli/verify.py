"""sovereigns verify."""

from __future__ import annotations

from pathlib import Path

import click

from sovereigns.experiments.cli.options import as_json
from sovereigns.experiments.cli.show import print_json, print_table, show_case
from sovereigns.experiments.limits import DISAGREES
from sovereigns.experiments.words import pairs
from sovereigns.model.errors import InputError


@click.command()
@click.argument("case", required=False)
@click.option("--point", "point", multiple=True, metavar="NAME=VALUE", help="A coordinate; may be repeated.")
@click.option(
    "--figures",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Draw both sides, into this folder.",
)
@as_json
def verify(case: str | None, point: tuple[str, ...], figures: Path | None, as_json: bool) -> None:
    """Set the model's decision code beside the closed form of a published CASE, or of every one."""
    from sovereigns.experiments.docking import verify as docking

    given = dict(pairs(point, "--point"))
    if case is None and given:
        raise InputError("--point: name the CASE that the point belongs to (sovereigns verify lists them)")
    results = [docking.verify(name, given) for name in (docking.cases() if case is None else [case])]
    if figures:
        from sovereigns.experiments.docking.figures import draw_theory

        for file in draw_theory(figures):
            click.echo(file, err=True)
    if as_json:
        print_json(results if case is None else results[0])
    elif case is None:
        print_table(results, ("case", "quantity", "expected", "measured", "stderr", "agrees"))
    else:
        show_case(docking.find(case), results[0])
    if not all(result["agrees"] for result in results):
        click.get_current_context().exit(DISAGREES)
