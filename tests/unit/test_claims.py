"""What must be true of the registered hypotheses and of the rule that judges them."""

import numpy as np
import pytest

from sovereigns.experiments.claims.arms import ARMS
from sovereigns.experiments.claims.contrasts import AllGain, Interaction, Level, Paired, weakest
from sovereigns.experiments.claims.hypothesis import Part
from sovereigns.experiments.claims.measures import NATION_PROBES, WORLD_PROBES, Measure
from sovereigns.experiments.claims.registry import HYPOTHESES, chosen, needed
from sovereigns.experiments.claims.space import POLICY, serving, uncertain
from sovereigns.experiments.claims.verdict import (
    PointEffect,
    decided_by,
    judge_part,
    judge_point,
    verdict,
    wilson,
)
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.metrics import METRICS, NATION_METRICS
from sovereigns.model.start.scenarios import load_scenario

PARTS = [(h.id, part) for h in HYPOTHESES.values() for part in h.parts]


def test_the_registry_holds_every_claim_once() -> None:
    assert list(HYPOTHESES) == [f"C{i}" for i in range(1, 22)] + [f"K{i}" for i in range(1, 6)]
    for hypothesis in HYPOTHESES.values():
        assert [part.id for part in hypothesis.parts] == list("abc")[: len(hypothesis.parts)]


@pytest.mark.parametrize(("claim", "part"), PARTS, ids=[f"{claim}{part.id}" for claim, part in PARTS])
def test_each_part_can_be_tested(claim: str, part: Part) -> None:
    assert part.direction in ("higher", "lower")
    assert part.size >= 0
    assert part.why and part.states
    assert part.size > 0 or isinstance(part.contrast, Level) or part.seeds, "a contrast needs a size"
    assert len(set(part.contrast.arms)) == len(part.contrast.arms)
    nations = load_inputs().nation_names
    for measure in part.measures:
        world, nation = METRICS | WORLD_PROBES, NATION_METRICS | NATION_PROBES
        assert measure.column in (nation if measure.nation else world)
        assert measure.nation in {"", "mean", "each", *nations}


def test_arms_name_what_exists_and_are_all_used() -> None:
    assert set(needed(chosen([]))) == set(ARMS)
    for arm in ARMS.values():
        load_scenario(arm.path, load_inputs())
        Parameters.defaults().replace(arm.set)


def test_the_two_sides_of_a_contrast_differ() -> None:
    for _, part in PARTS:
        arms = [ARMS[name] for name in part.contrast.arms]
        keys = {
            (a.scenario, *sorted(a.set.items()), *a.strategies.items(), *a.readmits.items()) for a in arms
        }
        assert len(keys) == len(arms)


def test_cern_and_manhattan_have_the_same_budget() -> None:
    cern, manhattan = ARMS["cern"].set, ARMS["manhattan"].set
    assert cern["cern_due"] == manhattan["sovereign_most"]
    assert cern["sovereign_most"] == 0


def test_points_draw_what_nobody_knows_and_not_what_governments_choose() -> None:
    names = {row.name for row in uncertain()}
    variants = {"hazard_form", "welfare_function", "opinion_dynamics", "growth_returns", "race_information"}
    assert variants <= names
    assert not names & set(POLICY)
    assert "one_chip" not in names
    assert "smuggling_share" in serving("C1")
    assert "smuggling_share" not in serving("K1")


def test_unknown_claims_are_refused_with_the_near_match() -> None:
    with pytest.raises(InputError, match=r"did you mean C9 or C19"):
        chosen(["C99"])
    assert [h.id for h in chosen(["k1", "c2"])] == ["C2", "K1"]


def part(direction: str = "higher", size: float = 1.0, seeds: float | None = None) -> Part:
    return Part(
        "a",
        "it grows",
        Paired("b", "a"),
        (Measure("welfare"),),
        direction,  # type: ignore[arg-type]
        size,
        "because",
        seeds,
    )


@pytest.mark.parametrize(
    ("direction", "effects", "counts"),
    [
        ("higher", [2.0, 2.1, 1.9], True),
        ("higher", [1.2, 3.0, 0.9], False),  # beyond the size in the mean, not with its interval
        ("higher", [1.0, 1.0, 1.0], False),  # exactly the size is not beyond it
        ("higher", [-2.0, -2.1, -1.9], False),  # the other way
        ("lower", [-2.0, -2.1, -1.9], True),
        ("lower", [2.0, 2.1, 1.9], False),
        ("lower", [0.0, 0.0, 0.0], False),
        ("higher", [2.0, 2.1, 1.9, np.nan], True),  # a pair without a value is left out
        ("higher", [2.0], False),  # one pair has no interval
        ("higher", [np.nan, np.nan], False),
    ],
)
def test_a_point_counts_if_its_interval_lies_beyond_the_size(
    direction: str, effects: list[float], counts: bool
) -> None:
    assert judge_point(part(direction), np.array(effects)).counts is counts


@pytest.mark.parametrize(
    ("direction", "effects", "says"),
    [
        ("higher", [2.0, 2.1, 1.9], "counts"),
        ("higher", [1.2, 3.0, 0.9], "unclear"),  # the interval holds the size: more seeds could decide
        ("higher", [-1.2, 3.0, -3.1], "unclear"),  # it holds both sides
        ("higher", [0.5, 0.6, 0.4], "small"),
        ("higher", [-0.1, 0.1, 0.0], "small"),  # surely nothing that matters
        ("higher", [-0.5, -0.6, -0.4], "opposite"),
        ("lower", [0.5, 0.6, 0.4], "opposite"),
        ("lower", [-0.5, -0.6, -0.4], "small"),
        ("lower", [2.0], "unclear"),
    ],
)
def test_a_point_that_does_not_count_says_why(direction: str, effects: list[float], says: str) -> None:
    assert judge_point(part(direction), np.array(effects)).says == says


def test_a_claim_that_fails_for_want_of_precision_is_told_from_one_that_is_wrong() -> None:
    noisy, wrong = np.array([-1.0, 4.0, 2.0]), np.array([-2.0, -2.1, -1.9])
    for effects, word in ((noisy, "unclear"), (wrong, "opposite")):
        said = judge_part(part(), [judge_point(part(), effects)] * 5)
        assert (said["verdict"], said[word]) == ("fails", 1)
        assert said["share"] + said["small"] + said["opposite"] + said["unclear"] == 1


def test_a_share_has_an_interval_that_points_narrow() -> None:
    low, high = wilson(0.5, 10)
    assert (low, high) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4)), "Wilson 1927"
    assert wilson(0.0, 20)[1] < 1 / 3 < wilson(0.0, 6)[1], "20 points with none that counts do fail"
    assert wilson(0.5, 40)[1] < high


def test_a_rule_on_seeds_counts_seeds() -> None:
    claim = part("lower", 0.0, 0.9)
    nine = np.array([-1.0] * 9 + [5.0])
    assert judge_point(claim, nine).counts
    assert not judge_point(claim, np.append(nine, 0.0)).counts, "no change is no harm"
    assert judge_point(claim, -nine).says == "opposite"


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1, "holds"), (2 / 3, "holds"), (0.66, "mixed"), (0.34, "mixed"), (1 / 3, "fails"), (0, "fails")],
)
def test_the_verdict_follows_the_share_of_points(share: float, expected: str) -> None:
    assert verdict(share) == expected


def test_thirds_of_three_points_are_thirds() -> None:
    yes, no = PointEffect(2, 1.5, 2.5, "counts", 0.5), PointEffect(0, -1, 1, "unclear", -2)
    assert judge_part(part(), [yes, yes, no])["verdict"] == "holds"
    assert judge_part(part(), [yes, no, no])["verdict"] == "fails"
    assert judge_part(part(), [])["verdict"] == "fails"


def test_an_interaction_is_a_difference_of_differences() -> None:
    values = {"a": [1.0, 1.0], "b": [5.0, 6.0], "c": [1.0, 2.0], "d": [2.0, 3.0]}
    contrast = Interaction(Paired("b", "a"), Paired("d", "c"))
    effect = contrast.effect(lambda arm, _: np.array(values[arm]), Measure("welfare"))
    assert effect.tolist() == [3.0, 4.0]


def test_where_all_must_move_the_weakest_decides() -> None:
    def read(arm: str, measure: Measure) -> np.ndarray:
        return {"USA": np.array([3.0, 1.0]), "CHN": np.array([2.0, 5.0])}[measure.nation] * (arm == "b")

    both = [Measure("welfare", "USA"), Measure("welfare", "CHN")]
    assert weakest(Paired("b", "a"), both, 1, read).tolist() == [2.0, 1.0]
    assert weakest(Paired("b", "a"), both, -1, read).tolist() == [3.0, 5.0]


def test_all_gain_asks_every_nation() -> None:
    values = {"coop": [[2.0, 2.0], [2.0, 0.0]], "comp": [[0.0, 2.0], [0.0, 0.0]], "law": [[1.0, 1.0]] * 2}
    effect = AllGain("coop", "comp", "law").effect(lambda arm, _: np.array(values[arm]), Measure("welfare"))
    assert effect.tolist() == [1.0, 0.0]


def test_orders_of_magnitude_compare_ratios() -> None:
    effect = Paired("b", "a").effect(
        lambda arm, _: np.array([100.0, 0.0]) if arm == "b" else np.array([10.0, 1.0]),
        Measure("incidents", scale="log10"),
    )
    assert effect[0] == pytest.approx(1)
    assert effect[1] == pytest.approx(-6), "nothing at all counts as 1e-6"


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (Measure("welfare"), 20),
        (Measure("welfare", when="mean"), 10.5),
        (Measure("welfare", when="late"), 16.5),
        (Measure("welfare", when="most", quarters=40), 40),
    ],
)
def test_a_measure_sums_up_its_own_quarters(measure: Measure, value: float) -> None:
    assert measure.sum_up([float(q) for q in range(1, 41) if measure.sees(q)]) == value


def test_the_deciding_parameter_is_found_and_chance_is_not() -> None:
    rng = np.random.default_rng(1)
    drawn = {name: rng.uniform(size=40) for name in ("lever", *(f"other{k}" for k in range(20)))}
    margins = drawn["lever"] - 0.5
    points = [PointEffect(m, m, m, "counts" if m > 0 else "small", m) for m in margins]
    name, rho, chance = decided_by(points, drawn)
    assert (name, rho) == ("lever", pytest.approx(1))
    assert chance is not None and chance < 0.001
    chances = rng.uniform(-1, 1, size=40)
    noise = [PointEffect(m, m, m, "counts" if m > 0 else "small", m) for m in chances]
    assert decided_by(noise, drawn) == (None, None, None)
    assert decided_by([PointEffect(1, 1, 1, "counts", 1)] * 40, drawn) == (None, None, None)
