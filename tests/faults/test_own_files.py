"""A user's scenario and nations go with the results that were made from them, wherever those lie."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from sovereigns.experiments.results.store import open_results
from sovereigns.model.places import DATA
from tests.conftest import Call

SMALL = ("--quarters", "1", "--firms", "5", "--researchers", "20")
PLAN = """
scenarios = ["mine.toml"]
nations = "few.csv"
quarters = 1
firms = 5
researchers = 20
[factors]
tariff_share = [0.1, 0.2]
"strategy.KEN" = ["grim"]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a scenario, three nations and a plan of them."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "mine.toml").write_text('assumes = "x"\n[set]\ntariff_share = 0.3\n', encoding="utf-8")
    table = pd.read_csv(DATA / "nations.csv", comment="#", keep_default_na=False, dtype=str)
    table[table["iso3"].isin(["USA", "CHN", "KEN"])].to_csv(folder / "few.csv", index=False)
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    return folder


def test_a_run_is_made_again_from_the_copies_in_its_folder(call: Call, own: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    words = ("run", own / "mine.toml", "--nations", own / "few.csv", *SMALL, "--out", out)
    assert call(*words)[0] == 0
    shutil.rmtree(own)
    moved = out.rename(tmp_path / "elsewhere")
    code, said, err = call("rerun", moved, "--json")
    assert (code, json.loads(said)["changed"]) == (0, []), err


def test_a_run_whose_copies_were_changed_is_told(call: Call, own: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    assert call("run", own / "mine.toml", *SMALL, "--out", out)[0] == 0
    copy = out / "inputs" / "mine.toml"
    copy.write_text(copy.read_text().replace("0.3", "0.1"))
    code, said, _ = call("rerun", out, "--json")
    assert code in (0, 4) and "scenario_digest" in json.loads(said)["changed"]


def test_a_sweep_takes_nations_and_is_made_again_from_its_copies(
    call: Call, own: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sweep"
    code, _, err = call("sweep", own / "plan.toml", "--out", out, "--workers", "1")
    assert code == 0, err
    runs = open_results(out).sql("SELECT count(*) AS runs, min(status) AS status FROM runs")
    assert runs.iloc[0].tolist() == [2, "ok"]
    shutil.rmtree(own)
    moved = out.rename(tmp_path / "elsewhere")
    assert call("rerun", moved)[0] == 0


def test_a_plan_without_its_nations_is_refused_by_name(call: Call, own: Path, tmp_path: Path) -> None:
    (own / "few.csv").unlink()
    code, _, err = call("sweep", own / "plan.toml", "--out", tmp_path / "sweep")
    assert code == 2 and "few.csv" in err and "nations" in err


def test_compare_takes_nations(call: Call, own: Path) -> None:
    words = ("compare", "no-controls", own / "mine.toml", "--nations", own / "few.csv")
    code, said, err = call(*words, "--seeds", "2", "--quarters", "1", "--json")
    assert code == 0, err
    assert json.loads(said)["own_model_share"]["a"] <= 1


def words_of(folder: Path) -> str:
    """Its page without the pictures."""
    return re.sub(r"base64,[^\"')]+", "", (folder / "report.html").read_text(encoding="utf-8"))


def test_pages_and_pictures_name_nations_as_their_own_table_does(
    call: Call, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = own / "few.csv"
    few.write_text(few.read_text().replace("KEN,Kenya,", "KEN,Wakanda,"), encoding="utf-8")
    run = tmp_path / "run"
    assert call("run", "no-controls", "--nations", few, *SMALL, "--out", run)[0] == 0
    page = words_of(run)
    assert "Wakanda" in page and "Kenya" not in page

    plan = PLAN.replace('["grim"]', '["grim", "tit-for-tat"]').replace(
        "[factors]", 'keep = "nations"\n[factors]'
    )
    (own / "plan.toml").write_text(plan, encoding="utf-8")
    assert call("sweep", own / "plan.toml", "--out", tmp_path / "sweep", "--workers", "1")[0] == 0
    shutil.rmtree(own)
    moved = (tmp_path / "sweep").rename(tmp_path / "elsewhere")
    written: dict[str, set[str]] = {}
    save = Figure.savefig

    def saved(figure: Figure, path: Path, **how: Any) -> None:
        written[path.stem] = {text.get_text() for text in figure.findobj(Text)}
        save(figure, path, **how)

    monkeypatch.setattr(Figure, "savefig", saved)
    assert call("analyse", moved)[0] == 0
    page = words_of(moved)
    assert "Strategy of Wakanda" in page and "KEN" not in page and "Kenya" not in page
    assert set(written) == {"effects", "paths", "moderation", "nations"}
    for picture, texts in written.items():
        assert any("Wakanda" in text for text in texts), picture
        assert not any("KEN" in text or "Kenya" in text for text in texts), picture
