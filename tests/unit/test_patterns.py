"""`sovereigns patterns`: every pattern has a range and a source before it has a value."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from sovereigns.experiments.patterns import patterns
from sovereigns.experiments.patterns.page import table, table_of_removed
from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.experiments.patterns.removed import PROCESSES, effects
from sovereigns.experiments.patterns.watched import CLAIMS, SCENARIOS, Arm, against_chance, more, watch
from sovereigns.experiments.report.references import bibliography
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.start.scenarios import load_scenario

Call = Callable[..., tuple[int, str, str]]
KEYS = {"name", "section", "value", "low", "high", "inside", "source"}


def test_every_pattern_has_a_range_a_source_and_a_name_of_its_own() -> None:
    names = [pattern.name for pattern in patterns.PATTERNS]
    assert len(set(names)) == len(names)
    for pattern in patterns.PATTERNS:
        assert pattern.low <= pattern.high and pattern.source, pattern.name
    cited = {key for p in patterns.PATTERNS for key in p.source.partition(":")[0].split("; ")}
    assert {key for key in cited if " " not in key} <= set(bibliography())


def test_the_command_measures_what_is_there(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """With patterns that need no run: an out is told, and is no error."""

    def one(name: str, value: float) -> Pattern:
        return Pattern(name, "tests", 0, 1, "definition", lambda runs: value * runs.seeds, "why")

    monkeypatch.setattr(patterns, "PATTERNS", (one("in", 0.25), one("out", 2.0)))
    code, out, _ = call("patterns", "--seeds", 2, "--json")
    rows = json.loads(out)
    assert code == 0 and [set(row) for row in rows] == [KEYS, KEYS]
    assert [(row["value"], row["inside"]) for row in rows] == [(0.5, True), (4.0, False)]
    assert "| out | tests | 4 | 0 to 1 | **no** | definition |" in table(rows)


def test_runs_are_kept_for_the_next_pattern() -> None:
    runs = Runs(1)
    first = runs.of("no-controls", 0)
    assert runs.of("no-controls", 0) is first and first[0].world.step == 0


def test_matched_runs_differ_in_one_thing_and_their_scenarios_load() -> None:
    for path in SCENARIOS.glob("*.toml"):
        load_scenario(path, Arm(path.stem, 1).recipe(0).simulation().inputs)
    assert Arm("coalition-open", 1).recipe(0).scenario == str(CLAIMS / "coalition-open.toml")
    one, other = (
        load_scenario(SCENARIOS / f"{name}.toml", Arm("no-controls", 1).recipe(0).simulation().inputs)
        for name in ("october-2022", "before-october-2022")
    )
    assert (one.start, one.locks, one.set) == (other.start, other.locks, other.set)
    assert set(other.rules) < set(one.rules)


def test_a_lever_held_reaches_the_world_and_leaves_all_else() -> None:
    """Data closed in Japan for a year: more people on a model of their own there, at the same start."""
    closed, open_ = (
        watch(Arm("law-of-2025", 4, held=("JPN", "localisation", level)), 0) for level in (0.9, 0)
    )
    own = [told.nation("own_model", "JPN") for told in (closed, open_)]
    assert own[0][-1] > own[1][-1] and len(own[0]) == 4
    assert closed.metrics.iloc[0].equals(open_.metrics.iloc[0])


def test_changes_are_relative_or_against_chance() -> None:
    before = np.array([1.0, 2.0, 3.0])
    assert more(before * 1.5, before) == pytest.approx(0.5)
    assert against_chance(before + 2, before) == pytest.approx(2.0)


def test_an_effect_is_told_from_chance_over_all_metrics_that_were_looked_at() -> None:
    rng = np.random.default_rng(1)
    with_it = rng.normal(size=(8, 20))
    shifted = with_it.copy()
    shifted[:, 0] += 0.5
    effect, told = effects(with_it, shifted)
    assert told.tolist() == [True] + 19 * [False]
    assert effect[0] == pytest.approx(0.5 / with_it[:, 0].std(ddof=1)) and not effect[1:].any()
    false = sum(effects(with_it, rng.normal(size=(8, 20)))[1].any() for _ in range(200))
    assert false < 0.1 * 200


def test_each_process_is_taken_out_by_one_parameter_that_is_not_out_by_itself() -> None:
    p = Parameters.defaults()
    assert len(PROCESSES) >= 20 and len({one.parameter for one in PROCESSES}) == len(PROCESSES)
    for one in PROCESSES:
        assert getattr(p, one.parameter) != one.off, one.name
        p.replace({one.parameter: one.off})
    assert sorted(one.decides for one in PROCESSES if one.decides) == 5 * ["firms"] + 3 * ["researchers"]


def test_what_cannot_be_told_from_its_absence_is_named(call: Call) -> None:
    row = {"parameter": "x", "off": 0, "metric": "Welfare", "effect": 0.5}
    page = table_of_removed([row | {"process": "a", "moved": True}, row | {"process": "b", "moved": False}])
    assert "| b | `x` 0 | Welfare | +0.5 | **no** |" in page and page.endswith("absence: b.\n")
    code, _, error = call("patterns", "--removed", "--seeds", 1)
    assert code == 2 and "--seeds" in error
