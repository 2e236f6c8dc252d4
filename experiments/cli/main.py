"""The console command `sovereigns`: one thin function a command; heavy imports wait until needed.

Exit codes: 0 ok, 1 our fault, 2 bad input, 3 some runs failed, 4 a check disagreed, 130 interrupted (143 by
SIGTERM).
"""

from __future__ import annotations

import errno
import os
import shlex
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from sovereigns.experiments.cli import again, app, patterns, play, sweeps, tournament
from sovereigns.experiments.cli.enter import exit_code, hear_termination
from sovereigns.experiments.cli.options import (
    as_json,
    out_option,
    seed_option,
)
from sovereigns.experiments.cli.show import (
    print_json,
    print_table,
    show_case,
    show_discovery,
    show_rows,
    show_run,
)
from sovereigns.experiments.cli.start import (
    broken_name,
    document,
    leave_folder_out,
    open_streams,
    refuse_broken_names,
)
from sovereigns.experiments.limits import (
    BAD_INPUT,
    DISAGREES,
    FIRMS_MAX,
    INTERRUPTED,
    OK,
    OUR_FAULT,
    QUARTERS,
    QUARTERS_MAX,
    RESEARCHERS_MAX,
    RUNS_FAILED,
    SEED_MAX,
    STARTS,
)
from sovereigns.experiments.recipe import begin, own_files, pairs
from sovereigns.experiments.work.interrupt import between_quarters
from sovereigns.experiments.work.progress import (
    progress_bar,
)
from sovereigns.model.errors import InputError

SCENARIO = "diffusion-rule-2025"
SEEDS = 10
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
"""What is wrong with the user's disk, not with us."""

name_argument = click.argument("name", required=False)
quarters_option = click.option(
    "--quarters",
    type=click.IntRange(1, QUARTERS_MAX),
    default=QUARTERS,
    show_default=True,
    help="Length of a run.",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    open_streams()
    leave_folder_out()
    hear_termination()
    if sys.flags.optimize > 1:
        document(cli)
    sys.exit(_guarded(sys.argv[1:] if arguments is None else list(arguments)))


def _guarded(arguments: list[str]) -> int:
    if sys.stdout is None:
        click.echo("Error: standard output is closed; leave it open or send it to a file", err=True)
        return BAD_INPUT
    try:
        refuse_broken_names(arguments)
        with cli.make_context("sovereigns", arguments) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except InputError as error:
        click.echo(f"Error: {error}", err=True)
        return BAD_INPUT
    except UnicodeEncodeError as error:
        if not any("\udc80" <= letter <= "\udcff" for letter in str(error.object)):
            _confess(error)
            return OUR_FAULT
        click.echo(f"Error: {broken_name(str(error.object))}", err=True)
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort) as stop:
        click.echo(str(stop) or "Interrupted; nothing was written.", err=True)
        return exit_code(INTERRUPTED)
    except BrokenPipeError:
        _drop_output()
    except OSError as error:
        if error.errno not in NO_ROOM:
            _confess(error)
            return OUR_FAULT
        _drop_output()
        with suppress(OSError):
            click.echo(f"Error: {_no_room(error)}", err=True)
        return BAD_INPUT
    except Exception as error:
        _confess(error)
        return OUR_FAULT
    return OK


def _no_room(error: OSError) -> str:
    place = error.filename or "standard output"
    return f"{place}: cannot be written: {error.strerror}; make room or send it elsewhere"


def _drop_output() -> None:
    """Let what is left to print go nowhere, so that the interpreter can end well."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _confess(error: Exception) -> None:
    click.echo(
        f"This is our fault, not yours: {type(error).__name__}: {error}\n"
        "Please report it with your command line, as CONTRIBUTING.md says; SOVEREIGNS_DEBUG=1 says more.",
        err=True,
    )
    if os.environ.get("SOVEREIGNS_DEBUG") == "1":
        traceback.print_exception(error)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sovereigns")
def cli() -> None:
    """A game of the world's nations, racing or pooling toward AI. It explores, it does not predict."""


@cli.command()
@click.argument("scenario", default=SCENARIO)
@seed_option
@click.option("--start", type=click.Choice(STARTS), help="First quarter; else the scenario's.")
@quarters_option
@click.option("--firms", type=click.IntRange(0, FIRMS_MAX), help="Number of firms.")
@click.option("--researchers", type=click.IntRange(0, RESEARCHERS_MAX), help="Number of researchers.")
@click.option("--nations", type=click.Path(path_type=Path), metavar="FILE.csv", help="Nations of your own.")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
@click.option("--strategy", "played", multiple=True, metavar="ISO3|all=NAME", help="May be repeated.")
@out_option
@as_json
def run(quarters: int, out: Path | None, as_json: bool, **given: Any) -> None:
    """Play SCENARIO (a preset or a TOML file) once and show what happened."""
    from sovereigns.experiments.report import run_report
    from sovereigns.experiments.results import store
    from sovereigns.model.start.scenarios import unmet

    with between_quarters():
        simulation = begin(given)
    first = simulation.world.quarter
    simulation.notes += unmet(simulation.setting.events, first, first + quarters - 1)
    for note in simulation.notes:
        click.echo(f"Note: {note}", err=True)
    config = store.configuration(simulation, quarters)
    out = store.default_folder(config) if out is None else out
    with store.whole_folder(out, config) as folder:
        with between_quarters() as patience, progress_bar("quarters") as progress:
            simulation.run(quarters, progress=patience.after(progress))
        store.write_run(simulation, config, reproducing_command(), folder, own_files(given, simulation))
        run_report.write_report(folder)
    show_run(store.Results(out).summary, as_json)
    click.echo(out / "report.html", err=as_json)


@cli.command()
@click.argument("a")
@click.argument("b")
@click.option("--seeds", type=click.IntRange(1), default=SEEDS, show_default=True, help="Pairs of runs.")
@click.option("--seed", type=click.IntRange(0, SEED_MAX), default=0, show_default=True, help="The first.")
@quarters_option
@click.option("--set-a", multiple=True, metavar="NAME=VALUE", help="A parameter of A; may be repeated.")
@click.option("--set-b", multiple=True, metavar="NAME=VALUE", help="A parameter of B.")
@click.option("--strategy-a", multiple=True, metavar="ISO3|all=NAME", help="Who plays how in A.")
@click.option("--strategy-b", multiple=True, metavar="ISO3|all=NAME", help="Who plays how in B.")
@click.option("--nations", type=click.Path(path_type=Path), metavar="FILE.csv", help="Nations of your own.")
@as_json
def compare(
    a: str,
    b: str,
    seeds: int,
    seed: int,
    quarters: int,
    set_a: tuple[str, ...],
    set_b: tuple[str, ...],
    strategy_a: tuple[str, ...],
    strategy_b: tuple[str, ...],
    nations: Path | None,
    as_json: bool,
) -> None:
    """Compare scenarios A and B at the end: paired differences, B less A, with 95 % intervals."""
    from sovereigns.experiments.analysis.compare import Side, compare

    first = Side(a, pairs(set_a, "--set-a"), pairs(strategy_a, "--strategy-a"), nations)
    second = Side(b, pairs(set_b, "--set-b"), pairs(strategy_b, "--strategy-b"), nations)
    with progress_bar("runs") as progress:
        differences = compare(first, second, seeds, quarters, progress, seed)
    if as_json:
        return print_json(differences)
    click.echo(
        f"a: {a}\nb: {b}\n{seeds} seeds, {quarters} quarters; means, and b less a with its 95 % interval"
    )
    rows = [{"metric": name, "unit": units()[name], **row} for name, row in differences.items()]
    return print_table(rows, ("metric", "unit", "a", "b", "difference", "low", "high"))


@cli.command()
@name_argument
@as_json
def scenarios(name: str | None, as_json: bool) -> None:
    """List the presets, or explain one."""
    from sovereigns.model.facts.inputs import load_inputs
    from sovereigns.model.start.scenarios import load_scenario, scenario_names

    keys = ("name", "title", "assumes", "start", "rules", "locks", "set", "strategies", "sources")
    loaded = [load_scenario(preset, load_inputs()) for preset in scenario_names()]
    rows = [{key: getattr(scenario, key) for key in keys} for scenario in loaded]
    show_rows("scenario", "sovereigns scenarios", rows, name, as_json, ("name", "start", "assumes"))


@cli.command()
@name_argument
@as_json
def parameters(name: str | None, as_json: bool) -> None:
    """List the parameters, or explain one."""
    from dataclasses import asdict

    from sovereigns.model.facts.parameters import rows

    columns = ("name", "value", "unit", "meaning")
    show_rows("parameter", "sovereigns parameters", [asdict(row) for row in rows()], name, as_json, columns)


@cli.command()
@name_argument
@as_json
def strategies(name: str | None, as_json: bool) -> None:
    """List the strategies that nations can play, or explain one."""
    from sovereigns.agents.registry import strategies

    rows = [{key: getattr(s, key) for key in ("name", "summary", "source")} for s in strategies().values()]
    show_rows("strategy", "sovereigns strategies", rows, name, as_json, ("name", "summary"))


@cli.command()
@name_argument
@as_json
def metrics(name: str | None, as_json: bool) -> None:
    """List the world metrics, or explain one."""
    from sovereigns.model.metrics import METRICS

    keys = ("unit", "kind", "denominator", "meaning")
    rows = [{"name": key} | {k: getattr(metric, k) for k in keys} for key, metric in METRICS.items()]
    show_rows("metric", "sovereigns metrics", rows, name, as_json, ("name", "unit", "kind", "meaning"))


@cli.command()
@click.argument("case", required=False)
@click.option("--point", "point", multiple=True, metavar="NAME=VALUE", help="A coordinate; may be repeated.")
@as_json
def verify(case: str | None, point: tuple[str, ...], as_json: bool) -> None:
    """Set the model's decision code beside the closed form of a published CASE, or of every one."""
    from sovereigns.experiments.docking import verify as docking

    given = pairs(point, "--point")
    if case is None and given:
        raise InputError("--point: name the CASE that the point belongs to (sovereigns verify lists them)")
    results = [docking.verify(name, given) for name in (docking.cases() if case is None else [case])]
    if as_json:
        print_json(results if case is None else results[0])
    elif case is None:
        print_table(results, ("case", "quantity", "expected", "measured", "stderr", "agrees"))
    else:
        show_case(docking.find(case), results[0])
    if not all(result["agrees"] for result in results):
        click.get_current_context().exit(DISAGREES)


@cli.command()
@click.option("--runs", type=click.IntRange(1), default=10_000, show_default=True, help="Points to try.")
@click.option("--workers", type=click.IntRange(1), help="Processes on this machine; else one a core.")
@seed_option
@as_json
def fuzz(runs: int, workers: int | None, seed: int, as_json: bool) -> None:
    """Try legal points of the whole parameter space: whatever a user may ask for must run to its end."""
    from sovereigns.experiments.speed.fuzz import fuzz

    with progress_bar("runs") as progress:
        failures = fuzz(runs, seed, workers, progress)
    if as_json:
        print_json({"runs": runs, "failed": len(failures), "failures": failures})
    else:
        for failure in failures:
            click.echo(f"{failure['error']}\n  {failure['command']}")
        click.echo(f"{len(failures)} of {runs} runs failed")
    if failures:
        click.get_current_context().exit(DISAGREES)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@as_json
def analyse(folder: Path, as_json: bool) -> None:
    """Analyse a sweep: effects of policies, what matters, where sovereign AIs are many, typical runs."""
    from sovereigns.experiments.analysis.analyse import HEADLINES
    from sovereigns.experiments.report.sweep_report import analyse

    result = analyse(folder)
    if as_json:
        return print_json(result)
    columns = ("policy", "level", "metric", "difference", "low", "high", "pairs")
    if result["effects"]:
        print_table([row for row in result["effects"] if row["metric"] in HEADLINES], columns)
    show_discovery(result["discovery"])
    return click.echo(folder / "report.html")


@cli.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--runs", type=click.IntRange(1), help="Points of the parameter space a claim; 16 without it.")
@out_option
@as_json
def claims(ids: tuple[str, ...], runs: int | None, out: Path | None, as_json: bool) -> None:
    """Test the claims of the article (C1 to C21) and counter-claims (K1 to K5) over the parameter space."""
    from sovereigns.experiments.claims import runs as tests
    from sovereigns.experiments.claims import table as claims_table
    from sovereigns.experiments.work.engine import local

    folder = tests.default_folder(ids, runs or tests.POINTS) if out is None else out
    try:
        with local() as engine, progress_bar("runs") as progress:
            results, table = tests.put_to_test(
                ids, engine.executor, folder, runs or tests.POINTS, progress=progress
            )
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            f"Interrupted; the points that have ended are kept in {folder}. To go on: the same command"
        ) from None
    if as_json:
        print_json(results)
    else:
        print_table(claims_table.rows(results), claims_table.SHORT)
    click.echo(folder / "claims.png", err=as_json)
    if failed := int((table["error"] != "").sum()):
        click.echo(f"{failed} runs failed; {folder / 'runs.parquet'} has their errors", err=True)
        click.get_current_context().exit(RUNS_FAILED)


for command in (
    app.app,
    play.play,
    play.replay,
    again.rerun,
    again.reproduce,
    tournament.tournament,
    patterns.patterns,
    sweeps.sweep,
    sweeps.query,
    sweeps.bench,
):
    cli.add_command(command)


@cli.command()
@click.option("--to", default="2024Q4", show_default=True, help="Last quarter; beyond the data it forecasts.")
@click.option("--seeds", type=click.IntRange(1), default=32, show_default=True, help="Number of runs.")
@as_json
def backtest(to: str, seeds: int, as_json: bool) -> None:
    """Run the world from 2022Q1 under the rules as they were dated, and hold it against what was recorded."""
    from sovereigns.experiments.hindcast.backtest import backtest, error_table

    with progress_bar("runs") as progress:
        result = backtest(to, seeds, progress)
    if as_json:
        return print_json(result)
    for name, rows in result["series"].items():
        click.echo(name)
        print_table(rows, ("quarter", "observed", "median", "low", "high"))
    print_table(error_table(result), ("series", "model", "no_change", "constant_growth", "crps", "coverage"))
    return click.echo(f"Observations of 2024 in the 90 % band: {result['coverage']['share']:.0%}")


def reproducing_command() -> str:
    """The command line of this call, less where the results go and how they are shown."""
    context = click.get_current_context()
    words = ["sovereigns", str(context.info_name), context.params["scenario"]]
    for option in context.command.params:
        value = context.params.get(option.name or "")
        if option.name in ("scenario", "out", "as_json") or value in (None, ()):
            continue
        for item in value if isinstance(value, tuple) else (value,):
            words += [option.opts[0], str(item)]
    return shlex.join(words)


def units() -> dict[str, str]:
    """World metric -> unit."""
    from sovereigns.model.metrics import METRICS

    return {name: metric.unit for name, metric in METRICS.items()}
