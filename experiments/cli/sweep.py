"""sovereigns sweep."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from sovereigns.experiments.cli.options import as_json, out_option, seed_option, workers_option
from sovereigns.experiments.cli.remedies import Whole
from sovereigns.experiments.cli.show import print_json, say_notes
from sovereigns.experiments.limits import RUNS_FAILED
from sovereigns.experiments.sweeps.studies import find_plan
from sovereigns.model.facts.texts import read_text, toml_table


@click.command()
@click.argument("plan", metavar="FILE|NAME")
@out_option
@workers_option
@click.option("--cluster", metavar="ADDRESS", help="A dask.distributed scheduler, as tcp://HOST:8786.")
@click.option("--dry-run", is_flag=True, help="Tell runs, time and disk, and run nothing.")
@click.option("--limit", type=Whole(1), help="Only the first runs, rounded up to whole shards.")
@seed_option
@click.option("--full", is_flag=True, help="The published size of a study.")
@click.option("--retry-failed", is_flag=True, help="Do shards with failed runs again, whatever failed.")
@as_json
def sweep(
    plan: str,
    out: Path | None,
    workers: int | None,
    cluster: str | None,
    dry_run: bool,
    limit: int | None,
    seed: int,
    full: bool,
    retry_failed: bool,
    as_json: bool,
) -> None:
    """Run the experiments of a plan (a TOML file or a study); call it again to go on where it stopped."""
    toml_table(read_text(find_plan(plan), "TOML"))  # before anything heavy is read in
    from sovereigns.experiments.results.sweep_results import FAILURES
    from sovereigns.experiments.sweeps import sweep as sweeps
    from sovereigns.experiments.sweeps.plan import load_plan
    from sovereigns.experiments.work.cores import cores
    from sovereigns.experiments.work.progress import sweep_bar

    loaded = load_plan(plan, seed, full)
    out = sweeps.default_folder(loaded) if out is None else out
    say_notes(loaded.notes)
    sweeps.refuse_too_large(loaded, out)
    if dry_run:
        return _show_forecast(sweeps.forecast(loaded, out, workers or cores()), as_json)
    command = _command(plan, out, seed, full)
    with _engine(workers, cluster) as engine, sweep_bar() as tell:
        outcome = sweeps.sweep(loaded, out, engine, command, limit, tell, retry_failed)
    result = {
        "name": loaded.name,
        "out": str(out),
        "runs": loaded.size,
        "done": outcome.done,
        "failed": outcome.failed,
    }
    if as_json:
        print_json(result | {"seconds": outcome.seconds})
    else:
        click.echo(out)
    if outcome.failed:
        click.echo(f"{outcome.failed} of {outcome.done} runs failed; {FAILURES.format(out)}", err=True)
        click.get_current_context().exit(RUNS_FAILED)
    return None


def _engine(workers: int | None, cluster: str | None) -> Any:
    if cluster is None:
        from sovereigns.experiments.work.engine import local

        return local(workers)
    if workers is not None:
        raise click.UsageError(
            "--workers is for this machine; a cluster brings its own. Leave one of the two out."
        )
    from sovereigns.experiments.work.cluster import cluster as workers_of

    return workers_of(cluster)


def _command(plan: str, out: Path, seed: int, full: bool) -> str:
    """The command line that goes on with a sweep."""
    words = ["sovereigns", "sweep", plan, "--out", str(out), *(["--seed", str(seed)] if seed else [])]
    return shlex.join(words + ["--full"] * full)


def _show_forecast(forecast: dict[str, Any], as_json: bool) -> None:
    if as_json:
        return print_json(forecast)
    hours, rest = divmod(round(forecast["seconds"]), 3600)
    click.echo(
        "{name}: {runs:,} runs ({points:,} points x {scenarios} scenarios x {replications} replications) in "
        "{shards:,} shards".format_map(forecast)
    )
    click.echo(f"about {hours} h {rest // 60} min {rest % 60} s with {forecast['workers']} workers")
    click.echo(
        f"about {forecast['bytes'] / 1e6:,.1f} MB; the disk has {forecast['free_bytes'] / 1e6:,.0f} MB free"
    )
    return None
