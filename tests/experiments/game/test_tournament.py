"""Strategies meet in the world: every pair in every seat, and the table says who did how well."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

Call = Callable[..., tuple[int, str, str]]
TWO = ("--strategies", "always-cooperate,always-compete", "--quarters", 2)


def test_every_strategy_meets_every_other_in_every_seat(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "cup"
    code, printed, _ = call("tournament", *TWO, "--seed", 7, "--out", out, "--json")
    rows = {row["strategy"]: row for row in json.loads(printed)}
    assert code == 0
    assert set(rows["always-compete"]) == {"strategy", "score", "low", "high", "cooperation"}
    assert rows["always-cooperate"]["cooperation"] == 1
    assert rows["always-compete"]["cooperation"] == 0
    assert all(row["low"] <= row["score"] <= row["high"] for row in rows.values())
    assert all(0 <= row["score"] <= 100 for row in rows.values())
    matches = pd.read_parquet(out / "matches.parquet")
    assert len(matches) == len(matches.drop_duplicates(["nation", "strategy", "others", "seed"])) == 16
    assert set(matches["seed"]) == {7, 8}
    means = matches.groupby("strategy")["score"].mean()
    assert rows["always-compete"]["score"] == pytest.approx(means["always-compete"])
    assert [row["score"] for row in json.loads(printed)] == pytest.approx(sorted(means, reverse=True))
    assert json.loads((out / "tournament.json").read_text()) == json.loads(printed)


def test_one_seed_has_no_interval(call: Call) -> None:
    _, printed, _ = call("tournament", "--strategies", "grim", "--quarters", 1, "--runs", 1, "--json")
    (row,) = json.loads(printed)
    assert row["low"] is None and row["high"] is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--strategies", "tit-for-tatt"), "tit-for-tat"),
        (("--nations", "USA,CHM"), "did you mean"),
        (("--nations", "USA"), "2 or more"),
        (("--nations", "USA,USA"), "stands twice"),
        (("--seed", 2**63 - 1), "a smaller one"),
    ],
)
def test_what_cannot_be_played_is_bad_input(call: Call, options: tuple[object, ...], said: str) -> None:
    code, printed, err = call("tournament", *options)
    assert (code, printed) == (2, "")
    assert said in err


def test_foreign_files_are_not_touched(call: Call, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    code, _, err = call("tournament", *TWO, "--out", tmp_path)
    assert code == 2 and "thesis.tex" in err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
