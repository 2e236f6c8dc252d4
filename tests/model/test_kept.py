"""What a run keeps when asked to agrees with the world, explains it, changes nothing, and comes back."""

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest

from sovereigns.experiments.report import beside
from sovereigns.experiments.results.store import Results, open_results
from sovereigns.model.errors import InputError
from sovereigns.model.events import Choice
from sovereigns.model.facts.quarters import text
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import HYPERSCALER, INVESTOR, World
from tests.worlds import few_nations

Call = Callable[..., tuple[int, str, str]]
NATIONS = ("USA", "CHN", "FRA", "IND", "PAK")
COLUMNS = {
    "threat": lambda w: w.threat,
    "tie": lambda w: w.tie,
    "cooperation": lambda w: w.cooperation,
    "control": lambda w: w.control.mean(axis=1),
    "conflict": lambda w: w.conflict_chance,
}


def begun(folder: Path, keep: tuple[str, ...]) -> Simulation:
    nations = few_nations(folder, *NATIONS)
    return Simulation(seed=2, nations=nations, firms=60, researchers=200, keep=keep)


def test_relations_are_those_of_the_world_at_the_first_every_fourth_and_the_last_state(
    tmp_path: Path,
) -> None:
    s, states = begun(tmp_path, ("relations",)), {}
    for quarter in range(6):
        if quarter in (0, 4, 5):
            states[text(s.world.quarter)] = {name: of(s.world).copy() for name, of in COLUMNS.items()}
        if quarter < 5:
            s.step()
    table = s.tables()["relations"]
    assert list(table.columns) == ["quarter", "iso3", "other", *COLUMNS]
    assert list(table["quarter"].unique()) == list(states) == ["2025Q1", "2026Q1", "2026Q2"]
    assert len(table) == len(states) * len(NATIONS) * (len(NATIONS) - 1)
    rows, known = table.set_index(["quarter", "iso3", "other"]), s.world.iso3
    for quarter, matrices in states.items():
        for (i, one), (j, other) in ((a, b) for a in enumerate(known) for b in enumerate(known) if a != b):
            kept = rows.loc[(quarter, one, other)]
            assert kept.to_dict() == pytest.approx({name: matrices[name][i, j] for name in COLUMNS})


def test_decisions_of_firms_are_what_the_world_then_shows_and_each_has_its_reason(tmp_path: Path) -> None:
    s = begun(tmp_path, ("firms",)).run(6)
    w, table = s.world, s.tables()["firms"]
    assert list(table.columns) == ["quarter", "firm", "iso3", "decision", "value", "reason"]
    assert list(table["quarter"].unique()) == [text(w.quarter - k) for k in range(6, 0, -1)]
    place = {name: k for k, name in enumerate(w.firm_name)}
    home = np.array(w.iso3)[w.firm_nation]
    assert (table["iso3"] == [home[place[name]] for name in table["firm"]]).all()
    latest = {kind: rows.groupby("firm")["value"].last() for kind, rows in table.groupby("decision")}
    for kind, column in (
        ("unsafe practice", w.firm_unsafe),
        ("safety effort", w.firm_safety),
        ("voice", w.firm_voice),
        ("lobbying", w.firm_lobby),
        ("open weights", w.firm_is_open),
        ("research on efficiency", w.firm_split),
    ):
        told = latest[kind]
        np.testing.assert_array_equal(told, [column[place[name]] for name in told.index], err_msg=kind)
    adapts = latest["adaptation"]
    assert (adapts == [w.firm_base[place[name]] != place[name] for name in adapts.index]).all()
    kinds = w.firm_kind[[place[name] for name in latest["building abroad"].index]]
    assert (kinds == HYPERSCALER).all()
    assert INVESTOR not in w.firm_kind[[place[name] for name in latest["release"].index]]
    assert table["reason"].str.len().min() > 0 and not table["reason"].str.contains("[{}_]").any()
    opened = table[table["decision"] == "open weights"]
    assert opened.groupby("reason")["value"].nunique().max() == 1


def test_a_copied_practice_is_that_of_the_firm_named(tmp_path: Path) -> None:
    s = begun(tmp_path, ("firms",))
    seen = 0
    for _ in range(6):
        before = dict(zip(s.world.firm_name, s.world.firm_unsafe.tolist(), strict=True))
        s.step()
        table = s.tables()["firms"]
        now = table[table["quarter"] == table["quarter"].iloc[-1]]
        copies = now[(now["decision"] == "unsafe practice") & now["reason"].str.startswith("copies ")]
        for value, reason in zip(copies["value"], copies["reason"], strict=True):
            assert value == before[reason.removeprefix("copies ").partition(", ")[0]]
        seen += len(copies)
    assert seen > 0


def test_keeping_changes_nothing_and_leaves_nothing_where_nobody_asked(tmp_path: Path) -> None:
    plain, kept = begun(tmp_path, ()).run(3), begun(tmp_path, ("relations", "firms")).run(3)
    tables, more = plain.tables(), kept.tables()
    assert set(more) - set(tables) == {"relations", "firms"}
    for name, table in tables.items():
        assert table.equals(more[name]), name
    nations = few_nations(tmp_path, *NATIONS)
    short = Simulation(nations=nations, firms=9, researchers=9, record=False, keep=("relations", "firms"))
    assert not {"relations", "firms"} & set(short.run(1).tables())
    with pytest.raises(InputError, match="--keep.*did you mean relations"):
        begun(tmp_path, ("relation",))


def test_what_nobody_wants_to_know_is_not_worked_out(tmp_path: Path) -> None:
    def say(w: World) -> Iterator[Choice]:
        asked.append(w)
        yield Choice.of("nothing", w.firm_size > 0, w.firm_size, {"because": w.firm_size > 0})

    asked: list[World] = []
    plain, kept = (begun(tmp_path, keep).world for keep in ((), ("firms",)))
    for w in (plain, kept):
        w.tell(say)
    assert len(asked) == 1 and asked[0] is kept and kept.choices and plain.choices is None


def test_a_run_that_keeps_more_runs_again_alike_and_is_asked_by_name(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "reporter", lambda: nullcontext(lambda folder: None))
    few, out = few_nations(tmp_path, *NATIONS), tmp_path / "run"
    line = ("run", "--nations", few, "--firms", 9, "--researchers", 50, "--quarters", 2, "--out", out)
    assert call(*line, "--keep", "relations", "--keep", "firms")[0] == 0
    results = open_results(out)
    assert isinstance(results, Results)
    assert results.keeps == ("relations", "firms") == tuple(results.manifest["keep"])
    asked = "SELECT 1 FROM relations JOIN firms USING (quarter, iso3) JOIN usage USING (quarter)"
    assert call("query", out, asked)[0] == 0
    code, told, _ = call("rerun", out, "--json")
    assert (code, json.loads(told)["files"], json.loads(told)["equal"]) == (0, 8, True)
    (out / "relations.parquet").write_bytes((out / "firms.parquet").read_bytes())
    code, told, _ = call("rerun", out)
    assert (code, told) == (4, "DIFFERS: 8 files of a run\n  relations.parquet\n")
    assert call("query", out, "SELECT 1 FROM relations")[0] == 2
    assert call(*line)[0] == 0
    assert not (out / "relations.parquet").exists() and not (out / "firms.parquet").exists()
    with pytest.raises(InputError, match="keeps no relations.*--keep relations"):
        _ = open_results(out).relations
