"""Bodies in a world run: sizes of theory, talks before both powers, sanctions, free riding, breach."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sovereigns.model.institutions.bargain import stakes, value
from sovereigns.model.institutions.contract import TERMS
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.kernels.theory.coalition import membership_gain
from sovereigns.model.simulation import Simulation
from tests.worlds import silent, write_twins

NAMES = [body.name for body in institutions()]
COALITION = NAMES.index("safety-coalition")
FREE = {"membership_cost": 0, "secretariat_cost": 0, "rival_price": 0, "exclusion_weight": 0}
EAGER = {"initiative": 1, "talks_failure": 0, "talks_quarters": 1, "low_threshold": 0, "side_payment": 0}
FEW = {"firms": 100, "researchers": 200}


def govern_events(simulation: Simulation) -> pd.DataFrame:
    events = simulation.tables()["events"]
    return events[events["process"] == "govern"]


@pytest.mark.parametrize("n", [3, 6, 12])
@pytest.mark.parametrize("seed", [0, 1])
def test_equal_nations_found_a_coalition_of_the_size_of_theory(tmp_path: Path, n: int, seed: int) -> None:
    """T4: three, whatever their number, whoever answers first (Barrett 1994); theory knows no rivals."""
    nations = write_twins(tmp_path / "twins.csv", n)
    others = dict.fromkeys(("cern_offer", "monitoring_offer", "treaty_offer"), 0.0)
    told = (
        silent()
        | FREE
        | EAGER
        | others
        | {"bargaining_noise": 1, "coalition_standard": 1, "indifference": 1e-8, "power_share": 1}
    )
    s = Simulation("no-controls", seed, nations=nations, firms=3 * n, researchers=5 * n, set=told)
    sizes = [int(s.run(1).world.member[COALITION].sum()) for _ in range(12)]
    founded = [size for size in sizes if size]
    assert founded and founded[0] == 3
    foundings = govern_events(s).query("kind == 'found' and target == 'safety-coalition'")
    assert foundings["actor"].str.split(";").str.len().eq(3).all()


def test_outsiders_ride_free_on_a_coalition_without_sanction(opened: Simulation) -> None:
    """What members spare them they have for nothing, and most would lose by entering."""
    w, p = opened.world, opened.parameters
    body, terms = institutions()[COALITION], np.zeros(len(TERMS))
    at_stake, _ = stakes(w, p, body, COALITION, terms)
    members = np.isin(w.iso3, ["USA", "CHN", "DEU", "JPN", "GBR"])
    outside = ~members
    assert (value(members, at_stake)[outside] > 0).all()
    assert (membership_gain(members, at_stake)[outside] < 0).mean() > 1 / 2


def test_the_larger_the_sanction_on_outsiders_the_more_are_in() -> None:
    """Nordhaus 2015: a club needs a sanction; a duty of 3 % on outsiders' trade holds most nations in."""
    sizes = []
    for sanction in (0.0, 0.0003, 0.03):
        keen = {"talks_failure": 0, "outsider_sanction": sanction}
        s = Simulation("safety-coalition", 0, set=keen, **FEW).run(14)
        sizes.append(int(s.world.member[COALITION].sum()))
    assert sizes[0] < 60 and sizes[2] > 120 and sizes[0] <= sizes[1] <= sizes[2]


@pytest.mark.parametrize(("scenario", "talks"), [("dated-law-off", 0), ("safety-coalition", 1)])
def test_the_powers_sit_in_one_body_only_after_they_have_talked(scenario: str, talks: float) -> None:
    """No body has both before their dialogue; without talks none ever has."""
    told = {"outsider_sanction": 0.03, "initiative": 1, "talks_rate": talks, "talks_failure": 0}
    s = Simulation(scenario, 0, set=told, **FEW)
    usa, china = (s.world.iso3.index(iso3) for iso3 in ("USA", "CHN"))
    together, agreed = [], []
    for _ in range(16):
        s.run(1)
        together.append(bool((s.world.member[:, usa] & s.world.member[:, china]).any()))
        agreed.append(bool(s.world.dialogue[usa, china]))
    assert any(together) == any(agreed) == bool(talks)
    assert not any(inside for inside, talked in zip(together, agreed, strict=True) if not talked)


def test_every_kind_of_event_of_governance_occurs_somewhere() -> None:
    told = {"initiative": 1, "outsider_sanction": 0.001, "talks_failure": 0.05, "talks_rate": 1}
    runs = [Simulation("diffusion-rule-2025", seed, set=told, **FEW).run(32) for seed in (0, 1, 3)]
    kinds = {kind for s in runs for kind in govern_events(s)["kind"]}
    promised = {
        "propose",
        "accept",
        "refuse",
        "join",
        "leave",
        "breach",
        "verify",
        "found",
        "dissolve",
        "election",
    }
    assert promised <= kinds
    proposed = pd.concat([govern_events(s) for s in runs]).query("kind == 'propose' and layer == ''")
    assert (
        proposed["text"].str.contains("of the world's AI").all() and (proposed["actor"].str.len() == 3).all()
    )


@pytest.mark.parametrize("failure", [1.0, 0.0])
def test_who_leaves_a_table_is_named_and_no_other(failure: float) -> None:
    """Those who would have signed did not refuse; one walks away, or one that never signed holds out."""
    told = {"initiative": 1, "outsider_sanction": 0.001, "talks_failure": failure, "talks_rate": 1}
    told |= {"cern_benefit": 0.05, "cern_threshold": 1}
    s = Simulation("diffusion-rule-2025", 0, set=told | {"coalition_threshold": 1, "low_threshold": 1}, **FEW)
    events = govern_events(s.run(12)).query("layer == ''")
    left = events[events["text"].str.contains("walks? away|holds? out", regex=True)]
    assert len(left) and (left["kind"] == "refuse").all() and (left["actor"].str.len() == 3).all()
    refused = events[(events["kind"] == "refuse") & ~events.index.isin(left.index)]
    for quarter, body, actor in zip(refused["quarter"], refused["target"], refused["actor"], strict=True):
        same = events[(events["quarter"] == quarter) & (events["target"] == body)]
        signed = {who for who in ";".join(same[same["kind"] == "accept"]["actor"]).split(";") if who}
        assert not signed & set(actor.split(";")), "nobody signs and refuses in one quarter"
    assert left["text"].str.contains("walks away" if failure else "holds out").any()


def test_an_end_of_talks_between_rivals_says_who_left_and_why() -> None:
    told = {"talks_failure": 0.4, "talks_rate": 1, "talks_quarters": 1}
    events = govern_events(Simulation("dated-law-off", 0, set=told, **FEW).run(24)).query(
        "layer == 'dialogue'"
    )
    ended = events[events["kind"].isin(["refuse", "dissolve"])]
    assert set(ended["kind"]) == {"refuse", "dissolve"}
    for who, other, text in zip(ended["actor"], ended["target"], ended["text"], strict=True):
        assert text.startswith(f"{who} ") and f" with {other} on AI: it" in text


def test_terms_of_a_body_are_those_that_were_proposed() -> None:
    s = Simulation("safety-coalition", 0, set={"talks_failure": 0, "outsider_sanction": 0.03}, **FEW).run(12)
    assert s.world.terms[COALITION, TERMS.index("sanction")] == 0.03
