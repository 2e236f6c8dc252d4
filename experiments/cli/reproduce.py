"""sovereigns reproduce."""

from __future__ import annotations

import click

from sovereigns.experiments.cli.options import as_json
from sovereigns.experiments.cli.show import print_json, print_table
from sovereigns.experiments.limits import DISAGREES


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--all", "every", is_flag=True, help="All in the documents but times of this machine.")
@click.option("--full", is_flag=True, help="The published size of studies and claims.")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit code 4 where a document says something else."
)
@click.option("--list", "listed", is_flag=True, help="Tell what there is, and what is out of date.")
@click.option(
    "--mark-stale", is_flag=True, help="Make nothing; let the pages say which parts the model has outgrown."
)
@as_json
def reproduce(
    names: tuple[str, ...],
    every: bool,
    full: bool,
    check: bool,
    listed: bool,
    mark_stale: bool,
    as_json: bool,
) -> None:
    """Make tables and figures of the documents again by NAME, or check that they come out as they stand.

    What stands at its published size is made and checked at that. --all --check leaves out what its page
    says is out of date.
    """
    from sovereigns.experiments.documents import reproduce as again

    if listed:
        states = again.states()
        rows = [
            {"name": part, "state": states.get(part, ""), "meaning": one.about}
            for one in again.known().values()
            for part in one.standing(states)
        ]
        return print_json(rows) if as_json else print_table(rows, ("name", "state", "meaning"))
    if mark_stale:
        said = again.declare(names)
        return print_json(said) if as_json else click.echo("\n".join(said) or "nothing is out of date")
    made = []
    for finding in again.chosen(names, every, check, full):
        click.echo(finding.name, err=True)
        one = again.reproduce(finding, full, check)
        made.append({"name": one.name, "equal": one.equal, "files": list(one.files)})
        if not as_json:
            verb = "differs" if check else "written"
            click.echo(f"{one.name}: {'equal' if one.equal else f'{verb}: ' + ', '.join(one.files)}")
    if as_json:
        print_json(made)
    if check and not all(one["equal"] for one in made):
        click.get_current_context().exit(DISAGREES)
    return None
