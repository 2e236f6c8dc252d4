"""A game as a file, enough to play it again to the bit: JSON with the keys of `KEYS`."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from sovereigns.experiments.game.actions import Action, action
from sovereigns.experiments.game.game import Game, Progress
from sovereigns.experiments.game.player import Turn
from sovereigns.experiments.game.setup import Setup, fingerprint
from sovereigns.experiments.limits import LIMITS
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.results.store import configuration, json_bytes, whole_folder
from sovereigns.experiments.results.store import write_run as write_files
from sovereigns.experiments.results.whole import write_whole
from sovereigns.model.errors import InputError, reason, unknown
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.numbers import brief, shown
from sovereigns.model.facts.quarters import parse, text
from sovereigns.model.facts.texts import decoded, json_value
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.start.presets import scenario_names
from sovereigns.model.start.scenarios import load_scenario, unknown_nation

KEYS = {"version": str, "scenario": str, "seed": int, "config": dict, "orders": list, "digest": str}
CONFIG = {
    "nation": str,
    "quarters": int,
    "open_table": bool,
    "firms": int,
    "researchers": int,
    "set": dict,
    "strategies": dict,
    "fingerprint": str,
}
ORDER = {"quarter": str, "actions": list}
ACTION = {"do": str, "to": str, "level": (int, float)}
REMEDY = "give a file that `sovereigns play` has saved"


def saved(game: Game) -> bytes:
    """The file of a game."""
    first = game.simulation.world.quarter - len(game.turns)
    content = {
        "version": metadata.version("sovereigns"),
        "scenario": game.setup.recipe.scenario,
        "seed": game.setup.recipe.seed,
        "config": game.setup.as_config(),
        "orders": [
            {
                "quarter": text(first + turn),
                "actions": [{"do": one.do, "to": one.to, "level": one.level} for one in actions],
            }
            for turn, actions in enumerate(game.turns)
        ],
        "digest": game.digest(),
    }
    return json_bytes(content)


def read(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({reason(error)}); {REMEDY}") from error


def write(path: Path, game: Game) -> None:
    """Save a game.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        write_whole(path, saved(game))
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({reason(error)}); give another file") from error


@dataclass(frozen=True)
class Saved:
    """What a file says."""

    setup: Setup
    turns: tuple[Turn, ...]
    digest: str
    """of the world that the game had come to"""
    fingerprint: str
    """of the data, parameters and rules behind it"""


def parsed(content: bytes, place: str, scenarios: Container[str] | None = None) -> Saved:
    """What a file says; nothing is played yet, nor is it asked whether the data are still the same.

    Args:
        content: of the file.
        place: its name, for messages.
        scenarios: those that it may name, before any is read; all by default.

    Raises:
        InputError: it is no saved game, is broken, or was saved by another version.
    """
    table = json_value(decoded(content, "JSON", place), place)
    _shape(table, KEYS, place)
    ours = metadata.version("sovereigns")
    if table["version"] != ours:
        raise InputError(f"{place}: was saved by version {table['version']}, this is {ours}; use that one")
    if scenarios is not None and table["scenario"] not in scenarios:
        raise unknown("scenario", table["scenario"], scenario_names(), place)
    config = table["config"]
    _shape(config, CONFIG, f"{place}, config")
    setup = _setup(table, config, place)
    return Saved(setup, _turns(table["orders"], setup, place), table["digest"], config["fingerprint"])


def check_data(setup: Setup, wanted: str, place: str) -> None:
    """Raise InputError if data, parameters or rules are not those that a game was saved with."""
    if fingerprint(setup) != wanted:
        raise InputError(f"{place}: was saved with other data, parameters or rules; they have changed since")


def opened(content: bytes, place: str) -> tuple[Setup, tuple[Turn, ...], str]:
    """What a file says: setup, orders, and the digest of the game that wrote it. Nothing is played yet.

    Args:
        content: of the file.
        place: its name, for messages.

    Raises:
        InputError: it is no saved game, is broken, or was saved by another version or with other data.
    """
    found = parsed(content, place)
    check_data(found.setup, found.fingerprint, place)
    return found.setup, found.turns, found.digest


def _setup(table: Mapping[str, Any], config: Mapping[str, Any], place: str) -> Setup:
    numbers = {name: table["seed"] if name == "seed" else config[name] for name in LIMITS}
    for name, (least, most) in LIMITS.items():
        if not least <= numbers[name] <= most:
            raise InputError(f"{place}: {name} is {brief(numbers[name])}; it must be from {least} to {most}")
    inputs = load_inputs()
    if config["nation"] not in inputs.nation_names:
        raise unknown_nation(config["nation"], f"{place}, nation", inputs)
    load_scenario(table["scenario"], inputs)
    settings, cast = tuple(config["set"].items()), tuple(config["strategies"].items())
    recipe = Recipe(table["scenario"], set=settings, strategies=cast, **numbers)
    return Setup(config["nation"], recipe, config["open_table"])


def _turns(orders: list[Any], setup: Setup, place: str) -> tuple[Turn, ...]:
    inputs = load_inputs()
    nations, bodies = tuple(inputs.nation_names), [body.name for body in institutions()]
    first = parse(load_scenario(setup.recipe.scenario, inputs).start)
    quarters = setup.recipe.quarters
    if len(orders) > quarters:
        raise InputError(f"{place}, orders: {len(orders)} quarters in a game of {quarters}")
    turns = []
    for at, order in enumerate(orders):
        here = f"{place}, orders, quarter {at + 1}"
        _shape(order, ORDER, here)
        if order["quarter"] != text(first + at):
            raise InputError(f"{here}: is {order['quarter']}, not {text(first + at)}")
        turns.append(tuple(_action(one, nations, bodies, here) for one in order["actions"]))
    return tuple(turns)


def _action(one: Any, nations: tuple[str, ...], bodies: list[str], place: str) -> Action:
    _shape(one, ACTION, place)
    try:
        return action(one["do"], one["to"], one["level"], nations, bodies)
    except InputError as error:
        raise InputError(f"{place}: {error}") from error


def _shape(table: Any, keys: Mapping[str, Any], place: str) -> None:
    if not isinstance(table, dict) or set(table) != set(keys):
        raise InputError(f"{place}: must be a table of {', '.join(keys)}; {REMEDY}")
    for key, kind in keys.items():
        if not isinstance(table[key], kind) or (isinstance(table[key], bool) and kind is not bool):
            raise InputError(f"{place}: {key} is {shown(table[key])}, of the wrong kind; {REMEDY}")


def load(content: bytes, place: str, progress: Progress | None = None) -> Game:
    """The game of a file, played to where it was saved.

    Raises:
        InputError: see `opened`; or it does not reproduce.
    """
    setup, turns, digest = opened(content, place)
    game = Game(setup, turns, progress)
    if game.digest() != digest:
        raise InputError(f"{place}: does not reproduce: its orders lead to another world than was saved")
    return game


def write_run(game: Game, out: Path, command: str) -> None:
    """Write the game's world as the folder of a run, with its report.

    Args:
        game: played for at least a quarter.
        out: the folder.
        command: that made it.

    Raises:
        InputError: nothing has been played, or the folder holds something else.
    """
    if not game.turns:
        raise InputError(f"--out {out}: no quarter has been played, so that there is no run to write")
    from sovereigns.experiments.report.run_report import (
        write_report,  # draws with matplotlib, which a game never needs
    )

    config = configuration(game.simulation, len(game.turns)) | {"orders": game.digest()}
    with whole_folder(out, config) as folder:
        write_files(game.simulation, config, command, folder)
        write_report(folder)
