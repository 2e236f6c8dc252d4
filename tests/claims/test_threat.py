"""Balance of threat (C8, T3): what is feared, why, and what moves it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sovereigns.agents.fears import WEIGHS, feared_for
from sovereigns.experiments.patterns.threat import UNTOLD, ranked
from sovereigns.model.facts.inputs import LATER, NATIONS, load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.happen import happen
from sovereigns.model.phases.narrate import listened, name_rivals, narrate, remembered
from sovereigns.model.relations.threat import felt, gain_of_race, threat_odds
from sovereigns.model.relations.ties import ties, trusted
from sovereigns.model.simulation import Simulation
from sovereigns.model.start.enmity import friends_rivals, hostility, named
from sovereigns.model.start.governments import with_governments
from sovereigns.model.start.ties import alliance
from sovereigns.model.streams import Streams
from sovereigns.model.world import World
from tests.worlds import at, causes, twin, under

DRAW = Streams(1)
STRUCTURE = {"threat_base": 0.0}
ACTS = dict.fromkeys(("threat_gain", "threat_control", "threat_loss"), 0.0)


@pytest.fixture(scope="module")
def whole() -> World:
    """World(0) of all nations."""
    return Simulation(firms=60, researchers=0, record=False).world


def feared(w: World, iso3: str, count: int = 1) -> list[str]:
    order = np.argsort(-w.threat[at(w, iso3)], kind="stable")
    return [w.iso3[j] for j in order[:count]]


def test_limit_without_causes_nobody_is_feared(w: World, p: Parameters) -> None:
    odds, _ = threat_odds(w, p.replace(STRUCTURE | ACTS))
    assert not odds.any()


def test_limit_a_shared_past_alone_is_forgotten(w: World, p: Parameters) -> None:
    world = twin(w, alarm=np.full((w.n, w.n), 2.0))
    for _ in range(60):
        world.alarm = remembered(world, p)
    assert world.alarm.max() < 0.01


@pytest.mark.parametrize(
    ("column", "grows"),
    [("rivalry", True), ("border", True), ("friends_rivals", True), ("hostility", True), ("alarm", True)],
)
def test_direction_each_ground_adds_to_the_odds(w: World, p: Parameters, column: str, grows: bool) -> None:
    less, more = (threat_odds(twin(w, **{column: np.full((w.n, w.n), level)}), p)[0] for level in (0.2, 0.9))
    off = ~np.eye(w.n, dtype=bool)
    assert ((more > less)[off] == grows).all()


def test_direction_the_stronger_is_feared_more_and_fears_less(w: World, p: Parameters) -> None:
    us, ke = at(w, "USA"), at(w, "KEN")
    odds, _ = threat_odds(twin(w, hostility=np.ones((w.n, w.n)), rivalry=np.zeros((w.n, w.n))), p)
    assert odds[ke, us] > 5 * odds[us, ke]


def test_direction_reach_makes_distance_count_less(w: World, p: Parameters) -> None:
    far, near = (threat_odds(twin(w, reach=np.full(w.n, reach)), p)[0] for reach in (0.0, 1.0))
    ke, cn = at(w, "KEN"), at(w, "CHN")
    assert near[ke, cn] > far[ke, cn]


def test_size_causes_sum_to_the_odds_and_the_heaviest_is_named(w: World, p: Parameters) -> None:
    odds, fear = threat_odds(w, p)
    for i, j in ((at(w, "IND"), at(w, "CHN")), (at(w, "KEN"), at(w, "USA"))):
        parts = causes(w, p, i, j)
        assert odds[i, j] == pytest.approx(sum(parts.values()))
        first, second = sorted(parts, key=lambda name: -parts[name])[:2]
        weighs = parts[second] > WEIGHS * parts[first]
        assert feared_for(int(fear[i, j])) == (f"{first} and {second}" if weighs else first)


def test_size_a_control_multiplies_what_stands_between_two_by_its_mean_level_and_weight(
    w: World, p: Parameters
) -> None:
    us, cn = at(w, "USA"), at(w, "CHN")
    told = p.replace({"threat_control": 1.5})
    before, after = (threat_odds(world, told)[0] for world in (w, under(w, "chips", "CHN", "USA")))
    stands = threat_odds(w, p.replace(ACTS))[0]
    level = (1 - w.control[cn, 0, us]) / w.control.shape[1]
    assert (after - before)[us, cn] == pytest.approx(1.5 * level * stands[us, cn])
    assert felt(after, told)[us, cn] > felt(before, told)[us, cn]


def test_direction_the_same_control_alarms_a_rival_more_than_a_friend(w: World, p: Parameters) -> None:
    us = at(w, "USA")
    raised = [
        (threat_odds(under(w, "chips", "USA", name), p)[0] - threat_odds(w, p)[0])[at(w, name), us]
        / (1 - w.control[us, 0, at(w, name)])
        for name in ("CHN", "DEU")
    ]
    assert raised[0] > 2 * raised[1] > 0


def test_direction_a_lifted_control_is_forgiven(w: World, p: Parameters) -> None:
    us, cn = at(w, "USA"), at(w, "CHN")
    world = under(w, "chips", "CHN", "USA")
    narrate(world, p, DRAW)
    lifted, held = twin(world, control=w.control), twin(world)
    for one in (lifted, held):
        narrate(one, p, DRAW)
    assert lifted.threat[us, cn] < held.threat[us, cn]


def test_direction_a_blockade_makes_who_claims_the_foundry_feared(w: World, p: Parameters) -> None:
    us, cn, de = at(w, "USA"), at(w, "CHN"), at(w, "DEU")
    free, cut = (threat_odds(twin(w, blockade=level), p)[0] for level in (0.0, 0.8))
    assert w.claims_foundry.tolist() == [name == "CHN" for name in w.iso3]
    expected = p.threat_blockade * 0.8 * w.hostility[us, cn]
    assert (cut - free)[us, cn] == pytest.approx(expected)
    assert (cut - free)[us, de] == 0


def test_direction_a_covert_programme_found_alarms_all_others(w: World, p: Parameters) -> None:
    world = twin(w)
    world.detected[0, at(w, "CHN")] = True
    alarm = remembered(world, p)
    assert (np.delete(alarm[:, at(w, "CHN")], at(w, "CHN")) == p.threat_covert).all()
    assert alarm.sum() == pytest.approx((w.n - 1) * p.threat_covert)


def test_a_first_model_is_no_gain_over_a_year_and_a_better_one_is(w: World, p: Parameters) -> None:
    us, small = at(w, "USA"), int(np.flatnonzero(w.capability == 0)[0])
    past = np.tile(w.capability, (len(w.capability_past), 1))
    past[0, small] = 6
    assert causes(twin(w, capability_past=past), p, us, small)["gains in AI"] == 0
    past[-1, small] = 5
    assert causes(twin(w, capability_past=past), p, us, small)["gains in AI"] > 0


def test_voices_name_the_feared_with_the_most_ai(whole: World, p: Parameters) -> None:
    named_by = name_rivals(whole, p)
    most = {who: whole.iso3[int(named_by[at(whole, who)].argmax())] for who in ("USA", "CHN", "IND")}
    assert most == {"USA": "CHN", "CHN": "USA", "IND": "CHN"}


def test_governments_gain_by_the_story_of_a_race_where_the_named_are_feared_and_not_tied(w: World) -> None:
    us, cn = at(w, "USA"), at(w, "CHN")
    world = twin(w, threat=0, tie=0, narrative=0)
    world.named = np.zeros((w.n, w.n))
    world.named[us, cn] = world.threat[us, cn] = 0.8
    feared_more, tied = twin(world), twin(world)
    feared_more.threat[us, cn], tied.tie[us, cn] = 0.9, 0.5
    assert gain_of_race(tied)[us] < gain_of_race(world)[us] < gain_of_race(feared_more)[us]


def test_ties_are_a_scale_of_their_own(whole: World, p: Parameters) -> None:
    """Canada's first ally is among those that it fears most."""
    tie, ca, us = ties(whole, p), at(whole, "CAN"), at(whole, "USA")
    np.fill_diagonal(tie, 0)
    assert tie[ca].argmax() == us
    assert "USA" in feared(whole, "CAN", 2)
    assert whole.trust[ca, us] > whole.trust[ca, at(whole, "CHN")]


def test_a_dialogue_takes_away_a_part_of_what_ai_adds_to_threat(w: World, p: Parameters) -> None:
    """Direction, size and limit: it is said what the other's AI is for; all other causes stand."""
    us, cn = at(w, "USA"), at(w, "CHN")
    apart, talking = twin(w, dialogue=False), twin(w, dialogue=np.ones((w.n, w.n), dtype=bool))
    before, after = causes(apart, p, us, cn), causes(talking, p, us, cn)
    for name, part in before.items():
        left = 1 - p.talks_assure if name in ("AI", "gains in AI") else 1
        assert after[name] == pytest.approx(left * part), name
    odds = [threat_odds(world, p.replace({"talks_assure": 0}))[0] for world in (apart, talking)]
    np.testing.assert_array_equal(*odds)


def test_trust_comes_to_rest_where_it_starts(whole: World, p: Parameters) -> None:
    """Years of the same conduct make nobody who is not tied to a friend."""
    moved = twin(whole)
    for _ in range(40):
        moved.trust = trusted(moved, p, moved.trust, p.trust_speed)
    np.testing.assert_allclose(moved.trust, whole.trust, atol=1e-12)
    calm = twin(whole, threat=0, tie=np.eye(whole.n), cooperation=1)
    strangers = trusted(calm, p, calm.trust, 1.0)[~np.eye(whole.n, dtype=bool)]
    assert strangers == pytest.approx(p.trust_start)
    assert not trusted(twin(calm, cooperation=0), p, calm.trust, 1.0)[~np.eye(whole.n, dtype=bool)].any()


def test_trust_starts_from_ties_and_record(whole: World) -> None:
    def trust(i: str, j: str) -> float:
        return float(whole.trust[at(whole, i), at(whole, j)])

    assert trust("DEU", "FRA") > 0.7 > trust("DEU", "BRA") > trust("IND", "PAK")


@pytest.mark.parametrize(
    ("who", "among"),
    [
        ("USA", ["CHN"]),
        ("DEU", ["RUS"]),
        ("POL", ["RUS"]),
        ("UKR", ["RUS"]),
        ("JPN", ["CHN"]),
        ("KOR", ["PRK"]),
        ("IND", ["CHN", "PAK"]),
        ("PAK", ["IND"]),
        ("GRC", ["TUR"]),
        ("ARM", ["AZE"]),
        ("SAU", ["IRN"]),
        ("KEN", ["SOM"]),
        ("VNM", ["CHN"]),
        ("MEX", ["USA"]),
    ],
)
def test_who_fears_whom_reads_right(whole: World, who: str, among: list[str]) -> None:
    assert feared(whole, who)[0] in among


def test_rivals_are_ranked_by_threat_that_knows_of_no_rivalry() -> None:
    assert ranked(Simulation(firms=60, researchers=0, set=UNTOLD, record=False).world) > 0.9


def test_a_list_counts_whichever_side_it_stands_on() -> None:
    told = named(("AAA", "BBB", "CCC"), [("BBB",), (), ("DDD",)])
    np.testing.assert_array_equal(told, [[0, 1, 0], [1, 0, 0], [0, 0, 0]])


def test_the_rivals_of_allies_are_found_by_the_strongest_tie() -> None:
    allied = np.array([[1, 0.9, 0.3, 0], [0.9, 1, 0, 0], [0.3, 0, 1, 0], [0, 0, 0, 1.0]])
    rivalry = np.zeros((4, 4))
    rivalry[1, 3] = rivalry[2, 3] = rivalry[3, 1] = rivalry[3, 2] = 1
    assert friends_rivals(allied, rivalry)[0].tolist() == [0, 0, 0, 0.9]


def test_a_friend_of_both_is_drawn_in_for_neither() -> None:
    """Balance: a rival of an ally is feared as far as the ally is closer than the rival (Heider 1946)."""
    rivalry = np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0.0]])
    for closer, drawn in ((0.9, 0.6), (0.3, 0.0), (0.1, 0.0)):
        allied = np.array([[1, closer, 0.3], [closer, 1, 0], [0.3, 0, 1]])
        assert friends_rivals(allied, rivalry)[0, 2] == pytest.approx(drawn)


def test_who_hosts_the_forces_of_a_power_fears_it_less_and_its_rivals_more(w: World, p: Parameters) -> None:
    facts = load_inputs()
    tied, loose = (alliance(facts, p.replace({"tie_host": tie})) for tie in (0.5, 0.0))
    iso3 = list(facts.nations["iso3"])
    us, bahrain, kenya = (iso3.index(name) for name in ("USA", "BHR", "KEN"))
    assert tied[bahrain, us] == 0.5 > loose[bahrain, us]
    np.testing.assert_array_equal(tied[kenya], loose[kenya])
    rivalry = named(iso3, facts.nations["rivals"])
    apart, elected = np.ones_like(tied), np.zeros(len(iso3), dtype=bool)
    ill, ill_before = (hostility(p, apart, allied, elected)[bahrain, us] for allied in (tied, loose))
    drawn, drawn_before = (friends_rivals(a, rivalry)[bahrain, iso3.index("IRN")] for a in (tied, loose))
    assert ill < ill_before and drawn > drawn_before


def test_size_a_full_alliance_and_elections_on_both_sides_lower_ill_intent(p: Parameters) -> None:
    apart, elected = np.zeros((2, 2)), np.array([True, True])
    plain = hostility(p, apart, np.zeros((2, 2)), ~elected)
    np.testing.assert_allclose(plain, p.hostility_floor)
    allied = hostility(p, apart, np.ones((2, 2)), ~elected)
    np.testing.assert_allclose(allied, plain * (1 - p.alliance_assures))
    np.testing.assert_allclose(
        hostility(p, apart, np.zeros((2, 2)), elected), plain * (1 - p.democratic_peace)
    )


def test_a_table_of_nations_without_the_later_columns_is_filled(tmp_path: Path) -> None:
    lines = [line for line in NATIONS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    kept = len(lines[0].split(",")) - len(LATER)
    old = tmp_path / "old.csv"
    rows = [line for line in lines if line.startswith(("iso3,", "IRL,", "ISL,", "PRT,"))]
    old.write_text("\n".join(",".join(row.split(",")[:kept]) for row in rows) + "\n", encoding="utf-8")
    nations = load_inputs(old).nations
    assert nations["rivals"].tolist() == [(), (), ()]
    assert (nations["military_spending"] > 0).all() and not nations["warheads"].any()
    assert not Simulation(nations=old, firms=3, researchers=3).run(2).world.rivalry.any()


def test_governments_change_by_regime_and_the_given_are_heard(p: Parameters, whole: World) -> None:
    world, turned = twin(whole), np.zeros(whole.n)
    for step in range(120):
        world.step = step
        happen(world, p, DRAW, [])
        turned += world.turned
    rates = [turned[world.elected == kind].mean() / 120 for kind in (True, False)]
    assert rates == pytest.approx([p.turnover_elected, p.turnover_other], rel=0.15)
    assert {(e.process, e.kind) for e in world.events} == {("govern", "election"), ("govern", "succession")}


def test_limit_without_chance_no_government_changes(w: World, p: Parameters) -> None:
    world = twin(w)
    happen(world, p.replace({"turnover_noise": 0}), DRAW, [])
    assert not world.turned.any() and not world.events


def test_the_change_of_january_2025_is_heard_in_every_preset_that_names_no_other(p: Parameters) -> None:
    simulation = Simulation(firms=30, researchers=0)
    events = with_governments(simulation.setting, p, simulation.world.iso3)
    (change,) = [event for event in events if event.action == "government"]
    assert (change.by, change.quarter) == (("USA",), 12)
    simulation.run(1)
    us = at(simulation.world, "USA")
    assert simulation.world.receptivity[us] == pytest.approx(p.receptivity_start + 0.2)
    spiral = Simulation("zero-sum-spiral", firms=30, researchers=0)
    assert len([e for e in spiral.events if e.action == "government"]) == 1


def test_limit_nobody_is_asked_about_itself_and_who_fears_most_listens_to_nobody(
    w: World, p: Parameters
) -> None:
    told = p.replace({"social_weight": 1.0, "opinion_dynamics": "degroot"})
    world, us = twin(w, threat=0), at(w, "USA")
    world.threat[:, us] = 0.4
    world.threat[us, us] = 0
    heard = listened(world, told, world.threat)[:, us]
    others = (np.arange(w.n) != us) & (w.network.weights.sum(axis=1) > 0)
    np.testing.assert_allclose(heard[others], 0.4)
    world.threat[:] = 1 - np.eye(w.n)
    world.threat[us] = 0
    afraid = np.arange(w.n) != us
    np.testing.assert_array_equal(listened(world, told, world.threat)[afraid], world.threat[afraid])
