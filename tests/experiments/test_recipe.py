"""A recipe survives its command line, its address and its manifest, and tells runs apart."""

import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovereigns.experiments.cli.run import run
from sovereigns.experiments.limits import LIMITS, STARTS
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.results.given import INPUTS
from sovereigns.experiments.results.store import digest
from sovereigns.model.errors import InputError
from sovereigns.model.standard import KEPT
from tests.worlds import few_nations

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1).filter(
    lambda text: "=" not in text and not text.startswith("-")
)
FILES = WORDS.filter(lambda name: not Path(name).is_dir())
"""A table of nations is no folder: the console refuses one."""
PAIRS = st.dictionaries(WORDS, WORDS).map(lambda found: tuple(found.items()))
RECIPES = st.builds(
    Recipe,
    scenario=WORDS,
    **{name: st.integers(*limits) for name, limits in LIMITS.items()},
    set=PAIRS,
    strategies=PAIRS,
    start=st.sampled_from((None, *STARTS)),
    nations=st.none() | FILES,
    keep=st.sampled_from(((), KEPT, KEPT[:1])),
)
SMALL = Recipe("no-controls", quarters=1, firms=3, researchers=5)


@given(RECIPES)
def test_a_command_line_brings_it_back(recipe: Recipe) -> None:
    assert Recipe.of_command(recipe.command()) == Recipe.of_command(recipe.command(brief=True)) == recipe


@given(RECIPES)
def test_an_address_brings_it_back_but_for_files(recipe: Recipe) -> None:
    assert Recipe.of_query(recipe.query() + "&nation=KEN&seeds=8") == replace(recipe, nations=None, keep=())


@given(RECIPES)
def test_the_console_reads_the_command_line_alike(recipe: Recipe) -> None:
    given = run.make_context("run", shlex.split(recipe.command())[2:]).params
    told = [f"{name}={value}" for name, value in recipe.set]
    assert (given["scenario"], given["start"], given["nations"]) == (
        recipe.scenario,
        recipe.start,
        recipe.nations,
    )
    assert [given[name] for name in LIMITS] == [getattr(recipe, name) for name in LIMITS]
    assert list(given["values"]) == told
    assert given["keep"] == recipe.keep


def test_what_was_written_before_there_were_recipes_is_understood() -> None:
    """Manifests and addresses are kept for years: these are from before, word by word."""
    settings, cast = (("tariff_share", "0.2"), ("hazard_form", "saturating")), (("CHN", "grim"),)
    line = "sovereigns run no-controls --seed 7 --start 2022Q1 --quarters 12 --firms 9 --researchers 30"
    line += " --nations few.csv --set tariff_share=0.2 --set hazard_form=saturating --strategy CHN=grim"
    old = Recipe("no-controls", 7, 12, settings, cast, "2022Q1", 9, 30, "few.csv")
    assert Recipe.of_command(line) == old
    assert Recipe.of_command("sovereigns run --out here --seed=3 --json") == Recipe(seed=3)
    address = "scenario=no-controls&seed=7&quarters=12&set=tariff_share=0.2&set=hazard_form=saturating"
    assert Recipe.of_query(address + "&strategy=CHN=grim&t=4") == Recipe("no-controls", 7, 12, settings, cast)
    assert Recipe.of_query("") == Recipe()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "sovereigns sweep controls",
        "sovereigns run --nosuch 1",
        "sovereigns run --seed x",
        "sovereigns run --quarters 0",
        "sovereigns run --set tariff_share",
        "sovereigns run --set a=1 --set a=2",
    ],
)
def test_a_broken_command_line_is_told(line: str) -> None:
    with pytest.raises(InputError):
        Recipe.of_command(line)


def test_a_manifest_names_the_copies_that_its_folder_keeps(tmp_path: Path) -> None:
    told = {"command": "sovereigns run ours/mine.toml --nations theirs/few.csv --seed 2"}
    (tmp_path / INPUTS).mkdir()
    (tmp_path / INPUTS / "few.csv").touch()
    kept = str(tmp_path / INPUTS / "few.csv")
    assert Recipe.of_manifest(told, tmp_path) == Recipe("ours/mine.toml", 2, nations=kept)


def test_the_digest_tells_apart_what_can_give_other_numbers(tmp_path: Path) -> None:
    few = str(few_nations(tmp_path, "USA", "CHN", "FRA"))
    small = replace(SMALL, nations=few)
    others = [
        replace(small, seed=1),
        replace(small, quarters=2),
        replace(small, firms=4),
        replace(small, researchers=6),
        replace(small, scenario="full-decoupling"),
        replace(small, start="2022Q1"),
        replace(small, nations=str(few_nations(tmp_path.parent, "USA", "CHN"))),
        small.with_value("threat_gain", "0.3"),
        small.with_strategy("USA", "grim"),
    ]
    assert len({one.digest() for one in (small, *others)}) == len(others) + 1
    assert small.with_value("threat_gain", "0.3").digest() == small.with_value("threat_gain", "0.30").digest()
    assert small.digest() == digest(small.manifest(small.simulation().run(1)))
