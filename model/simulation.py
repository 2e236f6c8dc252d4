"""The simulation: a Mesa model whose step is events, learning by governments, then the twelve processes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

import mesa
import numpy as np
import pandas as pd
from mesa.datacollection import DataCollector
from mesa.experimental.scenarios import Scenario as MesaScenario

from sovereigns.agents.contract import Briefing, Order, Strategy
from sovereigns.agents.firm import Firm
from sovereigns.agents.loading import check_player
from sovereigns.agents.nation import Nation
from sovereigns.agents.registry import strategies as known_strategies
from sovereigns.agents.researcher import Researcher
from sovereigns.agents.roster import Roster
from sovereigns.model.checks import check, chips
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.quarters import parse
from sovereigns.model.kept import Decisions, Relations
from sovereigns.model.law.menu import Menu
from sovereigns.model.law.statutes import build_law
from sovereigns.model.metrics import METRICS
from sovereigns.model.phases.account import account
from sovereigns.model.phases.adopt import adopt
from sovereigns.model.phases.decide import decide
from sovereigns.model.phases.govern import govern
from sovereigns.model.phases.happen import happen
from sovereigns.model.phases.incidents import incidents
from sovereigns.model.phases.learn import learn
from sovereigns.model.phases.move import move
from sovereigns.model.phases.narrate import narrate
from sovereigns.model.phases.observe import observe
from sovereigns.model.phases.regulate import regulate
from sovereigns.model.phases.research import research
from sovereigns.model.phases.trade import trade
from sovereigns.model.phases.train import train
from sovereigns.model.recorder import Recorder
from sovereigns.model.scenario import STARTS
from sovereigns.model.standard import FIRMS, KEPT, RESEARCHERS, SCENARIO
from sovereigns.model.start.assignment import assign, named
from sovereigns.model.start.genesis import create, exporters
from sovereigns.model.start.governments import with_governments
from sovereigns.model.start.opening import open_world
from sovereigns.model.start.scenarios import chosen_strategies, load_scenario
from sovereigns.model.streams import Streams


class _NoScenario(MesaScenario):  # type: ignore[misc]
    """Mesa's own scenario, unused; false, so that SolaraViz rebuilds a model from its own arguments."""

    def __bool__(self) -> bool:
        return False


class Simulation(mesa.Model):  # type: ignore[misc]
    """193 nations, their firms and researchers, quarter by quarter.

    `Simulation("no-controls", seed=1).run(40).metrics()` is the whole interface for most uses. Mesa's own
    tools work on it: `agents`, `agents_by_type`, `DataCollector`, `batch_run`, `SolaraViz`.
    """

    def __init__(
        self,
        scenario: str | Path = SCENARIO,
        seed: int | None = 0,
        *,
        start: str | None = None,
        firms: int = FIRMS,
        researchers: int = RESEARCHERS,
        nations: Path | str | None = None,
        set: Mapping[str, object] | None = None,
        strategies: Mapping[str, str] | None = None,
        record: bool = True,
        keep: Collection[str] = (),
    ) -> None:
        """Build World(0).

        Args:
            scenario: name of a preset, or path of a scenario file.
            seed: key of all random numbers, 0 to 2**63 - 1. None, as Mesa's batch runner passes unless told
                otherwise, draws one; `seed` of the model and of its collected data tell which.
            start: first quarter, "2025Q1" or "2022Q1"; the scenario's own without it.
            firms: number of firms; the real ones come first.
            researchers: number of researchers.
            nations: a table of nations instead of the shipped one.
            set: parameters to set, over those of the scenario.
            strategies: strategy by ISO3, group or for "all", over those of the scenario.
            record: keep every quarter; without it only how the world stands at the end of `run`.
            keep: more to keep of every quarter that is recorded, "relations", "firms" or both.

        Raises:
            InputError: an argument names what does not exist or is out of range.
        """
        super().__init__(scenario=_NoScenario(rng=0))
        self.seed = secrets.randbits(63) if seed is None else int(seed)
        self.inputs = load_inputs(None if nations is None else Path(nations))
        self.setting = load_scenario(scenario, self.inputs)
        self.parameters = (
            Parameters.defaults().replace(self.setting.set, "scenario").replace(dict(set or {}), "--set")
        )
        self.start = _start(start or self.setting.start)
        self.draw = Streams(self.seed)
        self.notes = [*self.inputs.notes, *self.setting.notes]
        """What was left out because its nation is not in this world."""
        self._found(_count("firms", firms), _count("researchers", researchers))
        self._cast(strategies or {})
        self.recorder = Recorder(self.world.iso3)
        self._keep(keep if record else ())
        self.datacollector = DataCollector(
            model_reporters={"seed": "seed"} | {name: partial(_latest, name) for name in METRICS}
        )
        self.record = record
        self.briefing: Briefing | None = None
        """What nations believed when they last decided."""
        self._observe()

    def _found(self, firms: int, researchers: int) -> None:
        """World(0), the law it stands under, and what befalls it."""
        p = self.parameters
        self.law = build_law(self.inputs, self.setting, p)
        self.world = create(self.inputs, p, self.law, self.draw, parse(self.start), firms, researchers)
        self.menu = Menu.of(self.inputs, self.law, p, exporters(self.inputs))
        open_world(self.world, p, self.setting)
        self.events = with_governments(self.setting, p, self.world.iso3)

    def _cast(self, strategies: Mapping[str, str]) -> None:
        """Who plays what, and whose strategy was named."""
        chosen, absent = chosen_strategies(strategies, "--strategy", self.inputs, "all")
        self.notes += absent
        self.strategies = assign(self.world, self.parameters, self.setting, chosen)
        self.named = named(self.world.iso3, self.setting, chosen)
        self._play(np.array(list(self.strategies.values()), dtype=object))
        self.players: dict[str, Strategy] = {}

    def _keep(self, tables: Collection[str]) -> None:
        """Have tables kept that are left out unless somebody asks for them."""
        w, recorder = self.world, self.recorder
        for name in tables:
            if name not in KEPT:
                raise unknown("table", name, KEPT, "--keep")
        if "relations" in tables:
            recorder.relations = Relations(w.iso3)
        if "firms" in tables:
            w.choices = []
            recorder.firms = Decisions(w.firm_name, tuple(w.iso3[k] for k in w.firm_nation))

    def step(self) -> None:
        """One quarter."""
        w, p, draw = self.world, self.parameters, self.draw
        before, researchers = chips(w), len(w.residence)
        order = self.deliberate()
        regulate(w, p, order, self.menu)
        trade(w, p)
        move(w, p, draw)
        research(w, p)
        train(w, p, draw)
        adopt(w, p, draw)
        incidents(w, p, draw)
        govern(w, p, draw, order)
        account(w, p)
        self._close(order, before, researchers)

    def deliberate(self) -> Order:
        """The first half of a quarter, up to what nations want: the world is as they see it when they decide.

        A game that offers a nation its levers calls it on a copy.
        """
        w, p, draw = self.world, self.parameters, self.draw
        happen(w, p, draw, self.events)
        played = learn(w, p, draw, self.played, self.named, known_strategies())
        if played is not self.played:
            self._play(played)
        self.briefing = observe(w, p, draw)
        narrate(w, p, draw)
        return self.order(self.briefing)

    def order(self, briefing: Briefing) -> Order:
        """What nations order, each by its strategy, where this is what they are told."""
        known = known_strategies() | self.players
        return decide(self.world, self.parameters, self.draw, briefing, known, self.assigned)

    def _play(self, played: np.ndarray) -> None:
        """Let nations play these strategies (n,) from now on."""
        self.played, self.assigned = played, _rows_by_strategy(played)

    def _close(self, order: Order, chips_before: float, researchers: int) -> None:
        w = self.world
        check(w, chips_before, researchers)
        if self.record:
            self.recorder.ordered(w.quarter, order, tuple(self.played))
            self.recorder.happened(w.quarter, w.events)
            self.recorder.chose(w.quarter, w.choices or ())
        w.events, w.choices = [], None if w.choices is None else []
        w.step += 1
        w.quarter += 1
        self._observe()

    def _observe(self) -> None:
        if self.record:
            self.recorder.observe(self.world)
            self.datacollector.collect(self)

    def run(self, quarters: int, progress: Callable[[int, int], None] | None = None) -> Simulation:
        """Step some quarters on.

        Args:
            quarters: how many, from 1.
            progress: called with (done, total) after each.

        Raises:
            InputError: the number is below 1.
        """
        if quarters < 1:
            raise InputError(f"--quarters: {quarters} is too few; give a whole number from 1")
        for done in range(1, quarters + 1):
            self.step()
            if progress:
                progress(done, quarters)
        if not self.record:
            self.recorder.observe(self.world)
        return self

    def seat(self, iso3: str, player: Strategy) -> None:
        """Have a nation decided by a strategy that is not in the registry, such as a person.

        Args:
            iso3: the nation.
            player: who decides; takes the place of who did, and of a player of the same name at any nation.

        Raises:
            InputError: there is no such nation, or the player cannot be asked or has a strategy's name.
        """
        if iso3 not in self.strategies:
            raise unknown("nation", iso3, self.strategies, remedy="model/data/nations.csv")
        check_player(f"the player of {iso3}", player)
        if known_strategies().get(player.name, player) is not player:
            raise InputError(
                f"the player of {iso3}: the name '{player.name}' is taken by a strategy; give another name"
            )
        self.players[player.name] = player
        row = self.world.iso3.index(iso3)
        self.strategies[iso3], self.named[row] = player.name, True
        self._play(np.where(np.arange(self.world.n) == row, player.name, self.played))

    def metrics(self) -> pd.DataFrame:
        """World metrics, a row a quarter, World(0) first."""
        return self.recorder.world_table()

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of a run: world, nations, usage, orders, events, and those that it was asked to keep."""
        recorder = self.recorder
        tables = {
            "world": recorder.world_table(),
            "nations": recorder.nation_table(),
            "usage": recorder.usage_table(),
            "orders": recorder.order_table(self.world.bodies),
            "events": recorder.event_table(),
        }
        if recorder.relations:
            tables["relations"] = recorder.relations.table(self.world)
        if recorder.firms:
            tables["firms"] = recorder.firms.table()
        return tables

    @property
    def agents(self) -> Roster:
        """Views of all nations, firms and researchers, made on demand."""
        return Roster.everyone(self)

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], Roster]:
        """Views by class."""
        return {kind: Roster.of(self, kind) for kind in self.agent_types}

    @property
    def agent_types(self) -> list[type[mesa.Agent]]:
        """Their classes."""
        return [Nation, Firm, Researcher]


def _latest(metric: str, simulation: Simulation) -> float:
    return simulation.recorder.world[-1][metric]


def _start(start: str) -> str:
    if start not in STARTS:
        raise unknown("start", start, STARTS, "--start")
    return start


def _count(what: str, number: int) -> int:
    if number < 0:
        raise InputError(f"--{what}: {number} is too few; give a whole number from 0")
    return int(number)


def _rows_by_strategy(names: np.ndarray) -> dict[str, np.ndarray]:
    return {name: np.flatnonzero(names == name) for name in sorted(set(names.tolist()))}
