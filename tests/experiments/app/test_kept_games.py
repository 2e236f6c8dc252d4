"""Games of the page Play: kept quarter by quarter, each its own file, and no file but those is ever read."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from sovereigns.experiments.app import kept_games, session
from sovereigns.experiments.app.pages import play as page
from sovereigns.experiments.app.pages import steer
from sovereigns.experiments.app.playing import Seat, sit
from sovereigns.experiments.app.watch import Watch
from sovereigns.experiments.game import save
from sovereigns.experiments.game.actions import Action
from sovereigns.experiments.game.setup import Setup
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError

PROGRAMME = Action("programme", "", 0.5)
KENYA = Seat(Setup("KEN", Recipe(quarters=2)))
Choices = dict[str, Any]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "sovereigns" / "games"


@pytest.fixture
def choices(monkeypatch: pytest.MonkeyPatch) -> Choices:
    """What a session has chosen, without a session."""
    values: Choices = {}
    for name, where in (("seat", page.seat), ("kept", page.kept), ("problem", session.problem)):
        values[name] = None
        monkeypatch.setattr(where, "set", lambda value, name=name: values.update({name: value}))
        monkeypatch.setattr(where, "get", lambda *_, name=name, **__: values[name])
    return values


def played(seat: Seat) -> Watch:
    return Watch([part for part in sit(seat) if part][-1], True)


def test_each_quarter_is_kept_and_is_a_saved_game(state: Path, choices: Choices) -> None:
    page._sit_down(KENYA)
    file = state / f"{choices['kept'].name}.json"
    later = KENYA.with_turn((PROGRAMME,))
    for seat in (KENYA, later):
        page.keep(seat, played(seat))
        assert len(json.loads(file.read_bytes())["orders"]) == len(seat.turns)
    page.keep(later.back(), played(later))
    assert len(json.loads(file.read_bytes())["orders"]) == 1, "the quarter shown is still the later one"
    assert save.load(file.read_bytes(), file.name).turns == later.turns

    choices |= {"seat": None, "kept": None}
    page.opened(f"seed=0&game={file.stem}")
    assert choices["seat"].played == later
    assert [row["played"] for row in kept_games.listed()] == [1]


def test_a_game_that_another_page_played_on_is_not_written_over() -> None:
    ours = theirs = kept_games.keep(kept_games.Kept("ken-1"), b"one quarter", "KEN")
    theirs = kept_games.keep(theirs, b"two quarters", "KEN")
    ours = kept_games.keep(ours, b"another second quarter", "KEN")
    assert ours.name != theirs.name
    for each in (ours, theirs):
        assert kept_games.read(each.name) == each


@pytest.mark.parametrize(
    "name", ["../ken-1", "/etc/passwd", "ken-1.json", "KEN-1", "", "a" * 100, "ken 1", "..", "no-such"]
)
def test_no_file_but_a_game_is_opened(name: str, state: Path, choices: Choices) -> None:
    state.mkdir(parents=True)
    (state.parent / "ken-1.json").write_text("{}")
    with pytest.raises(InputError):
        page._do({"do": "open", "name": name}, None)
    assert choices["seat"] is None


def test_a_folder_that_cannot_be_written_costs_the_file_and_not_the_game(
    state: Path, choices: Choices
) -> None:
    state.parent.mkdir(parents=True)
    state.write_text("in the way")
    page._sit_down(KENYA)
    page.keep(KENYA, played(KENYA))
    assert "could not be kept" in choices["problem"]
    assert choices["seat"] == KENYA


def test_a_game_that_was_never_played_leaves_nothing(state: Path, choices: Choices) -> None:
    page._sit_down(KENYA)
    page.keep(KENYA, played(KENYA))
    page._leave(KENYA)
    assert list(state.iterdir()) == []


def test_what_is_broken_is_listed_with_why_and_what_is_foreign_is_not(state: Path) -> None:
    state.mkdir(parents=True)
    (state / "ken-1.json").write_text("{")
    (state / "Notes of mine.json").write_text("{}")
    (listed,) = kept_games.listed()
    assert (listed["name"], bool(listed["problem"])) == ("ken-1", True)


@pytest.mark.parametrize("how", ["a game", "Steer"])
def test_the_app_reads_no_file_that_a_page_names(how: str, tmp_path: Path, choices: Choices) -> None:
    """One that is there and one that is not are answered alike: it is refused before anything is read."""
    (tmp_path / "there.toml").write_text("title = 'mine'")
    told = []
    for name in ("there.toml", "other.toml"):
        scenario = str(tmp_path / name)
        if how == "a game":
            content = json.loads(header_file(KENYA)) | {"scenario": scenario}
            with pytest.raises(InputError) as refused:
                page._do({"do": "load", "name": "mine.json", "content": json.dumps(content)}, None)
            told.append(str(refused.value))
        else:
            steer.heard({"do": "scenario", "name": scenario})
            told.append(choices["problem"])
    assert "unknown scenario" in told[0]
    assert told[0].replace("there", "other") == told[1]


def header_file(seat: Seat) -> str:
    found: str = page.header(played(seat).payload)["game"]["file"]
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have folders of their own")
def test_games_lie_where_the_system_keeps_the_state_of_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    for given in ("", "not/absolute"):
        monkeypatch.setenv("XDG_STATE_HOME", given)
        assert kept_games.folder() == Path("/home/me/.local/state/sovereigns/games")
