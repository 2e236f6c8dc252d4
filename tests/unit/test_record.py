"""A run that keeps only its end ends as one that keeps every quarter."""

from pathlib import Path

from worlds import few_nations

from model.simulation import Simulation


def test_only_the_end_is_kept_and_it_is_the_same(tmp_path: Path) -> None:
    nations = few_nations(tmp_path, "USA", "CHN", "FRA", "TUV")
    whole, end = (
        Simulation(seed=3, nations=nations, firms=12, researchers=50, record=record).run(3)
        for record in (True, False)
    )
    assert len(whole.metrics()) == 4
    assert end.metrics().equals(whole.metrics().tail(1).reset_index(drop=True))
    assert end.recorder.changes == end.recorder.events == []
