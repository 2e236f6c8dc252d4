"""`sovereigns patterns`: every pattern has a range and a source before it has a value."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from sovereigns.experiments.patterns import patterns
from sovereigns.experiments.patterns.page import table
from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.experiments.report.references import bibliography

Call = Callable[..., tuple[int, str, str]]
KEYS = {"name", "section", "value", "low", "high", "inside", "source"}


def test_every_pattern_has_a_range_a_source_and_a_name_of_its_own() -> None:
    names = [pattern.name for pattern in patterns.PATTERNS]
    assert len(set(names)) == len(names)
    for pattern in patterns.PATTERNS:
        assert pattern.low <= pattern.high and pattern.source, pattern.name
    cited = {key for p in patterns.PATTERNS for key in p.source.partition(":")[0].split("; ")}
    assert {key for key in cited if " " not in key} <= set(bibliography())


def test_the_command_measures_what_is_there(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """With patterns that need no run: an out is told, and is no error."""

    def one(name: str, value: float) -> Pattern:
        return Pattern(name, "tests", 0, 1, "definition", lambda runs: value * runs.seeds, "why")

    monkeypatch.setattr(patterns, "PATTERNS", (one("in", 0.25), one("out", 2.0)))
    code, out, _ = call("patterns", "--seeds", 2, "--json")
    rows = json.loads(out)
    assert code == 0 and [set(row) for row in rows] == [KEYS, KEYS]
    assert [(row["value"], row["inside"]) for row in rows] == [(0.5, True), (4.0, False)]
    assert "| out | tests | 4 | 0 to 1 | **no** | definition |" in table(rows)


def test_runs_are_kept_for_the_next_pattern() -> None:
    runs = Runs(1)
    first = runs.of("no-controls", 0)
    assert runs.of("no-controls", 0) is first and first[0].world.step == 0
