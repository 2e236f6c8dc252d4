"""The points of the claims: a design that is keyed by name, and what history leaves of it."""

import numpy as np
import pytest

from sovereigns.experiments.claims import space
from sovereigns.experiments.claims.match import CUTOFF, Fit, chances, implausible, write
from sovereigns.experiments.claims.runs import FULL
from sovereigns.experiments.claims.space import POLICY, design, draw, matched, uncertain
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import Parameters


def test_points_draw_what_nobody_knows_and_not_what_governments_choose() -> None:
    names = {row.name for row in uncertain()}
    variants = {"hazard_form", "welfare_function", "opinion_dynamics", "growth_returns", "race_information"}
    assert variants <= names == set(design(2))
    assert not names & set(POLICY)
    assert "one_chip" not in names


def test_every_point_is_a_set_of_parameters_within_its_plausible_range() -> None:
    points = design(32)
    for point in points.to_dict("records"):
        Parameters.defaults().replace({str(name): value for name, value in point.items()})
    for row in uncertain():
        if row.choices:
            assert set(points[row.name]) == set(row.choices)
        else:
            assert row.low <= points[row.name].min() < points[row.name].max() <= row.high  # type: ignore[operator]


def test_a_row_that_goes_moves_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    before = design(40)
    rest = [row for row in uncertain() if row.name != "smuggling_share"]
    monkeypatch.setattr(space, "uncertain", lambda: rest)
    after = design(40)
    assert after.equals(before.drop(columns="smuggling_share"))


def test_what_moves_together_in_reality_does_so_in_the_design() -> None:
    points = design(400)
    assert points["home_weight"].corr(points["move_cost"], method="spearman") == pytest.approx(0.5, abs=0.1)
    assert abs(points["home_weight"].corr(points["entity_reach"], method="spearman")) < 0.2


def test_implausibility_is_the_worst_distance_less_what_chance_explains() -> None:
    apart, none = {"a": 4.0, "b": 3.5}, {"a": 0.0, "b": 0.0}
    assert implausible(apart, none) == (4.0, "a")
    assert implausible(apart, none | {"a": 1.0}) == (3.5, "b"), "4 / sqrt(1 + 1) is less"
    assert chances([{"a": 1.0}, {"a": 3.0}]) == {"a": pytest.approx(np.sqrt(2))}


def test_what_is_recorded_is_what_is_drawn(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    outcomes = [Fit(k, value, "series") for k, value in enumerate([CUTOFF, 9.0, 1.0, np.inf])]
    file = tmp_path / "points.csv"
    write(outcomes, {"series": 0.5}, file)
    assert (matched(file).size, matched(file).points, matched(file).space) == (4, (0, 2), space.digest())
    monkeypatch.setattr(space, "matched", lambda: matched(file))
    assert draw(2).equals(design(4).iloc[[0, 2]].reset_index(drop=True))
    with pytest.raises(InputError, match=r"3 points are asked for; at most 2 are there"):
        draw(3)


def test_points_of_another_space_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(space, "digest", lambda: matched().space)
    assert space.warning() == ""
    monkeypatch.setattr(space, "digest", lambda: "another")
    assert "before the table of parameters changed" in space.warning()


def test_the_points_that_ship_are_enough_for_the_published_size() -> None:
    assert len(matched().points) >= FULL
    assert max(matched().points) < matched().size
