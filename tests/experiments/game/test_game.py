"""The game: a person's orders go through the contract, have their price, and can be undone and repeated."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sovereigns.agents.contract import LEVERS
from sovereigns.experiments.game import save
from sovereigns.experiments.game.actions import BODY, NATION, VERBS, Action, action, in_force
from sovereigns.experiments.game.branch import branch, deliberate
from sovereigns.experiments.game.debrief import debrief, place_in
from sovereigns.experiments.game.endings import drawn_in, ending
from sovereigns.experiments.game.field import draw_strategies, gathered, play
from sovereigns.experiments.game.forecast import forecast, futures, packed
from sovereigns.experiments.game.game import Game
from sovereigns.experiments.game.goals import goals, goals_of
from sovereigns.experiments.game.rules import RULES, TABLE
from sovereigns.experiments.game.setup import Setup
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError
from sovereigns.model.events import Event
from sovereigns.model.facts.parameters import rows
from sovereigns.model.institutions.registry import offers
from sovereigns.model.relations.markets import chip_market
from sovereigns.model.world import DOMESTIC, LEADING

Call = Callable[..., tuple[int, str, str]]
SMALL = {"firms": 30, "researchers": 60}
TALENT = Action("talent", "", 1.0)
PROGRAMME = Action("programme", "", 0.5)


def setup(nation: str = "KEN", open_table: bool = True, **more: Any) -> Setup:
    return Setup(nation, Recipe(**({"quarters": 4} | SMALL | more)), open_table)


@pytest.fixture(scope="module")
def begun() -> Game:
    return Game(setup())


@pytest.fixture(scope="module")
def china() -> Game:
    return Game(setup("CHN"))


@pytest.fixture
def fresh(begun: Game) -> Game:
    """Kenya before its first quarter."""
    return copy.deepcopy(begun)


@pytest.fixture(scope="module")
def played() -> Game:
    """Two quarters of Kenya with some orders; read only."""
    return Game(setup(), ((PROGRAMME,), (TALENT,)))


def test_every_rule_is_a_row_that_is_read() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in TABLE.parent.glob("*.py"))
    unread = [row.name for row in rows(TABLE) if f"RULES.{row.name}" not in code]
    assert unread == []


def test_every_action_sets_levers_of_the_contract() -> None:
    assert {lever for verb in VERBS.values() for lever in verb.levers} <= set(LEVERS)
    assert {verb.target for verb in VERBS.values()} == {"", NATION, BODY}
    assert len({verb.title for verb in VERBS.values()}) == len(VERBS)


def test_a_person_who_orders_nothing_holds_what_there_is(begun: Game) -> None:
    game = begun
    _, order = deliberate(branch(game.simulation, "KEN", ()))
    w, row = game.simulation.world, game.row
    assert order.visa[row] == w.visa[row]
    assert np.array_equal(order.cooperate[row], w.cooperation[row])
    assert not order.join[row].any()
    assert not order.spy[row].any()


@pytest.mark.parametrize("name", list(VERBS))
def test_an_action_moves_its_lever_and_no_other_nations(china: Game, name: str) -> None:
    game = china
    verb = VERBS[name]
    one = Action(name, {"": "", NATION: "USA", BODY: "cern-for-ai"}[verb.target], 0.4 if verb.graded else 1.0)
    (_, plain), (_, moved) = (deliberate(branch(game.simulation, "CHN", turns)) for turns in ((), ((one,),)))
    others = np.arange(game.simulation.world.n) != game.row
    changed = set()
    for lever in LEVERS:
        before, after = getattr(plain, lever), getattr(moved, lever)
        assert np.array_equal(before[others], after[others])
        if not np.array_equal(before[game.row], after[game.row]):
            changed.add(lever)
    needs_membership = name in ("leave", "covert")
    assert changed == (set() if needs_membership else set(verb.levers))


def test_an_order_stays_in_force_until_it_is_changed() -> None:
    assert in_force([(TALENT,), (), (PROGRAMME,)]) == {("talent", ""): 1.0, ("programme", ""): 0.5}
    assert in_force([(TALENT,), (Action("talent", "", 0.0),)]) == {("talent", ""): 0.0}
    asked = Action("join", "cern-for-ai")
    assert in_force([(asked,), (Action("leave", "cern-for-ai"),)]) == {("leave", "cern-for-ai"): 1.0}


def test_a_law_moves_on_quarter_by_quarter(fresh: Game) -> None:
    visas = []
    fresh.do(TALENT)
    for _ in range(3):
        fresh.commit()
        visas.append(fresh.simulation.world.visa[fresh.row])
    assert visas[0] < visas[1] < visas[2] <= 1


def test_orders_are_recorded_with_the_person_as_the_strategy(played: Game) -> None:
    orders = played.simulation.tables()["orders"]
    ours = orders[(orders["iso3"] == "KEN") & (orders["lever"] == "visa")]
    assert set(ours["strategy"]) == {"person"}
    assert "Talent visas to 1.00" in set(ours["reason"])


def test_points_are_spent_and_given_back(fresh: Game) -> None:
    game = fresh
    whole = game.points
    game.do(PROGRAMME)
    cost = game.desk.cost(PROGRAMME)
    assert (cost, game.points) == (2, whole - 2)
    game.do(Action("programme", "", 0.25))
    assert game.points == whole - 1
    with pytest.raises(InputError, match=r"it takes 4 points and 3 are left"):
        game.do(Action("standard", "", 1.0))
    game.withdraw(Action("programme", "", 0.25))
    assert (game.plan, game.points) == ((), whole)


@pytest.mark.parametrize(
    ("nation", "one", "why"),
    [
        ("KEN", Action("materials", "USA"), "no critical material"),
        ("KEN", Action("restrict", "CHN"), "buys no chips"),
        ("KEN", Action("cooperate", "KEN", 0.0), "your own nation"),
        ("KEN", Action("leave", "cern-for-ai"), "no member"),
        ("KEN", Action("join", "safety-coalition"), "nobody has put a text"),
        ("EST", Action("law", "", 1.0), "EU27 decides on regulation for its members; your vote weighs"),
        ("FRA", Action("doors", "DEU"), "share one market"),
    ],
)
def test_an_action_that_a_nation_cannot_take_says_why(
    begun: Game, nation: str, one: Action, why: str
) -> None:
    game = begun if nation == "KEN" else Game(setup(nation))
    assert why in game.why_not(one)
    with pytest.raises(InputError, match=why):
        game.do(one)


def test_a_body_is_off_the_table_unless_it_is_open(begun: Game) -> None:
    closed = Game(setup(open_table=False))
    assert "off the table" in closed.why_not(Action("broker", "cern-for-ai"))
    assert "off the table" not in begun.why_not(Action("broker", "cern-for-ai"))
    assert all(closed.simulation.parameters.as_dict()[name] == 0 for name in offers())


def test_an_offer_is_what_its_strategy_would_do_and_is_kept() -> None:
    game = Game(setup(strategies=(("all", "tit-for-tat"),)), ((Action("cooperate", "USA", 0.0),), ()))
    assert game.simulation.world.cooperation[game.simulation.world.row("USA"), game.row] == 0
    offer = next(offer for offer in game.desk.offers if offer.name == "work USA")
    assert "from 0.00 to 1.00" in offer.text
    game.accept(offer.name)
    assert (game.plan, game.points) == (offer.actions, RULES.points)
    game.commit()
    assert not [offer for offer in game.desk.offers if offer.name == "work USA"]
    game.commit()
    assert game.simulation.world.cooperation[game.simulation.world.row("USA"), game.row] == 1
    with pytest.raises(InputError, match="unknown offer"):
        game.accept("work Atlantis")


def test_the_world_without_you_is_the_scenario_itself() -> None:
    game = Game(setup(open_table=False), ((TALENT,),))
    plain = setup(open_table=False).world().run(1)
    assert np.array_equal(game.alone.world.welfare, plain.world.welfare)


def test_the_same_orders_give_the_same_bits_and_others_do_not(played: Game) -> None:
    again = Game(setup(), played.turns)
    assert again.digest() == played.digest()
    assert Game(setup(), ((PROGRAMME,), ())).digest() != played.digest()
    assert Game(setup(seed=1), played.turns).digest() != played.digest()


def test_undo_takes_back_a_quarter(played: Game, begun: Game) -> None:
    back = played.undo()
    assert back.turns == played.turns[:1]
    assert back.path == played.path[:2]
    with pytest.raises(InputError, match="no quarter has been played"):
        begun.undo()


def test_looking_ahead_leaves_the_game_alone(played: Game) -> None:
    before = played.digest()
    assert played.desk
    list(futures(packed(played.simulation, "KEN", played.turns), "KEN", played.turns, played.start, [5], 2))
    assert played.digest() == before
    assert played.simulation.record


def test_futures_of_one_seed_differ_by_the_orders_alone(fresh: Game) -> None:
    world = packed(fresh.simulation, "KEN", ())
    paths = [
        [path for path in futures(world, "KEN", turns, fresh.start, [5, 6], 2) if path is not None]
        for turns in ((), ((),), ((PROGRAMME,),))
    ]
    assert np.array_equal(paths[0], paths[1])
    assert not np.array_equal(paths[0], paths[2])
    assert not np.array_equal(paths[0][0], paths[0][1])
    assert np.array_equal(paths[0][0][0], paths[0][1][0])


@pytest.mark.slow
def test_a_forecast_has_an_interval(fresh: Game) -> None:
    found = forecast(fresh.simulation, "KEN", (), (PROGRAMME,), fresh.start)
    assert found.without.shape == (RULES.futures, RULES.horizon + 1, 4)
    middle, low, high = found.change("welfare")
    assert low <= middle <= high
    assert middle != 0


def test_consequences_are_what_the_new_orders_changed(played: Game) -> None:
    assert played.last is not None
    assert played.last.actions == (TALENT,)
    quiet = Game(setup(), ((PROGRAMME,), ()))
    assert quiet.last is not None
    assert vars(quiet.last.goals) == dict.fromkeys(("welfare", "security", "autonomy", "score"), 0.0)


def test_goals_stand_where_their_meaning_says(fresh: Game) -> None:
    w = fresh.simulation.world
    at_start = goals(fresh.simulation, fresh.start)
    assert at_start[0] == pytest.approx(50)
    assert ((at_start >= 0) & (at_start <= 100)).all()
    w.known, w.usage, w.expected_loss = {}, np.zeros_like(w.usage), np.full(w.n, RULES.security_scale)
    assert goals(fresh.simulation, fresh.start)[1] == pytest.approx(50)
    assert goals(fresh.simulation, fresh.start)[2] == pytest.approx(100)
    w.welfare = fresh.start + RULES.welfare_scale
    assert goals(fresh.simulation, fresh.start)[0] == pytest.approx(73.1, abs=0.1)


def test_own_models_are_as_free_as_the_chips_that_they_run_on(fresh: Game) -> None:
    w, row = fresh.simulation.world, fresh.row
    w.usage, w.common_usage = np.zeros_like(w.usage), np.zeros_like(w.common_usage)
    w.programme_usage, w.programme_base = np.ones(w.n), np.full(w.n, -1)

    def autonomy(kind: int, fear: float) -> float:
        w.known, w.owned, w.threat = {}, np.zeros_like(w.owned), np.zeros_like(w.threat)
        w.owned[kind], w.threat[row, w.iso3.index("USA")] = 1, fear
        return goals_of(fresh.simulation, fresh.start, row).autonomy

    sold = chip_market(w, fresh.simulation.parameters)[w.iso3.index("USA")]
    assert sold > 0.9
    assert autonomy(DOMESTIC, 0.8) == autonomy(LEADING, 0) == 100
    assert autonomy(LEADING, 0.8) == pytest.approx(100 * (1 - RULES.chip_hold * 0.8 * sold))


def test_everyone_loses_by_harm_or_by_war() -> None:
    w = setup().world().run(1).world
    assert ending(w, [], 4) is None
    assert ending(w, [], 1).kind == "term"  # type: ignore[union-attr]
    great, small = (
        (w.quarter - 1, Event("incidents", "conflict", one, other, "", 1, ""))
        for one, other in (("USA", "CHN"), ("KEN", "UGA"))
    )
    assert drawn_in(w, [great, great]) == pytest.approx(2 * drawn_in(w, [great]))
    assert ending(w, [great], 4).everyone_loses  # type: ignore[union-attr]
    assert ending(w, [small], 4) is None
    assert ending(w, [(great[0] - RULES.war_quarters, great[1])], 4) is None
    w.loss = np.full(w.n, 1.001 * RULES.catastrophe_loss)
    assert ending(w, [], 4).kind == "catastrophe"  # type: ignore[union-attr]


def test_a_game_that_is_over_takes_no_orders() -> None:
    game = Game(setup(quarters=1), ((),))
    assert game.why_not(TALENT) == "the game is over"
    with pytest.raises(InputError, match="the game is over"):
        game.commit()
    with pytest.raises(InputError, match="over before"):
        Game(setup(quarters=1), ((), ()))


def test_the_debrief_sets_you_beside_the_world_without_you(played: Game) -> None:
    found = debrief(played)
    assert (found.verdict, found.strategy) == ("so far", "tit-for-tat")
    assert len(found.yours) == len(found.alone) == 3
    assert found.yours[0] == found.alone[0]


def test_a_field_ranks_a_game() -> None:
    small = setup(quarters=4)
    field = gathered([play(small, seed) for seed in (0, 1)])
    assert np.array_equal(field.played[0], draw_strategies(0, 193))
    assert len(np.unique(field.played[0])) > 5
    share, means = place_in(field, Game(small, ((), (), (), ())))
    assert share in (0, 0.5, 1)
    scores, names = field.of(10, 4)
    assert set(field.of(Game(small).row, 4)[1]) == set(means)
    assert ((scores > 0) & (scores < 100)).all()
    assert len(names) == 2


def test_a_saved_game_reproduces(played: Game, tmp_path: Path) -> None:
    save.write(tmp_path / "game.json", played)
    table = json.loads((tmp_path / "game.json").read_text(encoding="utf-8"))
    assert list(table) == ["version", "scenario", "seed", "config", "orders", "digest"]
    assert [path.name for path in tmp_path.iterdir()] == ["game.json"]
    again = save.load(save.read(tmp_path / "game.json"), "game.json")
    assert (again.turns, again.digest()) == (played.turns, played.digest())


def test_an_action_is_checked() -> None:
    assert action("cooperate", "usa", "0.5", ("USA",), ()) == Action("cooperate", "USA", 0.5)
    for bad in (
        ("visa", "", 1),
        ("cooperate", "USB", 1),
        ("talent", "USA", 1),
        ("talent", "", "nan"),
        ("join", "x", 1),
    ):
        with pytest.raises(InputError):
            action(*bad, ("USA",), ("cern-for-ai",))


def test_a_whole_game_on_the_command_line(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "help\nstatus\noffers\nactions\ndo programme 0.5\nsing\n"
    told += "do talent 9\ndrop programme\ndo chips 0.25\nnext\n"
    told += "undo\nundo\nundo\ndo research 0.4\nnext\nnext\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(told))
    file = tmp_path / "game.json"
    small = ("--firms", 30, "--researchers", 60)
    code, out, err = call("play", "ken", "--quarters", 2, "--save", file, *small)
    assert code == 0
    assert "Kenya (KEN), 2025Q1: 0 of 2 quarters played" in out
    assert "planned: Sovereign AI programme to 0.50; 2 points left" in out
    assert "back in 2025Q1" in out
    assert "Your term is over." in out
    assert "without you" in out
    assert "unknown command 'sing'" in err
    assert "level '9' is no share" in err
    assert "Traceback" not in err
    result = json.loads(call("replay", file, "--json")[1])
    assert result["reproduces"] is True
    assert result["quarters"] == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("debrief\nquit\nstatus\n"))
    code, out, _ = call("play", "--load", file)
    assert code == 0
    assert out.count("Your term is over.") == 1
