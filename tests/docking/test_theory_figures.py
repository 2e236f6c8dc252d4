"""Theory figures are drawn from the docking cases."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from sovereigns.experiments.docking import figures as theory_figures

Call = Callable[..., tuple[int, str, str]]


@pytest.mark.slow
def test_every_figure_is_written_and_shows_something(tmp_path: Path, call: Call) -> None:
    code, _, said = call("verify", "barrett", "--figures", tmp_path / "figures")
    files = [Path(line) for line in said.split()]
    assert code == 0
    assert [file.name for file in files] == ["t1_race.png", "t2_practice.png", "t4_coalition.png"]
    for file in files:
        assert np.std(imread(file)) > 0.05


def test_the_model_is_drawn_and_not_only_the_closed_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = theory_figures.draw_coalition(tmp_path).read_bytes()
    monkeypatch.setattr("sovereigns.experiments.docking.barrett.settle", lambda nobody, *_, **__: nobody)
    assert theory_figures.draw_coalition(tmp_path).read_bytes() != before
