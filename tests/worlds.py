"""Small worlds for tests: a few real nations or equal ones, which do what the test orders."""

from __future__ import annotations

import copy
import csv
import string
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from sovereigns.agents.contract import LAYER, LEVERS, Briefing, Draw, Float, Order
from sovereigns.agents.fears import FEARS
from sovereigns.agents.posture import Posture, written
from sovereigns.model.facts.inputs import NATIONS
from sovereigns.model.facts.parameters import Parameters, rows
from sovereigns.model.phases.trade import _budgets
from sovereigns.model.relations.harm import foresee
from sovereigns.model.relations.markets import cloud_market, gdp_share, withheld
from sovereigns.model.relations.threat import _facts, _parts
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import World

FEW = ("ARE", "CHN", "DEU", "FRA", "IND", "JPN", "KEN", "NLD", "SGP", "USA")
HOLDERS = ("USA", "JPN", "NLD", "DEU", "FRA")
"""Those of the few who hold chip-making equipment and memory."""
COMMON = (
    "threat_control", "trade_of_controls", "control_motive", "compliance_fixed", "compliance_complexity",
    "compliance_uncertainty", "option_value", "voice_of_gain", "voice_of_burden", "narrative_channel",
    "uncertainty_of_news", "rally_gain",
)  # fmt: skip
CLEAN: Mapping[str, float] = dict.fromkeys(COMMON, 0.0)
"""Shuts what every control does whatever its layer; its own effect is left.

Shut are threat, cost, uncertainty and rally.
"""
PROMPT: Mapping[str, float] = {"policy_speed": 1, "rule_tightening": 1, "rule_loosening": 1}
"""Orders are in force at once."""

ALONE: Mapping[str, float] = dict.fromkeys(
    (
        "spread_publication", "spread_imitation", "spread_movers", "spread_distillation", "spread_theft",
        "efficiency_pace", "know_how_pace", "return_flow",
    ),
    0.0,
)  # fmt: skip
"""Shuts what one learns from others, but by open weights."""
MODEL = "CHN"
"""The nation whose row twins carry."""
APART: Mapping[str, str] = {"bloc": "", "groups": "", "lon": "0", "lat": "0"}

Levers = dict[str, np.ndarray]
Edit = Callable[[Levers], None]


class Ordered:
    """Every nation holds what it does, but for what the test changes."""

    name: ClassVar[str] = "ordered"
    summary: ClassVar[str] = "Does what a test says."
    source: ClassVar[str] = "own: tests"

    def __init__(self, edit: Edit) -> None:
        self.edit = edit

    def decide(self, briefing: Briefing, draw: Draw) -> Order:
        held = Order.hold(briefing)
        levers = {name: np.array(getattr(held, name), dtype=float) for name in LEVERS}
        self.edit(levers)
        return Order(who=briefing.who, **levers)


def hold(levers: Levers) -> None:
    """Change no lever."""


def few_nations(folder: Path, *iso3: str) -> Path:
    """A table of some of the real nations."""
    lines = NATIONS.read_text(encoding="utf-8").splitlines(keepends=True)
    wanted = ("#", "iso3,", *(f"{code}," for code in iso3))
    path = folder / f"{'-'.join(iso3)}.csv"
    path.write_text("".join(line for line in lines if line.startswith(wanted)), encoding="utf-8")
    return path


def write_twins(path: Path, count: int, **changes: str) -> Path:
    """A table of nations with equal rows and coordinates, in no group.

    Args:
        path: where to write it.
        count: how many nations.
        changes: columns to set alike for all.
    """
    lines = [line for line in NATIONS.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    row = next(r for r in csv.DictReader(lines) if r["iso3"] == MODEL) | APART | changes
    codes = [f"X{a}{b}" for a in string.ascii_uppercase for b in string.ascii_uppercase][:count]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(row))
        table.writeheader()
        table.writerows(row | {"iso3": code, "name": f"Twin {code}"} for code in codes)
    return path


def silent() -> dict[str, float]:
    """Every noise parameter at 0."""
    return {row.name: 0.0 for row in rows() if row.name.endswith("_noise") or "_noise_" in row.name}


def small_run(folder: Path, seed: int = 0, quarters: int = 2) -> Simulation:
    """Four nations with few firms and researchers, run."""
    nations = few_nations(folder, "USA", "CHN", "FRA", "TUV")
    return Simulation(seed=seed, nations=nations, firms=12, researchers=2000).run(quarters)


class Stage:
    """Makes small worlds in one folder; the table of nations and the plain scenario are written once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.nations = few_nations(folder, *FEW)
        self.plain = self.scenario("plain", 'assumes = "Nothing is ruled and nothing locked."\n')

    def scenario(self, name: str, text: str) -> Path:
        """A scenario file; what assumes nothing says so."""
        path = self.folder / f"{name}.toml"
        stated = text if "assumes" in text else f'assumes = "Nothing."\n{text}'
        path.write_text(stated, encoding="utf-8")
        return path

    def build(self, scenario: str | Path | None = None, seed: int = 0, **more: Any) -> Simulation:
        """A world of the few nations before its first step."""
        told: dict[str, Any] = {"nations": self.nations, "firms": 60, "researchers": 300} | more
        return Simulation(scenario or self.plain, seed, **told)

    def run(
        self,
        quarters: int,
        edit: Edit | None = None,
        scenario: str | Path | None = None,
        seed: int = 0,
        **parameters: object,
    ) -> World:
        """A run in which nations play their strategies, or with `edit` hold all but what it changes."""
        simulation = self.build(scenario, seed, set=parameters)
        return (ordered(simulation, edit, quarters) if edit else simulation.run(quarters)).world


def event(
    layer: str, by: str, on: str, value: float = 1, quarter: str = "2025Q1", action: str = "impose"
) -> str:
    """Lines of a scenario: one dated change of law."""
    told = {"quarter": quarter, "by": by, "on": on, "layer": layer, "action": action}
    lines = [f'{key} = "{text}"' for key, text in told.items()]
    return "\n".join(["[[events]]", *lines, f"value = {value}", ""])


def ordered(simulation: Simulation, edit: Edit, quarters: int) -> Simulation:
    """Run on with every nation under the orders of the test, whatever government it comes to have."""
    for iso3 in simulation.world.iso3:
        simulation.seat(iso3, Ordered(edit))
    return simulation.run(quarters)


def branch(simulation: Simulation) -> Simulation:
    """The same world, to go another way."""
    return copy.deepcopy(simulation)


def hazard(w: World, p: Parameters) -> np.ndarray:
    """(n,) incidents a quarter that each nation has to expect to answer for as the world stands."""
    return _foreseen(w, p).incidents_expected


def misuse(w: World, p: Parameters) -> np.ndarray:
    """(n,) cases of misuse among them."""
    return _foreseen(w, p).misuse_expected


def _foreseen(w: World, p: Parameters) -> World:
    world = twin(w)
    foresee(world, p)
    return world


def twin(w: World, **columns: object) -> World:
    """The same world with some columns told anew: an array, or one number for all."""
    world = copy.deepcopy(w)
    for name, value in columns.items():
        before = getattr(world, name)
        if np.ndim(before) > 0:
            whole = np.array(np.broadcast_to(value, np.shape(before)), np.asarray(before).dtype)
            value = whole.tolist() if isinstance(before, list) else whole
        setattr(world, name, value)
    world.known = {}
    return world


def under(w: World, layer: str, by: str, on: str, level: float = 1) -> World:
    """The same world where one nation holds a control against another, or `all` others."""
    world = twin(w, control=w.control)
    rows = slice(None) if on == "all" else at(w, on)
    world.control[at(w, by), LAYER[layer], rows] = level
    world.control[at(w, by), :, at(w, by)] = 0
    return world


def told(simulation: Simulation, **parameters: object) -> Parameters:
    """Its parameters with some changed."""
    return simulation.parameters.replace(parameters)


def at(w: World, iso3: str) -> int:
    """Row of a nation that is there."""
    row = w.row(iso3)
    assert row is not None
    return row


def found(w: World, body: int) -> np.ndarray:
    """(n,) whose covert programme a body has found, by the events of the quarter."""
    return np.isin(w.iso3, [e.actor for e in w.events if (e.kind, e.target) == ("breach", w.bodies[body])])


def of(w: World, iso3: str, kind: int | None = None) -> np.ndarray:
    """(f,) firms of a nation, of one kind or any."""
    return (w.firm_nation == at(w, iso3)) & (True if kind is None else w.firm_kind == kind)


def foreign(w: World) -> np.ndarray:
    """(n, f) whether a firm is foreign to a nation."""
    return np.arange(w.n)[:, None] != w.firm_nation[None, :]


def budgets(w: World, p: Parameters) -> np.ndarray:
    """(n,) what is spent on compute this quarter, under the rules on investment that stand."""
    return _budgets(w, p, cloud_market(w), withheld(w, "investment", gdp_share(w)))


def act(
    briefing: Briefing,
    cooperate: Float,
    because: str,
    weighed: Float | None = None,
    sovereignty: float = 0,
) -> Order:
    """The order that carries out a posture, whose arguments are those of `Posture.of`.

    Raises:
        OrderError: the posture has a wrong shape, is not finite or leaves [0, 1].
    """
    posture = Posture.of(briefing, cooperate, because, weighed, sovereignty)
    posture.check(briefing)
    return written(briefing, posture)


def causes(w: World, p: Parameters, holder: int, feared: int) -> dict[str, float]:
    """What each cause adds to the odds of one nation's threat to another, by name.

    Args:
        w: the world.
        p: parameters.
        holder: row of who fears.
        feared: row of whom.
    """
    return dict(zip(FEARS, _parts(holder, feared, _facts(w, p)), strict=True))
