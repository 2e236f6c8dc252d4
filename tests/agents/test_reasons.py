"""A reason belongs to the move that it explains, speaks a person's words, and tells the truth."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sovereigns.agents.contract import LEVERS
from sovereigns.agents.fears import feared_for
from sovereigns.agents.sayings import Delegated, Explained, Form, Joined, Share
from sovereigns.experiments.readable import named
from sovereigns.model.facts.parameters import rows
from sovereigns.model.simulation import Simulation
from tests.conformance.briefings import random_briefing
from tests.worlds import act, few_nations

NATIONS = ("USA", "CHN", "FRA", "DEU", "POL", "IND", "PAK", "RUS", "JPN", "KOR", "KEN", "SOM")


def begun(folder: Path, **strategies: str) -> Simulation:
    nations = few_nations(folder, *NATIONS)
    return Simulation(seed=1, nations=nations, firms=40, researchers=100, strategies=strategies)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    others = {"KEN": "grim", "SOM": "balance", "JPN": "hedge", "KOR": "random", "IND": "tit-for-tat"}
    table = begun(tmp_path_factory.mktemp("inputs"), **others).run(8).tables()["orders"]
    return table.astype({"lever": str, "target": str, "iso3": str})


def test_a_reason_names_the_partner_of_its_move_and_nobody_else_but_a_patron(orders: pd.DataFrame) -> None:
    aimed = orders[orders["target"].isin(NATIONS)]
    assert len(aimed) > 200 and set(aimed["lever"]) > {"cooperate", "spy", "control:chips"}
    for target, reason in zip(aimed["target"], aimed["reason"], strict=True):
        told = re.sub(r"goes with its patron ([A-Z]{3}) and, as to others, as \1 did", "", reason)
        assert set(re.findall(r"\b[A-Z]{3}\b", told)) == {target}, reason


def test_reasons_show_no_name_of_a_parameter_or_lever(orders: pd.DataFrame) -> None:
    names = {row.name for row in rows()} | set(LEVERS)
    technical = {name for name in names if "_" in name}
    for reason in orders["reason"].unique():
        assert reason and not re.search(r"[{}_]|nan", reason), reason
        assert not technical & set(re.findall(r"\w+", reason))


def test_what_a_bloc_decides_is_not_told_as_its_members_own(orders: pd.DataFrame) -> None:
    ours = orders[orders["iso3"].isin(["FRA", "DEU", "POL"])]
    by_bloc = ours["reason"].str.startswith("its bloc decides")
    delegated = ours["lever"].str.startswith("control:") | ours["lever"].isin(
        ["regulation", "safety_standard", "localisation"]
    )
    assert delegated.any() and (by_bloc == delegated).all()
    assert not orders[orders["iso3"] == "USA"]["reason"].str.contains("bloc").any()


def test_fears_that_are_told_are_those_that_were_felt(tmp_path: Path) -> None:
    s, seen = begun(tmp_path), 0
    for _ in range(4):
        s.step()
        assert s.briefing is not None
        table = s.tables()["orders"]
        now = table[table["quarter"] == table["quarter"].iloc[-1]]
        for iso3, target, reason in zip(now["iso3"], now["target"], now["reason"], strict=True):
            if "; fears it" not in reason:
                continue
            i, j = s.world.iso3.index(iso3), s.world.iso3.index(target)
            told, cause = reason.rpartition("; fears it")[2].split(": ")
            assert cause == feared_for(int(s.briefing.fear[i, j]))
            assert (told == " most") == (s.briefing.threat[i, j] == s.briefing.threat[i].max())
            seen += 1
    assert seen > 50


def test_a_strategy_that_gives_one_reason_gives_it_for_each_of_its_moves(tmp_path: Path) -> None:
    """Also beside others that give none, and where a bloc decides a part."""
    s = begun(tmp_path)
    order = s.deliberate()
    first, rest = np.arange(1), np.arange(1, len(NATIONS))
    joined = Joined([(first, ("because",)), (rest, ())], len(NATIONS))
    reason = Delegated(joined, np.array([True, *[False] * len(rest)]), ("regulation",))
    s.recorder.ordered(s.world.quarter, replace(order, reason=reason), tuple(s.played))
    table = s.recorder.order_table(s.world.bodies)
    own = table["iso3"] == s.world.iso3[0]
    assert set(table[own & (table["lever"] != "regulation")]["reason"]) == {"because"}
    assert table[own & (table["lever"] == "regulation")]["reason"].str.startswith("its bloc").all()
    assert set(table[~own]["reason"]) == {""}


@pytest.mark.parametrize(("lever", "whom"), [("visa", "economies"), ("joint", "researchers")])
def test_a_door_is_explained_by_the_share_that_it_is_opened_by(
    orders: pd.DataFrame, lever: str, whom: str
) -> None:
    own = orders[(orders["lever"] == lever) & orders["reason"].str.startswith("as it works with")]
    assert len(own) > 5
    for value, reason in zip(own["value"], own["reason"], strict=True):
        assert whom in reason and reason.endswith(f"{Share(round(value, 2))}"), (value, reason)


def test_why_a_body_is_not_proposed_is_told_as_it_is() -> None:
    """Not admitted; rivals prevail, as it would pay; or there already, or no gain."""
    briefing = replace(
        random_briefing(0, 1, 3, 4),
        eligible=np.array([[False, True, True, True]]),
        membership=np.zeros((4, 3), dtype=bool),
        tabled=np.array([[False] * 3, [False] * 3, [True] * 3, [False] * 3]),
        inside_gain=np.array([[1.0, 1.0, 1.0, -1.0]]),
    )
    reasons = act(briefing, np.zeros((1, 3)), "for a test").reason
    assert isinstance(reasons, Explained)
    who, bodies = np.zeros(4, dtype=np.int64), np.arange(4)
    why = reasons.about("propose", who, [bodies], np.zeros(4), lambda words: 0)
    assert why.form.tolist() == [Form.NOT_ADMITTED, Form.PREVAIL, Form.PROPOSED, Form.PROPOSED]


def test_shares_in_words_rise_with_the_share() -> None:
    words = [f"{Share(share)}" for share in (0.0, 0.2, 0.5, 0.8, 1.0)]
    assert words == ["not at all", "little", "by half", "mostly", "fully"]
    assert [f"{Share(share):yes|no}" for share in (0.4, 0.5)] == ["no", "yes"]


def test_nations_are_named_and_other_words_left_alone() -> None:
    names = {"PAK": "Pakistan", "IND": "India"}
    assert named("IND fears PAK most: AI, GPU of PAKISTAN", names) == (
        "India fears Pakistan most: AI, GPU of PAKISTAN"
    )


def test_what_bodies_and_rivals_do_says_who_and_on_what_terms(tmp_path: Path) -> None:
    nations = few_nations(tmp_path, *NATIONS)
    setting = {"initiative": 1.0, "talks_failure": 0.0, "cern_benefit": 1.0}
    s = Simulation("safety-coalition", 3, nations=nations, firms=40, researchers=50, set=setting).run(12)
    table = s.tables()["events"]
    govern = table[table["process"] == "govern"]
    assert {"propose", "accept", "found"} <= set(govern["kind"])
    for kind, actor, target, layer, told in zip(
        *(govern[column] for column in ("kind", "actor", "target", "layer", "text")), strict=True
    ):
        assert actor and all(who in told for who in actor.split(";")[:3]), told
        if kind not in ("election", "succession", "verify"):
            assert target in told
        if kind in ("propose", "accept", "refuse", "join", "found") and layer != "dialogue":
            assert f"{target}: starts with" in told or "nations: starts with" in told
