"""What must be true of the registered hypotheses and of the rule that judges them."""

import numpy as np
import pandas as pd
import pytest

from sovereigns.experiments.claims.arms import ARMS, Arm
from sovereigns.experiments.claims.contrasts import Contrast, Gainers, Interaction, Level, Paired, weakest
from sovereigns.experiments.claims.deciding import decided_by
from sovereigns.experiments.claims.hypothesis import Part
from sovereigns.experiments.claims.measures import NATION_PROBES, WORLD_PROBES, Measure
from sovereigns.experiments.claims.registry import HYPOTHESES, REGISTERS, TESTED, chosen, needed, register
from sovereigns.experiments.claims.space import serving, uncertain
from sovereigns.experiments.claims.verdict import (
    PointEffect,
    judge_part,
    judge_point,
    may_clear,
    verdict,
    weakest_part,
    wilson,
)
from sovereigns.experiments.documents.odd_blocks import claim_rows
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.metrics import METRICS, NATION_METRICS
from sovereigns.model.start.scenarios import load_scenario

PARTS = [(h.id, part) for h in HYPOTHESES.values() for part in h.parts]


def test_the_registry_holds_every_claim_once() -> None:
    """In the order of the documents; none that an older register has asked is lost."""
    assert list(HYPOTHESES) == [row["id"] for row in claim_rows() if row["id"][0] in "CK"]
    assert {row["claim"] for path in REGISTERS for row in register(path)} <= set(HYPOTHESES)
    for hypothesis in HYPOTHESES.values():
        assert [part.id for part in hypothesis.parts] == list("abcd")[: len(hypothesis.parts)]


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
        Parameters.defaults().replace(arm.held)


CHANNELS = (
    {"spread_open_weights", "adaptation_loss"},  # open weights are of use
    {"rally_gain", "rally_slope"},  # the rally
    {"legacy_training", "stockpile_urge", "memory_hoard"},  # old and stocked hardware
    {"inference_share_2025", "inference_of_use", "inference_weight", "bandwidth_weight"},  # the shift
    {"localisation_scale", "localisation_slope", "localisation_floor"},  # laws that keep data at home
    {"sovereign_most", "cern_offer"},  # where the same budget goes
)
"""Parameters that are one thing together."""


def told(arm: Arm) -> dict[str, object]:
    """All that an arm and its scenario set, each thing by itself."""
    scenario = load_scenario(arm.path, load_inputs())
    things: dict[str, object] = {
        name: getattr(scenario, name) for name in ("start", "rules", "locks", "events")
    }
    things["strategies"] = dict(scenario.strategies) | dict(arm.strategies)
    for body, founding in scenario.bodies.items():
        things |= {f"{body}: {name}": value for name, value in vars(founding).items()}
        things[f"{body}: exclude"] = founding.exclude, arm.readmits.get(body)
    return things | {f"set {name}": value for name, value in (dict(scenario.set) | dict(arm.held)).items()}


def pairs(contrast: Contrast) -> list[Paired]:
    if isinstance(contrast, Interaction):
        return [contrast.given, contrast.otherwise]
    return [contrast] if isinstance(contrast, Paired) else []


@pytest.mark.parametrize("key", TESTED)
def test_the_arms_of_a_contrast_differ_in_one_thing(key: str) -> None:
    for pair in pairs(TESTED[key].contrast):
        one, other = told(ARMS[pair.arm]), told(ARMS[pair.against])
        differ = {name for name in one | other if one.get(name) != other.get(name)}
        parameters = {name.removeprefix("set ") for name in differ if name.startswith("set ")}
        assert differ, f"{pair.text}: the same"
        assert len(differ) == 1 or (
            len(parameters) == len(differ) and any(parameters <= channel for channel in CHANNELS)
        ), f"{pair.text}: {sorted(differ)}"


def test_both_sides_of_an_interaction_differ_in_the_same_thing() -> None:
    for how in TESTED.values():
        if isinstance(how.contrast, Interaction):
            found = []
            for pair in pairs(how.contrast):
                one, other = told(ARMS[pair.arm]), told(ARMS[pair.against])
                found.append({name for name in one | other if one.get(name) != other.get(name)})
            assert found[0] == found[1]


def test_cern_and_manhattan_have_the_same_budget() -> None:
    cern, manhattan = ARMS["cern"], ARMS["manhattan"]
    assert cern.scenario == manhattan.scenario
    assert cern.set["cern_due"] == manhattan.set["sovereign_most"]
    assert cern.set["sovereign_most"] == manhattan.set["cern_offer"] == 0


def test_the_code_tests_what_is_registered() -> None:
    assert [row["claim"] + row["part"] for row in register()] == list(TESTED)
    for row in register():
        (part,) = (one for one in HYPOTHESES[row["claim"]].parts if one.id == row["part"])
        assert (part.contrast.text, part.measured) == (row["arms"], row["measured"]), row["claim"]


def test_registers_are_dated_kept_and_say_why_they_changed() -> None:
    assert len(REGISTERS) >= 2
    for before, after in zip(REGISTERS, REGISTERS[1:], strict=False):
        assert before.stem < after.stem
        old = {row["claim"] + row["part"]: row for row in register(before)}
        for row in register(after):
            was = old.get(row["claim"] + row["part"], {})
            same = bool(was) and all(row[key] == was[key] for key in was if key != "changed")
            assert bool(row["changed"]) != same, f"{row['claim']} ({row['part']}): {row['changed']}"


def test_claims_are_served_by_the_parameters_that_name_them() -> None:
    assert "smuggling_share" in serving("C1")
    assert "smuggling_share" not in serving("K1")


def test_a_variant_is_offered_to_the_claims_that_it_serves_alone() -> None:
    """The welfare function to those that measure the world's welfare, not that of nations; all serve one."""
    read = {
        claim for claim, part in PARTS if ("welfare", "") in {(m.column, m.nation) for m in part.measures}
    }
    assert {claim for claim in HYPOTHESES if "welfare_function" in serving(claim)} == read
    for row in uncertain():
        assert not row.choices or any(row.name in serving(claim) for claim in HYPOTHESES), row.name


def test_what_welfare_is_made_of_varies_in_every_claim_that_measures_it() -> None:
    """Its weights and what is spent: offered to one such claim and not to another, they decide by turns."""
    weights = {"quality_of_life", "dread", "civilian_worth", "culture_weight"}
    spent = {"rally_budget", "subsidy_most", "sovereign_most"}
    read = {claim for claim, part in PARTS if "welfare" in {m.column for m in part.measures}}
    assert len(read) > 1
    for claim in read:
        assert weights | spent <= set(serving(claim)), claim


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


def test_looking_twice_asks_for_more() -> None:
    effects = np.array([1.4, 1.6, 2.1, 2.5])
    assert judge_point(part(), effects).says == "counts"
    assert judge_point(part(), effects, looks=2).says == "unclear"


def test_a_claim_that_is_not_precise_enough_is_told_from_one_that_is_wrong() -> None:
    noisy, wrong = np.array([-1.0, 4.0, 2.0]), np.array([-2.0, -2.1, -1.9])
    for effects, word, expected in ((noisy, "unclear", "undecided"), (wrong, "opposite", "fails")):
        said = judge_part(part(), [judge_point(part(), effects)] * 8)
        assert (said["verdict"], said[word]) == (expected, 1)
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
    assert judge_point(claim, nine[:2]).says == "unclear", "two seeds say little of nine in ten"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (2 / 3, 1, "holds"),
        (0.66, 1, "undecided"),
        (0.34, 0.66, "mixed"),
        (0.34, 2 / 3, "undecided"),
        (1 / 3, 0.5, "undecided"),
        (0, 1 / 3, "fails"),
        (0, 0.34, "undecided"),
        (0, 1, "undecided"),
    ],
)
def test_the_verdict_is_undecided_where_the_interval_spans_a_third(
    low: float, high: float, expected: str
) -> None:
    assert verdict(low, high) == expected


YES, NO = PointEffect(2, 1.5, 2.5, "counts", 1), PointEffect(0, -0.1, 0.1, "small", -1)
NOT_CLEAR = PointEffect(1, -1, 3, "unclear", 0)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([YES] * 8, "holds"),
        ([YES] * 5, "undecided"),  # too few points to tell
        ([NO] * 8, "fails"),
        ([NO] * 7 + [NOT_CLEAR], "undecided"),  # had it counted, another draw might bear it out
        ([NO] * 99 + [NOT_CLEAR], "fails"),
        ([YES] * 50 + [NO] * 50, "mixed"),
        ([YES] * 67 + [NO] * 33, "undecided"),
        ([], "undecided"),
    ],
)
def test_unclear_points_may_count_or_not(points: list[PointEffect], expected: str) -> None:
    said = judge_part(part(), points)
    assert said["verdict"] == expected
    assert said["share_low"] <= said["share"] <= said["share_high"]


@pytest.mark.parametrize(
    ("points", "could"),
    [
        ([YES] * 7 + [NOT_CLEAR], True),  # all eight would hold
        ([YES] * 6 + [NO, NOT_CLEAR], False),  # neither seven nor six of eight say anything
        ([NOT_CLEAR] * 8, True),
        ([YES] * 40 + [NO] * 40 + [NOT_CLEAR] * 20, True),  # fifty of a hundred would be mixed
        ([], False),
    ],
)
def test_seeds_are_not_spent_where_no_word_of_theirs_would_decide(
    points: list[PointEffect], could: bool
) -> None:
    assert may_clear(judge_part(part(), points)) is could


@pytest.mark.parametrize(
    ("verdicts", "weakest"),
    [
        (("holds", "fails", "undecided"), 1),
        (("holds", "mixed", "undecided"), 2),
        (("holds", "mixed"), 1),
        (("holds", "holds"), 0),
    ],
)
def test_the_weakest_part_speaks(verdicts: tuple[str, ...], weakest: int) -> None:
    assert weakest_part([{"verdict": one, "share": 0.5} for one in verdicts]) == weakest


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


def test_gainers_are_a_share_of_nations() -> None:
    values = {"coop": [[2.0, 2.0], [2.0, 0.0]], "comp": [[0.0, 2.0], [0.0, 0.0]], "law": [[1.0, 1.0]] * 2}
    effect = Gainers("coop", "comp", "law").effect(lambda arm, _: np.array(values[arm]), Measure("welfare"))
    assert effect.tolist() == [0.5, 0.5]


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


@pytest.mark.parametrize(
    ("when", "seen", "value"),
    [
        ("turned", [1, 2, 0, -1, float("nan"), -2, 3], 1),  # twice: it is one future
        ("turned", [1, 0, 2], 0),
        ("halved", [4, 3, 2, 1], 2),
        ("halved", [4, 1, 5, 2], 3),  # a dip that comes back is not the end of a lead
        ("halved", [4, 3, 1, 3], 4),
        ("halved", [-4, -2, -1], 1),
        ("halved", [4, 1, -5], 1),  # the other's lead is not what is left of the first
    ],
)
def test_a_lead_is_measured_by_its_changes_and_its_half_life(
    when: str, seen: list[float], value: float
) -> None:
    assert Measure("us_cn_lag_years", when=when).sum_up(seen) == value  # type: ignore[arg-type]
    assert np.isnan(float(Measure("us_cn_lag_years", when="halved").sum_up([0.0, 1.0])))


def test_one_future_of_many_turns_does_not_stand_for_those_without() -> None:
    """A lead that changes hands in one of four futures does not so in at least every other, however often."""
    (measure,) = TESTED["C10b"].measures
    seen = np.array([float(measure.sum_up(one)) for one in ([1, -1] * 8, [1, 2], [1, 3], [2, 2])])
    assert TESTED["C10b"].contrast.effect(lambda *_: seen, measure).mean() < 0


def columns(rng: np.random.Generator, points: int, noise: int) -> dict[str, pd.Series]:
    drawn = {f"noise{k}": pd.Series(rng.uniform(size=points)) for k in range(noise)}
    return drawn | {"variant": pd.Series(rng.choice(["a", "b", "c"], size=points))}


def test_the_deciding_parameter_is_found() -> None:
    rng = np.random.default_rng(1)
    drawn = columns(rng, 40, 20) | {"lever": pd.Series(rng.uniform(size=40))}
    name, rho, chance = decided_by(0.5 - np.asarray(drawn["lever"]), drawn)
    assert (name, rho) == ("lever", pytest.approx(-1))
    assert chance is not None and chance < 0.001
    assert decided_by(np.ones(40), drawn) == (None, None, None)


def test_a_choice_has_no_order() -> None:
    """Its middle variant by the alphabet decides: no rank of words sees it; other names change nothing."""
    rng = np.random.default_rng(2)
    drawn = columns(rng, 40, 20)
    margins = np.where(drawn["variant"] == "b", 1.0, -1.0) + rng.normal(0, 0.1, size=40)
    name, ratio, chance = decided_by(margins, drawn)
    assert name == "variant" and ratio is not None and 0.8 < ratio <= 1
    renamed = drawn | {"variant": drawn["variant"].map({"a": "b", "b": "c", "c": "a"})}
    assert decided_by(margins, renamed) == (name, pytest.approx(ratio), chance)


@pytest.mark.parametrize("points", [8, 40])
def test_noise_is_named_in_no_more_than_one_claim_of_twenty(points: int) -> None:
    """Of 40 claims decided by nothing at all; more than five named would be a chance of 2 in 100."""
    rng = np.random.default_rng(3)
    named = [decided_by(rng.normal(size=points), columns(rng, points, 30))[0] for _ in range(40)]
    assert sum(name is not None for name in named) <= 5
