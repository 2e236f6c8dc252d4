"""A saved game that is broken or foreign is refused with place and remedy; one with other orders exits 4."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sovereigns.experiments.game import save
from sovereigns.experiments.game.actions import Action
from sovereigns.experiments.game.game import Game
from sovereigns.experiments.game.setup import Setup
from sovereigns.experiments.recipe import Recipe

Call = Callable[..., tuple[int, str, str]]
Edit = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def content() -> bytes:
    """A game of one quarter, saved."""
    setup = Setup("KEN", Recipe(quarters=2, firms=30, researchers=60))
    return save.saved(Game(setup, ((Action("talent", "", 0.8),),)))


def order(table: dict[str, Any]) -> dict[str, Any]:
    one: dict[str, Any] = table["orders"][0]["actions"][0]
    return one


BROKEN: list[tuple[Edit, str]] = [
    (lambda t: t.update(version="0"), "saved by version 0"),
    (lambda t: t.pop("digest"), "must be a table of version, scenario"),
    (lambda t: t.update(more=1), "must be a table of"),
    (lambda t: t.update(seed="1"), "seed is '1', of the wrong kind"),
    (lambda t: t.update(seed=True), "seed is True, of the wrong kind"),
    (lambda t: t.update(seed=-1), "seed is -1"),
    (lambda t: t.update(scenario="no-such"), "unknown scenario 'no-such'"),
    (lambda t: t["config"].update(nation="KNE"), "unknown nation 'KNE'"),
    (lambda t: t["config"].update(quarters=0), "quarters is 0"),
    (lambda t: t["config"].update(set={"no_such": 1}), "unknown parameter 'no_such'"),
    (lambda t: t["config"].update(strategies={"USA": "no-such"}), "unknown strategy 'no-such'"),
    (lambda t: t["config"].update(fingerprint="0"), "other data, parameters or rules"),
    (lambda t: t.update(orders=[{}]), "quarter 1: must be a table of quarter, actions"),
    (lambda t: t["orders"][0].update(quarter="2031Q1"), "is 2031Q1, not 2025Q1"),
    (lambda t: t.update(orders=3 * t["orders"]), "3 quarters in a game of 2"),
    (lambda t: order(t).update(do="bribe"), "unknown action 'bribe'"),
    (lambda t: order(t).update(level=7), "level '7' is no share"),
    (lambda t: order(t).update(to="USA"), "takes no target"),
]


@pytest.mark.parametrize(("edit", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_a_broken_game_is_refused(call: Call, content: bytes, tmp_path: Path, edit: Edit, said: str) -> None:
    table = json.loads(content)
    edit(table)
    path = tmp_path / "game.json"
    path.write_text(json.dumps(table), encoding="utf-8")
    for command in (("replay", path), ("play", "--load", path)):
        code, out, err = call(*command)
        assert (code, out) == (2, "")
        assert said in err
        assert "Traceback" not in err


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, "\x00", '{"version": 1}'])
def test_what_is_no_game_is_refused(call: Call, tmp_path: Path, text: str) -> None:
    path = tmp_path / "game.json"
    path.write_text(text, encoding="utf-8")
    code, out, err = call("replay", path)
    assert (code, out) == (2, "")
    assert "game.json" in err
    assert "Traceback" not in err


def test_bytes_that_are_no_text_and_absent_files_are_refused(call: Call, tmp_path: Path) -> None:
    (tmp_path / "game.json").write_bytes(b"\xff\xfe\x00")
    for name in ("game.json", "absent.json"):
        code, out, err = call("replay", tmp_path / name)
        assert (code, out) == (2, "")
        assert name in err


def test_a_game_with_other_orders_does_not_reproduce(call: Call, content: bytes, tmp_path: Path) -> None:
    table = json.loads(content)
    order(table)["level"] = 0.1
    path = tmp_path / "game.json"
    path.write_text(json.dumps(table), encoding="utf-8")
    code, out, _ = call("replay", path, "--json")
    assert code == 4
    assert json.loads(out)["reproduces"] is False
    code, out, err = call("play", "--load", path)
    assert (code, out) == (2, "")
    assert "does not reproduce" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Missing argument 'NATION'"),
        (("KNE",), "unknown nation 'KNE'"),
        (("KEN", "--scenario", "no-such"), "unknown scenario"),
        (("KEN", "--strategy", "USA=no-such"), "unknown strategy"),
        (("KEN", "--set", "no_such=1"), "unknown parameter"),
        (("KEN", "--load", "absent.json"), "absent.json"),
        (("KEN", "--quarters", "0"), "--quarters"),
        (("KEN", "--save", "/proc/no/game.json"), "cannot be written"),
    ],
)
def test_a_bad_beginning_is_refused(
    call: Call, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("quit\n"))
    code, out, err = call("play", *words)
    assert (code, out) == (2, "")
    assert said in err
