"""What a run is made of, read from the words of a person."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sovereigns.model.errors import InputError

if TYPE_CHECKING:
    from sovereigns.model.simulation import Simulation

SWITCHES = frozenset({"--json", "--full", "--dry-run", "--retry-failed"})
"""Options without a value."""
ELSEWHERE = frozenset({"--out", "--workers", "--cluster", "--limit"})
"""Options that say where and how much, not what."""
REPEATED = {"--set": "values", "--strategy": "played"}
NUMBERS = frozenset({"seed", "quarters", "firms", "researchers"})
DEFAULTS: Mapping[str, Any] = {
    "run": {"scenario": "diffusion-rule-2025", "seed": 0, "start": None, "quarters": 40, "firms": None}
    | {"researchers": None, "nations": None, "values": (), "played": ()},
    "sweep": {"plan": None, "seed": 0, "full": False},
}
FIRST = {"run": "scenario", "sweep": "plan"}
"""Command -> what its first word without a dash is."""


def pairs(texts: Iterable[str], option: str) -> dict[str, str]:
    """Repeated NAME=VALUE options as a dict.

    Raises:
        InputError: a text without name or value, or a name twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise InputError(f"{option} '{text}': write {option} NAME=VALUE, without spaces")
        if name in found:
            raise InputError(f"{option} {name}: is given twice ({found[name]}, {value}); give it once")
        found[name] = value
    return found


def given(command: str, name: str) -> dict[str, Any]:
    """The options of a command line that made a folder, as the command itself reads them.

    Args:
        command: such as `sovereigns run no-controls --seed 3 --set tariff_share=0.2`.
        name: of the command that it must be, "run" or "sweep".

    Raises:
        InputError: it is another command, or cannot be understood.
    """
    words = shlex.split(command)
    if words[1:2] != [name]:
        raise InputError(f"'{command or 'nothing that it names'}' is no sovereigns {name}")
    found: dict[str, Any] = dict(DEFAULTS[name])
    rest = iter(words[2:])
    for word in rest:
        option, equals, value = word.partition("=")
        if not word.startswith("-"):
            found[FIRST[name]] = word
        elif option in SWITCHES:
            found[option[2:].replace("-", "_")] = True
        else:
            value = value if equals else next(rest, "")
            _take(found, option, value, command)
    return found


def _take(found: dict[str, Any], option: str, value: str, command: str) -> None:
    key = option[2:].replace("-", "_")
    if key not in found and option not in REPEATED and option not in ELSEWHERE:
        raise InputError(f"'{command}': there is no option {option}")
    if option in REPEATED:
        found[REPEATED[option]] = (*found[REPEATED[option]], value)
    elif key in NUMBERS:
        try:
            found[key] = int(value)
        except ValueError:
            raise InputError(f"'{command}': {option} {value or 'nothing'} is no whole number") from None
    elif key == "nations":
        found[key] = Path(value)
    else:
        found[key] = value


def begin(given: Mapping[str, Any]) -> Simulation:
    """World(0) as the options of `run` say.

    Args:
        given: option -> value, as the command line has them.
    """
    from sovereigns.model.simulation import Simulation

    return Simulation(
        given["scenario"],
        given["seed"],
        start=given["start"],
        nations=given["nations"],
        set=pairs(given["values"], "--set"),
        strategies=pairs(given["played"], "--strategy"),
        **{size: given[size] for size in ("firms", "researchers") if given[size] is not None},
    )


def own_files(given: Mapping[str, Any], simulation: Simulation) -> list[tuple[Path, str]]:
    """Files of the user that a run was begun with, each with the SHA-256 that it had then.

    Args:
        given: option -> value, as for `begin`.
        simulation: what `begin` made of it.
    """
    from sovereigns.model.start.scenarios import scenario_names

    files = []
    if given["scenario"] not in scenario_names():
        files.append((Path(given["scenario"]), simulation.setting.digest))
    if given["nations"] is not None:
        files.append((Path(given["nations"]), simulation.inputs.nations_digest))
    return files
