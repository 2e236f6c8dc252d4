"""Play in the app: a seat is a game as a value; workers play it on from where they left it."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sovereigns.experiments.app import playing
from sovereigns.experiments.app.pages import play as page
from sovereigns.experiments.app.playing import Seat, Weighed, contest, sit, weigh
from sovereigns.experiments.game import save
from sovereigns.experiments.game.actions import VERBS, Action
from sovereigns.experiments.game.game import Game
from sovereigns.experiments.game.setup import Setup
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError

PROGRAMME = Action("programme", "", 0.5)
KENYA = Seat(Setup("KEN", Recipe(quarters=2)))


def header(messages: Iterator[bytes | None]) -> dict[str, Any]:
    """Header of the last message."""
    content = [message for message in messages if message][-1]
    length = struct.unpack("<I", content[:4])[0]
    found: dict[str, Any] = json.loads(content[4 : 4 + length])
    return found


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    playing._kept.clear()


def test_a_seat_shows_what_there_is_to_decide() -> None:
    game = header(sit(KENYA))["game"]
    assert (game["nation"], game["played"], game["quarter"]) == ("KEN", 0, "2025Q1")
    assert [verb["name"] for verb in game["verbs"]] == list(VERBS)
    for verb in game["verbs"]:
        count = {"": 1, "nation": 193, "body": len(game["bodies"])}[verb["target"]]
        assert len(verb["levels"]) == len(verb["blocked"]) == count
    restrict = next(verb for verb in game["verbs"] if verb["name"] == "restrict")
    assert "buys no chips" in restrict["blocked"][0]
    assert game["briefing"]


def test_a_worker_goes_on_from_the_game_that_it_kept() -> None:
    header(sit(KENYA))
    kept = playing._kept[0][1]
    later = KENYA.with_turn((PROGRAMME,))
    shown = header(sit(later))
    assert playing._kept[-1][1] is kept
    assert shown["done"] == 2
    assert shown["game"]["orders"] == [["Sovereign AI programme to 0.50"]]
    assert shown["game"]["last"]["actions"] == ["Sovereign AI programme to 0.50"]
    back = header(sit(later.back()))
    assert back["game"]["played"] == 0
    ended = header(sit(later.with_turn(())))["game"]
    assert ended["ending"]["kind"] == "term"
    assert "verbs" not in ended
    again = Seat.of_file(ended["file"].encode(), "game.json")
    assert (again.turns, bool(again.digest)) == (((PROGRAMME,), ()), True)
    assert header(sit(again))["game"]["played"] == 2
    with pytest.raises(InputError, match="does not reproduce"):
        list(sit(replace(again, digest="0")))


def test_a_plan_is_weighed_future_by_future() -> None:
    parts = weigh(Weighed(KENYA, (PROGRAMME,)))
    first = next(part for part in parts if part)
    about = header(iter([first]))
    assert (about["played"], about["plan"]) == (0, [vars(PROGRAMME)])
    assert about["arrays"][0]["shape"][0] == 1
    assert np.prod(about["arrays"][0]["shape"]) * 4 < len(first)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"do": "begin", "nation": "KNE", "scenario": "no-controls", "quarters": 8}, "unknown nation 'KNE'"),
        ({"do": "begin", "nation": "KEN", "scenario": "/etc/passwd", "quarters": 8}, "unknown scenario"),
        ({"do": "begin", "nation": "KEN", "scenario": "no-controls", "quarters": 999}, "from 1 to 120"),
        (
            {"do": "begin", "nation": "KEN", "scenario": "no-controls", "quarters": 8, "rivals": "x"},
            "unknown strategy",
        ),
        ({"do": "load", "name": "mine.json", "content": "{"}, "mine.json"),
    ],
)
def test_a_bad_beginning_gives_a_message(said: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        page._do(said, None)


def test_a_second_click_on_the_same_quarter_plays_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[Seat] = []
    monkeypatch.setattr(page.seat, "set", chosen.append)
    click = {"do": "commit", "plan": [vars(PROGRAMME)], "played": 0}
    page._do(click, KENYA)
    assert chosen == [KENYA.with_turn((PROGRAMME,))]
    page._do(click, chosen[0])
    assert len(chosen) == 1
    page._do({"do": "undo", "played": 1}, chosen[0])
    assert chosen[-1] == KENYA


def test_a_field_is_played_game_by_game() -> None:
    parts = contest(Seat(Setup("KEN", Recipe(quarters=1)), ((),)))
    found = header(iter([next(part for part in parts if part)]))
    assert (len(found["scores"]), found["games"]) == (1, 200)
    assert found["share"] in (0, 1)


def test_a_saved_game_of_another_size_is_sent_elsewhere() -> None:
    content = save.saved(Game(Setup("KEN", Recipe(quarters=2, firms=30, researchers=60))))
    with pytest.raises(InputError, match="sovereigns play --load"):
        Seat.of_file(content, "small.json")
