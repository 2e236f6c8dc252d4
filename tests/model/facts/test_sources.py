"""Every source that the data and the code cite stands in the bibliography."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from sovereigns.experiments.report.references import bibliography
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import rows
from sovereigns.model.facts.tables import DATA
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.start.presets import scenario_names
from sovereigns.model.start.scenarios import load_scenario

OWN_WORD = ("assumed", "definition", "scale")
"""What a parameter's source may say instead of a key."""


def keys(source: str) -> list[str]:
    """Keys of a source as cells write it: `key; key: remark`."""
    return [key.strip() for key in source.partition(":")[0].split(";")]


def unknown(sources: Iterable[str]) -> set[str]:
    """Keys that the bibliography lacks."""
    return {key for source in sources for key in keys(source)} - set(bibliography())


def cells(path: Path, column: str) -> list[str]:
    """The cells of a column that are not blank."""
    with path.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return [row[column] for row in table if row[column]]


def test_parameters_cite_known_sources_or_say_that_they_are_assumed() -> None:
    assert not unknown(row.source for row in rows()) - set(OWN_WORD)


@pytest.mark.parametrize("table", ["nations", "firms", "chips", "controls"])
def test_columns_cite_known_sources(table: str) -> None:
    assert not unknown(cells(DATA / f"{table}_columns.csv", "source")) - {"per row"}


@pytest.mark.parametrize(
    ("table", "column"),
    [("firms", "source"), ("firms", "voice_source"), ("chips", "source"), ("controls", "source")],
)
def test_rows_cite_known_sources(table: str, column: str) -> None:
    assert not unknown(cells(DATA / f"{table}.csv", column))


def test_domains_cite_known_sources_or_say_that_they_are_assumed() -> None:
    assert not unknown(cells(DATA / "domains.csv", "source")) - set(OWN_WORD)


def test_scenarios_and_bodies_cite_known_sources() -> None:
    inputs = load_inputs()
    assert not unknown(source for name in scenario_names() for source in load_scenario(name, inputs).sources)
    assert not unknown(body.source for body in institutions())


def test_no_key_stands_twice() -> None:
    found = re.findall(r"^@\w+\{([^,\s]+),", (DATA / "sources.bib").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) == len(set(found)) == len(bibliography())
