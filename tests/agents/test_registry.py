"""Strategies are found by being there, and a file that breaks a rule is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sovereigns.agents.registry import find, strategies, strategy
from sovereigns.model.errors import InputError
from tests.packages import Package, packaged

PROMISED = {
    "always-compete",
    "always-cooperate",
    "tit-for-tat",
    "grim",
    "relative-gains",
    "bandwagon",
    "hedge",
    "sovereign-builder",
    "random",
}
FILE = """
from sovereigns.agents.strategies.tit_for_tat import TitForTat

class {title}:
    {body}

    def decide(self, briefing, draw):
        return TitForTat().decide(briefing, draw)
"""
POSTURE = """
from sovereigns.agents.contract import Posture
from sovereigns.agents.posture import ByPosture

class Mine(ByPosture):
    name = "mine"
    summary = "S."
    source = "own: a test, 2026"

    def posture(self, briefing, draw):
        return Posture.of(briefing, briefing.cooperated, "in kind")
"""
BODY = 'name = "{name}"\n    summary = "One sentence."\n    source = "own: a test, 2025"'


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Package]:
    """Makes a package of strategy files from their texts."""
    yield from packaged("parlour", tmp_path, monkeypatch)


def file(title: str, name: str) -> str:
    return FILE.format(title=title, body=BODY.format(name=name))


def test_the_promised_strategies_are_there() -> None:
    assert set(strategies()) >= PROMISED
    assert all(name == one.name for name, one in strategies().items())
    assert strategy("grim") is strategies()["grim"]


def test_whoever_changes_the_list_changes_a_copy() -> None:
    strategies().clear()
    assert set(strategies()) >= PROMISED


def test_a_file_is_found_by_being_there(package: Package) -> None:
    found = find(package(mimic=file("Mimic", "mimic"), echo=file("Echo", "echo")))
    assert list(found) == ["echo", "mimic"]
    assert type(found["mimic"]).__name__ == "Mimic"


def test_two_files_with_one_name_are_refused(package: Package) -> None:
    with pytest.raises(
        InputError, match=r"parlour/twin\.py: strategy 'mimic' is already in .*parlour/mimic\.py"
    ):
        find(package(mimic=file("Mimic", "mimic"), twin=file("Twin", "mimic")))


@pytest.mark.parametrize("said", ["name", "summary", "source"])
@pytest.mark.parametrize("text", ['""', "None", None])
def test_a_strategy_that_says_too_little_is_refused(package: Package, said: str, text: str | None) -> None:
    lines = [line for line in file("Mimic", "mimic").splitlines() if f"{said} =" not in line]
    if text is not None:
        lines.insert(4, f"    {said} = {text}")
    with pytest.raises(InputError, match=rf"parlour/mimic\.py: Mimic says no {said}; add {said}"):
        find(package(mimic="\n".join(lines)))


def test_a_file_holds_exactly_one_strategy(package: Package) -> None:
    with pytest.raises(InputError, match=r"parlour/both\.py: must hold one class .* has Echo, Mimic"):
        find(package(both=file("Mimic", "mimic") + file("Echo", "echo")))


def test_an_imported_strategy_does_not_count(package: Package) -> None:
    with pytest.raises(InputError, match=r"parlour/none\.py: must hold one class .* has none"):
        find(package(none="from sovereigns.agents.strategies.grim import Grim\n"))


def test_a_file_that_does_not_import_is_named(package: Package) -> None:
    with pytest.raises(InputError, match=r"parlour/torn\.py: cannot be imported \(SyntaxError"):
        find(package(torn="class Torn(:"))


def test_a_strategy_that_cannot_be_made_is_named(package: Package) -> None:
    text = file("Needy", "needy").replace(
        "    def decide", "    def __init__(self, key):\n        ...\n\n    def decide"
    )
    with pytest.raises(
        InputError, match=r"parlour/needy\.py: Needy\(\) cannot be made .*key.*without arguments"
    ):
        find(package(needy=text))


LAME = {
    "a misspelt posture": (
        ("def posture", "def postur"),
        r"no method posture \(did you mean postur to be it\?\)",
    ),
    "a misspelt name": (("name =", "nam ="), r"says no name \(did you mean nam to be it\?\); add name"),
    "no base": (("(ByPosture)", ""), r"has none; Mine has a posture: write class Mine\(ByPosture\)"),
    "a misspelt decide": (
        ("class Mine(ByPosture):", "class Mine:\n    def decid(self, briefing, draw): ...\n\nclass Rest:"),
        r"has none; Mine has none \(did you mean decid to be it\?\)",
    ),
    "no draw": ((", draw)", ")"), r"Mine needs a method posture\(self, briefing, draw\)"),
    "a name of two words": (('"mine"', '"My Own"'), "'My Own' is none that a command line can tell"),
    "a name of two lines": (('"mine"', '"my\\nown"'), r"Mine.name holds the sign '\\n'"),
    "an end": (
        ("import ByPosture", "import ByPosture; raise SystemExit(0)"),
        r"line \d: cannot .*SystemExit: 0",
    ),
    "nations that are no kind": (
        ("source =", 'learnt_by = "powers"\n    source ='),
        r"Mine: unknown learnt_by 'powers', .* there are all, led, nobody",
    ),
    "a letter of no alphabet": (("S.", "\udce9"), r"cannot be imported \(SyntaxError.*utf-8"),
}


@pytest.mark.parametrize("fault", LAME)
def test_a_lame_file_is_told_what_it_lacks(package: Package, fault: str) -> None:
    (before, after), said = LAME[fault]
    text = POSTURE.replace(before, after)
    with pytest.raises(InputError, match=rf"parlour/mine\.py.*{said}"):
        find(package(mine=text))


def test_two_names_for_one_class_are_one_strategy(package: Package) -> None:
    assert list(find(package(mine=f"{POSTURE}\nAlias = Mine\n"))) == ["mine"]


def test_a_file_is_no_name_of_a_strategy_and_gets_the_way_to_use_it() -> None:
    with pytest.raises(InputError, match="is a file; put it in agents/strategies/ or seat it in Python"):
        strategy("/home/me/mine.py")


def test_a_misspelt_name_gets_its_neighbour() -> None:
    with pytest.raises(
        InputError,
        match=r"unknown strategy 'tit-for-tatt'; did you mean tit-for-tat.*sovereigns strategies lists",
    ):
        strategy("tit-for-tatt")
