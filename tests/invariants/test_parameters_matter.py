"""No parameter is dead: each is read by the code, and moves the world somewhere in its range (Morris 1991).

Elementary effects, one parameter at a time from several base points: worlds that differ in scenario, start,
strategies and variants, so that what has a part to play is on stage in one of them. A parameter without
any effect fails by its name.
"""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sovereigns.experiments.claims.measures import WORLD_PROBES
from sovereigns.experiments.documents.odd_source import HOLDERS, ROOT, modules, tree
from sovereigns.model.facts.parameters import Row, rows
from sovereigns.model.facts.tables import DATA
from sovereigns.model.simulation import Simulation
from tests.worlds import few_nations

NATIONS = ("ARE", "CHN", "DEU", "FRA", "IND", "JPN", "KEN", "NLD", "RUS", "SGP", "TUV", "URY", "USA")
NAMES = {row.name for row in rows()}
VARIANTS = {
    "opinion_dynamics": "bounded-confidence",
    "hazard_form": "saturating",
    "growth_returns": "diminishing",
    "reversion": "global",
}
SHOCKS = {
    "blockade_hazard": 0.3,
    "bust_hazard": 0.3,
    "breakthrough_hazard": 0.3,
    "tariff_share": 0.2,
    "conflict_base": 0.5,
}
BODIES = """
assumes = "Some bodies stand, one nation is shut out, and a few nations fear their fellow members."
rules = ["known-2025q1"]

[strategies]
default = "hedge"
KEN = "always-cooperate"

[bodies.safety-coalition]
members = ["ARE", "CHN", "DEU", "FRA", "JPN", "KEN", "NLD", "USA"]
exclude = ["IND"]

[bodies.monitoring-network]
members = ["ALL"]

[bodies.general-treaty]
members = ["ALL"]
"""
OUTSIDE = """
assumes = "One power stays outside and the others would rather join."
rules = ["known-2025q1"]

[strategies]
default = "always-cooperate"
CHN = "always-compete"
"""


def told_by_tables() -> set[str]:
    """Parameters that the code reads by a name in a table or in a list of its own."""
    with (DATA / "ties.csv").open(encoding="utf-8") as lines:
        return {row["strength"] for row in csv.DictReader(line for line in lines if line[0] != "#")}


def test_every_parameter_that_the_code_reads_has_a_row() -> None:
    read = {
        node.attr: file
        for file in modules()
        for node in ast.walk(tree(ROOT / file))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "p"
    }
    methods = {"replace", "as_dict", "defaults"}
    without = {name: file for name, file in read.items() if name not in NAMES | methods}
    assert without == {}, "read as p.NAME and no row: add one to model/data/parameters.csv"


def test_every_row_is_read() -> None:
    read = {
        node.attr
        for file in modules()
        for node in ast.walk(tree(ROOT / file))
        if isinstance(node, ast.Attribute)
        and (getattr(node.value, "id", "") in HOLDERS or getattr(node.value, "attr", "") in HOLDERS)
    }
    unread = NAMES - read - told_by_tables()
    assert unread == set(), "rows without a reader: read them as p.NAME, or take them out"


class Base:
    """A base point: a world that is run with one parameter after another moved."""

    def __init__(self, scenario: str | Path, told: dict[str, Any], quarters: int = 10, **more: Any) -> None:
        self.scenario, self.told, self.quarters, self.more = scenario, told, quarters, more

    def run(self, nations: Path, **moved: object) -> Iterator[np.ndarray]:
        """What is measured each quarter; then what claims measure at the end, and how much happened."""
        counts = {"firms": 100, "researchers": 200} | self.more
        simulation = Simulation(self.scenario, 1, nations=nations, set=self.told | moved, **counts)
        for _ in range(self.quarters):
            yield _measured(simulation)
            simulation.step()
        yield _measured(simulation)
        asked = [probe.measure(simulation.world) for probe in WORLD_PROBES.values()]
        yield np.array([len(simulation.recorder.events), *asked])

    def moves(self, before: list[np.ndarray], nations: Path, **moved: object) -> bool:
        """Whether anything comes out otherwise; the run ends with the first quarter that does."""
        pairs = zip(self.run(nations, **moved), before, strict=True)
        return not all(np.array_equal(now, then, equal_nan=True) for now, then in pairs)


def _measured(simulation: Simulation) -> np.ndarray:
    return np.array(list(simulation.recorder.world[-1].values()), dtype=float)


def base_points(folder: Path) -> list[Base]:
    bodies, outside = folder / "bodies.toml", folder / "outside.toml"
    bodies.write_text(BODIES, encoding="utf-8")
    outside.write_text(OUTSIDE, encoding="utf-8")
    keen = {"inspection": 0.1, "outsider_sanction": 0.05, "initiative": 1}
    lax = keen | {"inspection": 0.02, "outsider_sanction": 0}
    soon_forgotten = lax | {"inspection": 0.2, "exclusion_memory": 0.2}
    high = dict.fromkeys(
        ("coalition_threshold", "monitoring_threshold", "treaty_threshold", "cern_threshold"), 0.95
    )
    joined = {"initiative": 1, "talks_quarters": 2, "cern_benefit": 0.01}
    restless = {"learning_rate": 0.5, "learning_selection": 3000, "superintelligence": 5}
    talking = {"talks_rate": 1, "talks_quarters": 1, "talks_failure": 0}
    return [
        Base("diffusion-rule-2025", {}),
        Base(bodies, keen, 16),
        Base("as-it-happened", VARIANTS | SHOCKS | {"welfare_function": "prioritarian"}, start="2022Q1"),
        Base(outside, joined | {"outsider_sanction": 0.03, "low_threshold": 0.95}),
        Base("full-decoupling", VARIANTS | {"welfare_function": "sufficientarian"}),
        Base("manhattan-projects", {"race_information": "public"}, strategies={"all": "relative-gains"}),
        Base(bodies, lax, 16, firms=300),
        Base(bodies, soon_forgotten, 16, firms=300, strategies={"all": "relative-gains"}),
        Base(bodies, keen | {"inspection": 1}, 16, strategies={"USA": "always-compete"}),
        Base("diffusion-rule-2025", restless | talking, 24),
        Base(outside, high | joined | {"exclusion_weight": 0.4}),
        Base(bodies, keen | {"exclusion_weight": 0.4}, 16),
        Base("dated-law-off", talking, 16),
    ]


def ends(row: Row) -> list[list[object]]:
    """The variants; or the ends of all that the model accepts, which show most, then the plausible ones."""
    if row.choices:
        return [list(row.choices)]
    wide = [row.min, row.max]
    return [wide] if row.low == row.high else [wide, [row.low, row.high]]


Stage = tuple[Path, list[tuple[Base, list[np.ndarray]]]]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("matter")
    nations = few_nations(folder, *NATIONS)
    return nations, [(base, list(base.run(nations))) for base in base_points(folder)]


@pytest.mark.slow
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_every_parameter_moves_the_world(row: Row, stage: Stage) -> None:
    nations, points = stage
    moved = (
        base.moves(before, nations, **{row.name: value})
        for values in ends(row)
        for base, before in points
        for value in values
    )
    assert any(moved), f"{row.name} has no effect on any metric, from {row.min} to {row.max}"
