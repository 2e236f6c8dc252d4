"""Claims put to the test end to end, on few quarters: what they print, share and survive."""

import json
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sovereigns.experiments.claims import runs as claims
from sovereigns.experiments.claims.measures import Measure
from sovereigns.experiments.claims.registry import HYPOTHESES, chosen, needed
from sovereigns.experiments.claims.runs import judge, plan, put_to_test
from sovereigns.experiments.claims.space import draw
from sovereigns.model.errors import InputError

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
    trials = plan(everything, draw(2), 3, None)
    assert len(trials) == len({(t.arm, t.point, t.seed) for t in trials}) == 2 * 3 * len(needed(everything))
    by_point = {t.point: t.seed // 3 for t in trials}
    assert by_point == {0: 0, 1: 1}, "points do not share seeds, arms do"
    assert all(t.drawn is not None for t in trials)


def test_a_broken_run_costs_its_point_and_no_other() -> None:
    hypothesis = HYPOTHESES["K5"]
    (part,) = hypothesis.parts
    name = part.measures[0].name
    runs = {
        (arm, point, 2 * point + k): {
            "error": "",
            name: 1.0 if arm == part.contrast.arms[0] else 2.0,
        }
        for arm in part.contrast.arms
        for point in range(3)
        for k in range(2)
    }
    whole = judge(hypothesis, runs, draw(3), 2)
    assert (whole["points"], whole["share"], whole["verdict"]) == (3, 1.0, "holds")
    broken = runs | {(part.contrast.arms[0], 1, 2): {"error": "Broken: by hand"}}
    assert judge(hypothesis, broken, draw(3), 2)["points"] == 2


def test_a_broken_arm_is_reported_with_its_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr(claims, "trial", breaks)
    results, runs = put_to_test(["K2"], Here(), tmp_path, points=1, seeds=2)
    assert set(runs["error"]) == {"ZeroDivisionError: by hand"}
    assert (results[0]["points"], results[0]["verdict"]) == (0, "fails")


def test_what_has_ended_is_not_run_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[tuple[str, int]] = []

    def counts(arm: str, _: object, seed: int, measures: tuple[Measure, ...], __: object) -> dict[str, float]:
        if len(made) == 9:
            raise KeyboardInterrupt
        made.append((arm, seed))
        return {measure.name: float(seed) for measure in measures}

    monkeypatch.setattr(claims, "trial", counts)
    with pytest.raises(KeyboardInterrupt):
        put_to_test(["K2"], Here(), tmp_path, points=3, seeds=2)
    monkeypatch.setattr(claims, "code_digest", lambda *_: "another")
    with pytest.raises(InputError, match=r"points of other claims or code"):
        put_to_test(["K2"], Here(), tmp_path, points=3, seeds=2)
    monkeypatch.undo()
    monkeypatch.setattr(claims, "trial", lambda *job: {measure.name: 1.0 for measure in job[3]})
    _, runs = put_to_test(["K2"], Here(), tmp_path, points=3, seeds=2)
    kept = runs[runs["us_cn_lag_years.mean.20"] != 1]
    assert set(kept["point"]) == {0, 1}, "two points of four runs each had ended"
    assert {path.name for path in tmp_path.iterdir()} == RESULT


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
    results, runs = put_to_test([], pool, tmp_path, 2, 2, 2, lambda *at: told.append(at))
    assert [result["id"] for result in results] == list(HYPOTHESES)
    assert set(runs["error"]) == {""}
    assert told[-1] == (len(runs), len(runs)) == (4 * 33, 4 * 33)
    for result in results:
        assert set(result) >= KEYS
        assert result["verdict"] in {"holds", "mixed", "fails"}
        assert result["share"] == min(part["share"] for part in result["parts"])
        assert result["points"] == 2
        assert np.isfinite(result["effect"])
    assert {path.name for path in tmp_path.iterdir()} == RESULT
    assert len(json.loads((tmp_path / "claims.json").read_text())) == 26


@pytest.mark.slow
def test_equal_arms_show_no_effect(pool: Executor) -> None:
    """Common random numbers: an arm against itself differs in nothing, whatever the seed."""
    trials = [t for t in plan(chosen(["K5"]), draw(1), 1, 3) if t.arm == "diffusion-rule"]
    once, again = (list(pool.map(claims._attempt, trials)) for _ in range(2))
    assert once == again
