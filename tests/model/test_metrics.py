"""A metric says all of itself once, and in a person's words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sovereigns.model.errors import InputError
from sovereigns.model.metric import PLACES
from sovereigns.model.metrics import METRICS, NATION_METRICS, _metric, metrics_of
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import World

ROOT = Path(__file__).parents[2]
EVERY = {f"world: {name}": one for name, one in METRICS.items()} | {
    f"nation: {name}": one for name, one in NATION_METRICS.items()
}
LONGEST_TITLE = 45


@pytest.mark.parametrize("metric", EVERY.values(), ids=EVERY)
def test_a_metric_says_all_of_itself(metric) -> None:
    assert 0 < len(metric.title) <= LONGEST_TITLE, f"give it a title of up to {LONGEST_TITLE} letters"
    assert "_" not in metric.title and metric.title[0].isupper() and not metric.title.endswith(".")
    assert metric.unit and metric.meaning and "_" not in metric.unit
    assert metric.kind in ("stock", "flow", "share", "index", "")
    assert metric.denominator or metric.kind != "share"


@pytest.mark.parametrize("wrong", [{"kind": "stok"}, {"shown": frozenset({"fwe"})}])
@pytest.mark.parametrize("table", [METRICS, NATION_METRICS])
def test_a_misspelt_word_of_ours_is_refused_and_is_no_bad_input(table, wrong) -> None:
    one = next(iter(table.values()))
    if not wrong.keys() <= vars(one).keys():
        return
    with pytest.raises(ValueError, match="no such word: (stok|fwe)") as caught:
        replace(one, **wrong)
    assert not isinstance(caught.value, InputError)


def test_no_two_metrics_share_a_title() -> None:
    for table in (METRICS, NATION_METRICS):
        assert len({metric.title for metric in table.values()}) == len(table)


def test_a_world_metric_says_where_it_stands_and_which_way_is_better() -> None:
    for name, metric in METRICS.items():
        assert metric.name == name and metric.kind
        assert metric.better in ("lower", "higher", "")
        assert metric.shown <= set(PLACES), name
    assert all(metrics_of(place) for place in PLACES)
    assert set(metrics_of("few")) <= set(metrics_of("headline")) <= set(metrics_of("main"))


def test_titles_are_written_once() -> None:
    """Whoever shows a metric asks it for its title; a second wording would part from the first."""
    titles = [metric.title for metric in EVERY.values() if " " in metric.title]
    sources = [*(ROOT / "experiments").rglob("*.py"), *(ROOT / "experiments/app/frontend/src").rglob("*.js")]
    again = [
        f"{path.relative_to(ROOT)}: {title}"
        for path in sources
        for title in titles
        if any(f"{mark}{title}{mark}" in path.read_text(encoding="utf-8") for mark in "\"'`")
    ]
    assert again == []


def test_the_inequality_of_welfare_asks_who_is_how_far_behind_not_how_well_off_all_are() -> None:
    w = Simulation(seed=0, record=False).world
    measure = METRICS["welfare_gini"].measure
    before = measure(w)
    w.welfare = w.welfare + 700
    with np.errstate(all="raise"):
        assert measure(w) == pytest.approx(before, rel=1e-12)


def test_a_second_metric_of_one_name_is_refused() -> None:
    def nations(w: World) -> float:
        """Nations."""
        return float(w.n)

    nations.__name__ = next(iter(METRICS))
    with pytest.raises(ValueError, match=f"two metrics are called {nations.__name__}: rename one"):
        _metric("Nations once more", "nations", "stock")(nations)
