"""Numbers are read in one way wherever a user writes one; what is not read is told how to be written."""

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
import pytest

from sovereigns.experiments.app import pair
from sovereigns.experiments.cli.remedies import Whole
from sovereigns.experiments.docking.verify import CASES
from sovereigns.experiments.game.actions import action
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.sweeps.plan import load_plan
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import NATIONS, load_inputs
from sovereigns.model.facts.numbers import decimal, whole, whole_number
from sovereigns.model.facts.parameters import Parameters, rows
from sovereigns.model.facts.texts import json_value
from sovereigns.model.start.scenarios import load_scenario

HILL = next(case for case in CASES if case.name == "hill")
SHARE = next(row for row in rows() if not row.choices and row.min == 0 and row.max == 1)
VARIANT = next(row for row in rows() if row.choices)
MEANT = {
    "1_0": "10",
    "١٠": "10",
    "１０": "10",
    "१०": "10",
    "0xa": "10",
    "0b1010": "10",
    "1\u202f0": "10",
    "1'0": "10",
    "＋10": "+10",
    "−10": "-10",
}
"""What people and spreadsheets write -> the number as it is to be written."""
DECIMALS = {"0.5": 0.5, " +.5 ": 0.5, "5e-1": 0.5, "-1.": -1.0, "007": 7.0}
NONE = (
    "",
    ".",
    "e5",
    "1e",
    "1 e5",
    "nan",
    "inf",
    "-Infinity",
    "1e400",
    "1.2.3",
    "0x",
    "１.2.3",
    "²",
    "½",
    "Ⅹ",
    "ten",
)


@pytest.mark.parametrize(("text", "number"), DECIMALS.items())
def test_a_decimal_is_read(text: str, number: float) -> None:
    assert decimal(text) == number


@pytest.mark.parametrize("text", [*MEANT, *NONE])
def test_nothing_else_is_a_number(text: str) -> None:
    assert math.isnan(decimal(text)) and whole_number(text) is None


@pytest.mark.parametrize("given", ["1e3", "1000.0", 1000.0, True, "1,000", None, "9" * 5000])
def test_a_whole_number_has_digits_alone(given: object) -> None:
    assert whole_number(given) is None


@pytest.mark.parametrize(
    ("text", "meant"), [*MEANT.items(), ("1e3", "1000"), ("7.0", "7"), ("1,000", "1000")]
)
def test_what_was_meant_is_told(text: str, meant: str) -> None:
    with pytest.raises(InputError, match=rf"write {int(meant)}, in the digits 0 to 9 alone"):
        whole(text, "--seed", 0, 9)


HUGE = 16**4000
"""TOML reads it; Python does not write it out."""


@pytest.mark.parametrize(
    "given", [HUGE, [HUGE], "9" * 5000, "1," * 5000], ids=["number", "list", "digits", "text"]
)
def test_what_is_endless_is_refused_in_a_few_words(given: object) -> None:
    for read in (partial(whole, least=1, most=9), SHARE.check, VARIANT.check):
        with pytest.raises(InputError) as refused:
            read(given, place="samples")
        assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    "lines", ["title = {}", "[set]\n" + SHARE.name + " = {}", "events = [{}]", "[[events]]\nquarter = [{}]"]
)
def test_a_file_with_an_endless_number_is_refused_in_a_few_words(tmp_path: Path, lines: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'assumes = "a"\n{lines.format("0x1" + "0" * 4000)}\n')
    with pytest.raises(InputError) as refused:
        load_scenario(str(path), load_inputs())
    assert len(str(refused.value)) < 400 + len(str(path))


def _plan(folder: Path, text: str) -> None:
    path = folder / "plan.toml"
    path.write_text(
        f'scenarios = ["no-controls"]\n[factors]\n{SHARE.name} = [0, "{text}"]\n', encoding="utf-8"
    )
    load_plan(str(path))


def _nations(folder: Path, text: str) -> None:
    lines = NATIONS.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("iso3,"))
    place, cells = lines[at].split(",").index("lat"), lines[at + 1].split(",")
    cells[place] = text
    path = folder / "nations.csv"
    path.write_text("\n".join([lines[at], ",".join(cells)]), encoding="utf-8")
    load_inputs(path)


READERS: dict[str, tuple[str, Callable[[Path, str], object]]] = {
    "a parameter": ("1", lambda _, text: Parameters.defaults().replace({SHARE.name: text})),
    "the command line": ("1", lambda _, text: Whole(0, 99).convert(text, None, None)),
    "an address": ("1", lambda _, text: Recipe.of_query(f"seed={text}")),
    "a command line kept": ("1", lambda _, text: Recipe.of_command(f"sovereigns run --seed {text}")),
    "a pair of futures": ("8", lambda _, text: pair.read(f"seeds={text}", pair.proposed(Recipe()))),
    "a point of a published case": ("1", lambda _, text: HILL.point({"order": text})),
    "a plan": ("1", _plan),
    "a cell of a table": ("1", _nations),
    "a level of the game": ("1", lambda _, text: action("restrict", "FRA", text, ("FRA",), ())),
}
"""Where numbers are read -> one that is in range there, and what reads it."""


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_refuses_what_is_no_number(tmp_path: Path, reader: str) -> None:
    digit, read = READERS[reader]
    read(tmp_path, digit)
    others = chr(ord("٠") + int(digit)), chr(ord("０") + int(digit))
    for text in (f"0_{digit}", f"0x{digit}", f"{digit}e999", "nan", *others):
        with pytest.raises((InputError, click.BadParameter)):
            read(tmp_path, text)


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_json_has_no_number_that_is_none(word: str) -> None:
    with pytest.raises(InputError, match=f"game.json: is no JSON .{word} is no number of JSON"):
        json_value(f'{{"level": {word}}}', "game.json")
