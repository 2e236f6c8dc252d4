"""Claims put to the test end to end, on few quarters: what they print, share and survive."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sovereigns.experiments.claims import runs as claims
from sovereigns.experiments.claims.arms import ARMS
from sovereigns.experiments.claims.measures import Measure
from sovereigns.experiments.claims.registry import HYPOTHESES, chosen, needed
from sovereigns.experiments.claims.runs import FAR, judge, plan, put_to_test
from sovereigns.experiments.claims.space import design as space
from sovereigns.experiments.claims.trial import recipe
from sovereigns.model.errors import InputError

PART = {
    "id",
    "states",
    "metric",
    "contrast",
    "direction",
    "size",
    "why",
    "effect",
    "low",
    "high",
    "points",
    "share",
    "share_low",
    "share_high",
    "small",
    "opposite",
    "unclear",
    "verdict",
}
KEYS = {
    "id",
    "metric",
    "contrast",
    "points",
    "share",
    "effect",
    "low",
    "high",
    "verdict",
    "decided_by",
    "parts",
}


RESULT = {"claims.json", "claims.png", "runs.parquet", "manifest.json"}


class Here(Executor):
    """Runs in this process."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        future: Future = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_each_arm_runs_once_at_every_point_and_seed() -> None:
    everything = chosen([])
    trials = plan(everything, space(2), range(3), None)
    assert len(trials) == len({(t.arm, t.point, t.seed) for t in trials}) == 2 * 3 * len(needed(everything))
    seeds = [{t.seed for t in trials if t.point == point} for point in range(2)]
    assert not seeds[0] & seeds[1], "points do not share seeds, arms do"
    assert all(t.drawn is not None for t in trials)


def made(
    values: Callable[[str, int, int], float], claim: str, points: int, seeds: int
) -> dict[tuple[str, int, int], dict[str, object]]:
    """The runs of a claim with one part, as a rule of arm, point and number of the seed gives them."""
    (part,) = HYPOTHESES[claim].parts
    return {
        (arm, point, FAR * point + k): {"error": "", part.measures[0].name: values(arm, point, k)}
        for arm in part.contrast.arms
        for point in range(points)
        for k in range(seeds)
    }


def test_a_broken_run_costs_its_point_and_no_other() -> None:
    (arm, _) = HYPOTHESES["K5"].parts[0].contrast.arms
    runs = made(lambda name, *_: 1.0 if name == arm else 2.0, "K5", 9, 2)
    whole = judge(HYPOTHESES["K5"], runs, space(9))
    assert (whole["points"], whole["share"], whole["verdict"]) == (9, 1.0, "holds")
    broken = runs | {(arm, 1, FAR): {"error": "Broken: by hand"}}
    assert judge(HYPOTHESES["K5"], broken, space(9))["points"] == 8


def test_no_parameter_decides_where_all_points_say_the_same() -> None:
    """However well one goes with the size of the effect."""
    claim, (arm, _) = HYPOTHESES["K5"], HYPOTHESES["K5"].parts[0].contrast.arms
    design = space(20)
    order = design["rally_gain"].rank()

    def lost(sets: float) -> Callable[[str, int, int], float]:
        return lambda name, point, k: -(order[point] + sets + k / 100) if name == arm else 0.0

    assert judge(claim, made(lost(1), "K5", 20, 3), design)["decided_by"] is None
    split = judge(claim, made(lost(-10.5), "K5", 20, 3), design)
    assert (split["decided_by"], split["association"]) == ("rally_gain", pytest.approx(1))


def test_a_broken_arm_is_reported_with_its_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr(claims, "trial", breaks)
    results, runs = put_to_test(["K2"], Here(), tmp_path, points=1, seeds=2)
    assert set(runs["error"]) == {"ZeroDivisionError: by hand"}
    assert (results[0]["points"], results[0]["verdict"]) == (0, "undecided")
    assert len(runs) == 4, "seeds cannot mend it"


def test_what_has_ended_is_not_run_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ended: list[tuple[str, int]] = []

    def counts(arm: str, _: object, seed: int, measures: tuple[Measure, ...], __: object) -> dict[str, float]:
        if len(ended) == 9:
            raise KeyboardInterrupt
        ended.append((arm, seed))
        return {measure.name: float(seed) for measure in measures}

    monkeypatch.setattr(claims, "trial", counts)
    with pytest.raises(KeyboardInterrupt):
        put_to_test(["K2"], Here(), tmp_path, points=3, seeds=2)
    monkeypatch.setattr(claims, "code_digest", lambda *_: "another")
    with pytest.raises(InputError, match=r"points of other claims or code"):
        put_to_test(["K2"], Here(), tmp_path, points=3, seeds=2)
    monkeypatch.undo()
    monkeypatch.setattr(claims, "trial", lambda *job: {measure.name: 1.0 for measure in job[3]})
    results, runs = put_to_test(["K2"], Here(), tmp_path, points=3, seeds=2)
    kept = runs[runs["us_cn_lag_years.mean.20"] != 1]
    assert set(kept["point"]) == {0, 1}, "two points of four runs each had ended"
    assert {path.name for path in tmp_path.iterdir()} == RESULT
    monkeypatch.setattr(claims, "trial", None)
    told, again = put_to_test(["K2"], Here(), tmp_path, points=3, seeds=2)
    assert runs.equals(again) and told == results
    _, others = put_to_test(["K2"], Here(), tmp_path, points=2, seeds=2)
    assert others["error"].str.startswith("TypeError").all(), "another test does not take it for its own"


def test_only_what_had_failed_is_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[tuple[str, int]] = []

    def breaks(at: int | None) -> Callable[..., dict[str, float]]:
        def one(
            arm: str, _: object, seed: int, measures: tuple[Measure, ...], __: object
        ) -> dict[str, float]:
            made.append((arm, seed))
            if seed == at:
                raise ZeroDivisionError("by hand")
            return {measure.name: float(seed) for measure in measures}

        return one

    monkeypatch.setattr(claims, "trial", breaks(None))
    _, whole = put_to_test(["K2"], Here(), tmp_path / "whole", points=2, seeds=2)
    failing = int(whole["seed"].iloc[0])
    monkeypatch.setattr(claims, "trial", breaks(failing))
    put_to_test(["K2"], Here(), tmp_path / "broken", points=2, seeds=2)
    made.clear()
    monkeypatch.setattr(claims, "trial", breaks(None))
    _, mended = put_to_test(["K2"], Here(), tmp_path / "broken", points=2, seeds=2)
    assert made and {seed for _, seed in made} == {failing}
    pd.testing.assert_frame_equal(mended[sorted(mended)], whole[sorted(whole)], check_dtype=False)


def steady(arm: str, _: object, seed: int, measures: tuple[Measure, ...], __: object) -> dict[str, float]:
    """China is worse off for the rally, clearly at every point; nothing else is known of it."""
    return {measure.name: seed / 1e6 - 10.0 * (arm == "diffusion-rule") for measure in measures}


def noisy(arm: str, _: object, seed: int, measures: tuple[Measure, ...], __: object) -> dict[str, float]:
    """Now better, now worse."""
    return {measure.name: (-1.0) ** seed * (arm == "diffusion-rule") for measure in measures}


@pytest.mark.parametrize(
    ("world", "seeds", "verdict"), [(steady, 2, "holds"), (noisy, 6, "undecided")], ids=["clear", "noisy"]
)
def test_seeds_are_added_until_it_is_clear_or_they_are_spent(
    world: Callable[..., dict[str, float]],
    seeds: int,
    verdict: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(claims, "trial", world)
    (result,), runs = put_to_test(["K5"], Here(), tmp_path, points=8, seeds=2, looks=3)
    assert result["verdict"] == verdict
    assert (runs.groupby(["arm", "point"])["seed"].nunique() == seeds).all()


def test_seeds_are_added_only_where_and_in_which_arms_it_is_not_clear(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def world(
        arm: str, drawn: object, seed: int, measures: tuple[Measure, ...], q: object
    ) -> dict[str, float]:
        known, doubtful = (one(arm, drawn, seed, measures, q) for one in (steady, noisy))
        return {name: (doubtful if seed // FAR == 3 and "welfare" in name else known)[name] for name in known}

    monkeypatch.setattr(claims, "trial", world)
    put_to_test(["K5", "K1"], Here(), tmp_path, points=8, seeds=2, looks=2)
    runs = pd.read_parquet(tmp_path / "runs.parquet")
    seeds = runs.groupby(["arm", "point"])["seed"].nunique()
    assert set(seeds[seeds > 2].index) == {("diffusion-rule", 3), ("rule, no rally", 3)}, "K1 fails clearly"


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(InputError, match=r"holds 'thesis.tex'"):
        put_to_test(["K2"], Here(), tmp_path)


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.mark.slow
def test_claims_share_runs_and_print_one_object_each(pool: Executor, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    results, runs = put_to_test([], pool, tmp_path, 1, 2, 1, 2, lambda *at: told.append(at))
    assert [result["id"] for result in results] == list(HYPOTHESES)
    assert set(runs["error"]) == {""}
    assert told[-1] == (len(runs), len(runs)) == (2 * 37, 2 * 37)
    for result in results:
        assert set(result) >= KEYS
        assert result["verdict"] in {"holds", "mixed", "undecided", "fails"}
        assert result["points"] == 1
        for part in result["parts"]:
            assert set(part) == PART
            assert part["share"] + part["small"] + part["opposite"] + part["unclear"] == pytest.approx(1)
        (spoken,) = (part for part in result["parts"] if part["id"] == result["weakest"])
        assert {key: spoken[key] for key in ("share", "effect", "verdict")} == {
            key: result[key] for key in ("share", "effect", "verdict")
        }
    assert {path.name for path in tmp_path.iterdir()} == RESULT
    assert len(json.loads((tmp_path / "claims.json").read_text())) == 26


@pytest.mark.slow
def test_equal_arms_show_no_effect(pool: Executor) -> None:
    """Common random numbers: an arm against itself differs in nothing, whatever the seed."""
    trials = [t for t in plan(chosen(["K5"]), space(1), range(1), 3) if t.arm == "diffusion-rule"]
    once, again = (list(pool.map(claims._attempt, trials)) for _ in range(2))
    assert once == again


@pytest.mark.slow
def test_a_cern_and_national_projects_spend_the_same() -> None:
    """C20: in both arms the world pays as much for its AI, to a tenth, over the five years compared.

    So it does quarter by quarter once who leads, and uses its own AI, has left the laboratory.
    """
    spent = []
    for name in ("cern", "manhattan"):
        simulation = recipe(ARMS[name], {}, 0).simulation(record=False)
        paid = []
        for _ in range(20):
            simulation.step()
            w, p = simulation.world, simulation.parameters
            paid.append(float(((w.sovereign * p.sovereign_most + w.dues.sum(axis=0)) * w.gdp).sum()))
        spent.append(paid)
    assert sum(spent[0]) == pytest.approx(sum(spent[1]), rel=0.1)
    np.testing.assert_allclose(spent[0][2:], spent[1][2:], rtol=0.1)
