"""What the analysis of a sweep must find in runs whose causes are known, and what it must not."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from SALib.sample import morris, sobol

from sovereigns.experiments.analysis.analyse import Sweep, findings, levels, read, typical
from sovereigns.experiments.analysis.cells import cells
from sovereigns.experiments.analysis.effects import (
    associations,
    effects_by_quarter,
    indices,
    policy_effects,
)
from sovereigns.experiments.analysis.moderation import moderation
from sovereigns.experiments.analysis.short_story import tell
from sovereigns.experiments.documents.study_page import study_part
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.report.sweep_report import analyse, write_report
from sovereigns.experiments.report.sweep_words import factor_words
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.metrics import METRICS
from tests.faults.sweeps import undisturbed

METRIC = ["welfare"]


def two_worlds(points: int = 20, seeds: int = 3) -> pd.DataFrame:
    """Scenario b is better than a by the factor `cost`; seeds and `idle` move both alike."""
    rng = np.random.default_rng(0)
    rows = []
    for point in range(points):
        cost, idle = rng.uniform(size=2)
        for seed in range(seeds):
            luck = 10 * rng.normal()
            for scenario, gain in (("a", 0.0), ("b", 1 + cost)):
                rows.append((scenario, point, seed, cost, idle, luck + gain))
    runs = pd.DataFrame(rows, columns=["scenario", "point", "seed", "cost", "idle", "welfare"])
    return runs.assign(run=range(len(runs)), status="ok")


def test_policies_are_compared_in_pairs() -> None:
    (effect,) = policy_effects(two_worlds(), ["cost", "idle"], {"scenario": ["a", "b"]}, METRIC)
    assert (effect["against"], effect["level"], effect["pairs"]) == ("a", "b", 20)
    assert effect["difference"] == pytest.approx(1.5, abs=0.15)
    assert effect["high"] - effect["low"] < 0.4, "luck that both share must not widen the interval"


def test_levels_of_a_factorial_are_matched_on_all_else() -> None:
    rows = [
        (10 * usa + point, f"s{usa}", seed, cost, usa * 2.0 + 100 * cost + seed)
        for usa in (0, 1)
        for point, cost in enumerate((0.0, 1.0))
        for seed in range(3)
    ]
    runs = pd.DataFrame(rows, columns=["point", "strategy.USA", "seed", "cost", "welfare"]).assign(
        scenario="a"
    )
    policies = {"strategy.USA": ["s0", "s1"]}
    (effect,) = policy_effects(runs, ["strategy.USA", "cost"], policies, METRIC)
    assert effect["difference"] == pytest.approx(2)
    assert effect["pairs"] == 2


def two_by_two(seeds: int = 6) -> pd.DataFrame:
    """Two powers choose 0 or 1: each loses 1 to welfare by 1, and 2 more if both do; luck is the seed's."""
    rng = np.random.default_rng(5)
    luck = rng.normal(size=seeds)
    rows = [
        (2 * usa + chn, seed, float(usa), float(chn), 10 * luck[seed] - usa - chn - 2 * usa * chn)
        for usa in (0, 1)
        for chn in (0, 1)
        for seed in range(seeds)
    ]
    runs = pd.DataFrame(rows, columns=["point", "seed", "usa", "chn", "welfare"]).assign(scenario="a")
    noise = rng.normal(scale=0.01, size=len(runs))
    return runs.assign(run=range(len(runs)), status="ok", welfare=runs["welfare"] + noise)


def test_levels_that_are_chosen_have_their_interval_over_seeds() -> None:
    """Two chosen points differ by 2: that is no doubt about the effect, and must not widen its interval."""
    policies = {"usa": [0.0, 1.0]}
    (drawn,) = policy_effects(two_by_two(), ["usa", "chn"], policies, METRIC)
    (chosen,) = policy_effects(two_by_two(), ["usa", "chn"], policies, METRIC, True)
    assert drawn["difference"] == pytest.approx(-2, abs=0.05) == chosen["difference"]
    assert chosen["pairs"] == 6
    assert chosen["high"] - chosen["low"] < 0.1 < drawn["high"] - drawn["low"]


def test_a_seed_that_lacks_a_cell_is_left_out_of_the_mean_over_cells() -> None:
    runs = two_by_two()
    runs = runs[~((runs["seed"] == 0) & (runs["point"] == 3))]
    (effect,) = policy_effects(runs, ["usa", "chn"], {"usa": [0.0, 1.0]}, METRIC, True)
    assert effect["pairs"] == 5
    assert effect["difference"] == pytest.approx(-2, abs=0.05)


def test_an_effect_is_told_where_it_is_large_and_where_it_is_small() -> None:
    (row,) = moderation(two_by_two(), ["usa", "chn"], {"usa": [0.0, 1.0]}, METRIC, True)
    assert (row["factor"], [part["where"] for part in row["parts"]]) == ("chn", ["= 0", "= 1"])
    assert [part["difference"] for part in row["parts"]] == [
        pytest.approx(-1, abs=0.05),
        pytest.approx(-3, abs=0.05),
    ]


def test_what_an_effect_depends_on_is_found_and_chance_is_not() -> None:
    found = {
        row["factor"]: row
        for row in moderation(two_worlds(40), ["cost", "idle"], {"scenario": ["a", "b"]}, METRIC, False)
    }
    low, high = found["cost"]["parts"]
    assert found["cost"]["rho"] == pytest.approx(1)
    assert high["low"] > low["high"], "the gain of b rises with cost"
    assert low["where"].startswith("up to ") and high["where"].startswith("above ")
    assert low["pairs"] + high["pairs"] == 40
    assert found["idle"]["chance"] > 0.01


def test_cells_of_a_factorial_have_means_and_intervals_over_seeds() -> None:
    runs = two_by_two().assign(welfare=lambda r: r["usa"] + 2 * r["chn"])
    told = cells(runs, ["usa", "chn"], METRIC)
    assert {(row["factors"]["usa"], row["factors"]["chn"]): row["mean"] for row in told} == {
        (0, 0): 0,
        (1, 0): 1,
        (0, 1): 2,
        (1, 1): 3,
    }
    assert all(row["low"] == row["mean"] == row["high"] and row["runs"] == 6 for row in told)
    assert cells(runs.assign(point=range(len(runs))), ["usa", "chn"], METRIC) == [], "too many to read"


def test_with_one_point_the_interval_is_over_seeds() -> None:
    (effect,) = policy_effects(two_worlds(1, 5), ["cost", "idle"], {"scenario": ["a", "b"]}, METRIC)
    assert effect["pairs"] == 5


def test_a_missing_partner_is_left_out() -> None:
    runs = two_worlds()
    runs = runs[~((runs["scenario"] == "b") & (runs["point"] == 0))]
    (effect,) = policy_effects(runs, ["cost", "idle"], {"scenario": ["a", "b"]}, METRIC)
    assert effect["pairs"] == 19


def test_a_value_that_one_side_lacks_is_left_out_of_its_pair() -> None:
    """Luck of 10 under each seed: a mean over other seeds on one side would drown the difference."""
    runs = two_worlds()
    runs.loc[(runs["scenario"] == "b") & (runs["seed"] == 1), "welfare"] = np.nan
    runs.loc[runs["point"] == 0, "welfare"] = np.nan
    (effect,) = policy_effects(runs, ["cost", "idle"], {"scenario": ["a", "b"]}, METRIC)
    assert effect["difference"] == pytest.approx(1.5, abs=0.15)
    assert effect["high"] - effect["low"] < 0.4
    assert effect["pairs"] == 19


def test_points_with_the_same_factors_count_once() -> None:
    once = two_worlds(1, 5)
    twice = pd.concat([once, once.assign(point=1)])
    factors, policies = ["cost", "idle"], {"scenario": ["a", "b"]}
    assert policy_effects(twice, factors, policies, METRIC) == policy_effects(once, factors, policies, METRIC)


def test_correlations_find_the_factor_that_moves_the_metric() -> None:
    runs = two_worlds(40, 1).assign(welfare=lambda r: r["cost"] ** 3)
    found = {
        row["factor"]: row for row in associations(runs, ["cost", "idle"], METRIC) if row["scenario"] == "a"
    }
    assert found["cost"]["rho"] == pytest.approx(1)
    assert found["idle"]["chance"] > 0.001


@pytest.mark.parametrize("kind", ["saltelli", "morris"])
def test_indices_rank_factors_as_the_function_does(kind: str) -> None:
    problem = {"num_vars": 3, "names": ["strong", "weak", "idle"], "bounds": [[0, 1]] * 3}
    if kind == "saltelli":
        x = sobol.sample(problem, 128, calc_second_order=False, seed=1)
    else:
        x = morris.sample(problem, 30, num_levels=6, seed=1)
    runs = pd.DataFrame(x, columns=problem["names"]).assign(
        scenario="a", point=range(len(x)), seed=0, welfare=4 * x[:, 0] + x[:, 1]
    )
    found = {row["factor"]: row for row in indices(runs, kind, problem["names"], METRIC, 6)}
    key = "total" if kind == "saltelli" else "mu_star"
    assert found["strong"][key] > found["weak"][key] > found["idle"][key]
    assert found["idle"][key] == pytest.approx(0, abs=0.01)
    if kind == "saltelli":
        assert found["strong"]["first"] == pytest.approx(16 / 17, abs=0.05)
    else:
        assert found["strong"]["mu_star"] == pytest.approx(4), "the slope, on a grid of any number of levels"
    assert indices(runs, "latin-hypercube", problem["names"], METRIC, 6) == []


@pytest.mark.parametrize(("kind", "block"), [("saltelli", 5), ("morris", 4)])
def test_a_failed_run_costs_its_block_of_the_design_only(kind: str, block: int) -> None:
    names = ["strong", "weak", "idle"]
    problem = {"num_vars": 3, "names": names, "bounds": [[0, 1]] * 3}
    if kind == "saltelli":
        x = sobol.sample(problem, 16, calc_second_order=False, seed=1)
    else:
        x = morris.sample(problem, 16, seed=1)
    runs = pd.DataFrame(x, columns=names).assign(
        scenario="a", point=range(len(x)), seed=0, welfare=4 * x[:, 0] + x[:, 1]
    )
    without = runs[runs["point"] // block != 1]
    expected = indices(without.assign(point=range(len(without))), kind, names, METRIC, 4)
    assert expected and indices(runs[runs["point"] != block + 2], kind, names, METRIC, 4) == expected
    assert indices(runs.iloc[: block - 1], kind, names, METRIC, 4) == [], "no block is whole"


def test_what_a_policy_buys_may_come_and_go() -> None:
    """b leads a by 2 in the first quarter and trails it by 1 in the second."""
    runs = two_worlds()
    gains = {("a", "2025Q1"): 0.0, ("a", "2025Q2"): 0.0, ("b", "2025Q1"): 2.0, ("b", "2025Q2"): -1.0}
    quarters = pd.DataFrame(
        [(r.run, q, gains[r.scenario, q]) for r in runs.itertuples() for q in ("2025Q1", "2025Q2")],
        columns=["run", "quarter", "welfare"],
    )
    found = effects_by_quarter(runs, quarters, ["cost", "idle"], {"scenario": ["a", "b"]}, METRIC)
    assert {row["quarter"]: row["difference"] for row in found} == {"2025Q1": 2, "2025Q2": -1}


OWN = """name = "own"
question = "What of our own file?"
scenarios = ["ours.toml", "no-controls"]
quarters = 1
keep = "quarters"
start = "2022Q1"
firms = 0
researchers = 0
[full]
quarters = 2
"""


def test_a_sweep_is_analysed_as_it_was_run(tmp_path: Path) -> None:
    """A scenario of one's own, another start: the retold run is the run of the sweep."""
    (tmp_path / "ours.toml").write_text('assumes = "Nothing."\n', encoding="utf-8")
    undisturbed(tmp_path, tmp_path / "sweep", OWN)
    sweep = read(tmp_path / "sweep")
    assert sweep.policies == {"scenario": ["ours", "no-controls"]}
    result = analyse(tmp_path / "sweep")
    assert {row["quarter"] for row in result["paths"]} == {"2022Q1", "2022Q2"}
    assert "2022Q2" in result["stories"][0]["sentences"][-1]
    assert "our own file" in (tmp_path / "sweep" / "report.html").read_text(encoding="utf-8")


NATIONS = """name = "nations"
scenarios = ["no-controls"]
quarters = 2
keep = "nations"
replications = 2
firms = 0
researchers = 0
[factors]
"strategy.USA" = ["always-cooperate", "always-compete"]
growth_of_ai = "range"
"""


@pytest.mark.slow
def test_who_gains_is_told_where_nations_are_kept(tmp_path: Path) -> None:
    undisturbed(tmp_path, tmp_path / "sweep", NATIONS)
    sweep = read(tmp_path / "sweep")
    assert len(sweep.policies["growth_of_ai"]) == 2, "a factorial takes the two ends of a range"
    result = findings(sweep)
    assert {row["metric"] for row in result["nations"]} == set(load_inputs().nation_names)
    assert {row["metric"] for row in result["cells"]} >= {"USA", "CHN", "welfare"}
    write_report(sweep, result, tmp_path)
    assert "Who gains, and who pays" in (tmp_path / "report.html").read_text(encoding="utf-8")
    page = study_part(sweep, result, ("welfare",), {})
    assert "welfare of CHN" in page and "nations that gain" in page


def test_levels_are_those_of_the_manifest_or_the_ends_of_a_factorial() -> None:
    assert levels({"name": "a", "levels": ["x"]}, "factorial") == ["x"]
    assert levels({"name": "a", "low": 0.0, "high": 1.0}, "factorial") == [0, 1]
    assert levels({"name": "a", "low": 0.0, "high": 1.0}, "sobol") == []


def test_one_run_is_no_sweep(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    (tmp_path / "world.parquet").write_bytes(b"")
    with pytest.raises(InputError, match="a run or a sweep"):
        read(tmp_path)


@pytest.fixture
def sweep() -> Sweep:
    """Runs in which a wish for prestige alone makes many sovereign AIs."""
    rng = np.random.default_rng(2)
    n = 120
    prestige, cost = rng.uniform(0, 0.5, n), rng.uniform(0.1, 0.6, n)
    runs = pd.DataFrame({name: rng.normal(size=n) for name in METRICS})
    runs = runs.assign(
        run=range(n),
        scenario="no-controls",
        point=range(n),
        seed=0,
        prestige=prestige,
        sovereign_cost=cost,
        sovereign_ais=np.where(prestige > 0.3, 180.0, 20.0),
    )
    factors: dict[str, list[float]] = {"prestige": [], "sovereign_cost": []}
    presets = {"no-controls": "no-controls"}
    return Sweep("made", runs, 0, presets, factors, "latin-hypercube", Recipe(quarters=2))


@pytest.mark.slow
def test_a_sweep_is_told_whole(sweep: Sweep, tmp_path: Path) -> None:
    result = findings(sweep)
    box = result["discovery"]["box"]
    assert set(box["limits"]) == {"prestige"}
    assert box["coverage"] > 0.9
    assert box["density"] > 0.9
    assert [story["label"] for story in result["stories"]] == ["inside the box", "outside the box"]
    assert all("2025Q3" in story["sentences"][-1] for story in result["stories"])
    write_report(sweep, result, tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert factor_words("prestige", sweep.nation_names) in page
    assert "http" not in page.replace("http-equiv", "")
    assert (tmp_path / "figures" / "box.png").stat().st_size > 1000


def test_the_typical_run_is_one_of_the_group(sweep: Sweep) -> None:
    group = sweep.runs[sweep.runs["prestige"] > 0.3]
    assert typical(group) in group.index


def test_a_story_keeps_the_order_of_time() -> None:
    world = pd.DataFrame(
        {
            "quarter": ["2025Q1", "2025Q2", "2025Q3"],
            "sovereign_ais": [3.0, 60.0, 160.0],
            "us_cn_lag_years": [0.5, 0.4, -0.2],
            "expected_loss": [0.001] * 3,
            "welfare": [1.8, 1.9, 2.0],
        }
    )
    columns = ["quarter", "process", "kind", "actor", "target", "layer", "value", "text"]
    events = pd.DataFrame(
        [
            ("2025Q3", "incidents", "incident", "USA", "", "", 0.02, "harm from AI in USA"),
            ("2025Q1", "regulate", "impose", "USA", "CHN", "chips", 1.0, "Chips are denied"),
        ],
        columns=columns,
    )
    told = tell(world, events)
    assert [line[:6] for line in told] == sorted(line[:6] for line in told)
    assert "Chips are denied." in told[0]
    assert "0.2 years ahead of the United States" in told[-1]
    assert len(tell(world, events.iloc[:0])) == 3, "milestones and the end remain where nothing happens"
