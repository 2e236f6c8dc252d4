"""The generated parts of the documents, each a function that gives Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

from sovereigns.agents.contract import LAYERS, LEVERS, Briefing, Order
from sovereigns.agents.grounds import GROUNDS
from sovereigns.agents.registry import strategies
from sovereigns.experiments.claims import blocks as claims_blocks
from sovereigns.experiments.documents import odd_source
from sovereigns.experiments.report.references import bibliography
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import rows
from sovereigns.model.facts.shipped import shipped
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.metrics import METRICS, NATION_METRICS
from sovereigns.model.places import ROOT
from sovereigns.model.start.presets import scenario_names
from sovereigns.model.start.scenarios import load_scenario
from sovereigns.model.world import World

Block = Callable[[], str]
CLAIMS = ROOT / "docs" / "claims.csv"
SHOWN = 6
"""Imposers of a layer that are named."""


def blocks(step: str | None = None) -> dict[str, Block]:
    """Name of a generated part -> what makes it, at most once.

    Args:
        step: source of `Simulation.step`; the real one if left out.
    """
    made: dict[str, Block] = {
        "schedule": partial(schedule, step),
        "state variables": state_variables,
        "briefing": briefing,
        "levers": levers,
        "layers": layers,
        "random numbers": random_numbers,
        "strategies": strategy_table,
        "bodies": bodies,
        "scenarios": scenarios,
        "variants": variants,
        "metrics": metrics,
        "nation metrics": nation_metrics,
        "claims": claims,
        "parameters": parameters,
        "sources": sources,
        "hypotheses": partial(claims_blocks.hypotheses, table),
        "changes": partial(claims_blocks.changes, table),
        "arms": partial(claims_blocks.arms, table),
        "probes": partial(claims_blocks.probes, table),
    }
    made |= {f"parameters of {file}": partial(parameters_of, file) for file in odd_source.modules()}
    return {name: cache(make) for name, make in made.items()}


def table(header: Sequence[str], lines: Iterable[Sequence[Any]]) -> str:
    """A Markdown table."""
    cells = [header, ["---"] * len(header), *lines]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in cells)


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    return " ".join(text.split()).replace("|", "\\|")


def _code(*names: str) -> str:
    return ", ".join(f"`{name}`" for name in names)


def schedule(step: str | None = None) -> str:
    """Phases in the order of `Simulation.step`."""
    phases = enumerate(odd_source.schedule(step), start=1)
    lines = [(place, _code(name), line, _code(f"model/phases/{name}.py")) for place, (name, line) in phases]
    return table(("order", "phase", "what it does", "file"), lines)


def state_variables() -> str:
    """Columns of the World."""
    keys = ("shape", "unit", "meaning")
    lines = [(_code(c.name), *(c.metadata[key] for key in keys)) for c in World.columns()]
    return table(("column", *keys), lines)


def briefing() -> str:
    """What a nation senses."""
    docs = odd_source.attribute_docs(Briefing)
    return table(("field", "content"), [(_code(name), text) for name, text in docs.items()])


def levers() -> str:
    """What a nation decides."""
    docs = odd_source.attribute_docs(Order)
    return table(("lever", "content"), [(_code(name), docs[name]) for name in LEVERS])


def layers() -> str:
    """Layers of control: what orders move them by, and the dated rules on them."""
    rules = load_inputs().rules
    lines = []
    for name in LAYERS:
        of_layer = rules[rules["layer"] == name]
        moved = [ground.what for ground in GROUNDS if name == ground.layer]
        imposers = sorted({iso3 for by in of_layer["by"] for iso3 in by})
        shown = ", ".join(imposers[:SHOWN])
        shown += f" and {len(imposers) - SHOWN} more" if len(imposers) > SHOWN else ""
        lines.append((_code(name), ", ".join(moved) or "dated law, and retaliation", len(of_layer), shown))
    return table(("layer", "orders follow", "rows in the catalogue", "imposers there"), lines)


def random_numbers() -> str:
    """Every keyed draw."""
    lines = [(_code(name), kind, _code(file)) for file, kind, name in odd_source.random_numbers()]
    return table(("decision", "numbers", "file"), lines)


def strategy_table() -> str:
    """Strategies that nations can play."""
    lines = [(_code(one.name), one.summary, one.source) for one in strategies().values()]
    return table(("strategy", "what it does", "source"), lines)


def bodies() -> str:
    """Bodies that nations can join."""
    lines = [(_code(body.name), body.summary, body.source) for body in institutions()]
    return table(("body", "what it does", "source"), lines)


def scenarios() -> str:
    """Presets and what they assume."""
    loaded = [load_scenario(name, load_inputs()) for name in scenario_names()]
    lines = [(_code(one.name), one.assumes, len(one.rules), _code(*one.set)) for one in loaded]
    return table(("scenario", "what it assumes", "dated rules", "parameters that it sets"), lines)


def variants() -> str:
    """Choices between named variants."""
    chosen = [row for row in rows() if row.choices]
    lines = [
        (_code(row.name), _code(*row.choices), _code(str(row.value)), row.meaning, row.source)
        for row in chosen
    ]
    return table(("parameter", "variants", "default", "what it decides", "source"), lines)


def metrics() -> str:
    """Metrics of the world."""
    lines = [
        (_code(name), m.title, m.unit, m.kind, m.denominator, m.better, m.meaning)
        for name, m in METRICS.items()
    ]
    return table(("metric", "title", "unit", "kind", "share or mean of", "better", "meaning"), lines)


def nation_metrics() -> str:
    """Columns of nations.parquet."""
    lines = [
        (_code(name), m.title, m.unit, m.kind, m.denominator, m.meaning) for name, m in NATION_METRICS.items()
    ]
    return table(("column", "title", "unit", "kind", "share or mean of", "meaning"), lines)


def claims() -> str:
    """Every id: where it lives, what tests it, what it rests on."""
    tests = odd_source.tests_naming()
    lines = []
    for claim in claim_rows():
        name = claim["id"]
        cells = {key: text.split(";") for key, text in claim.items()}
        uses = [row.name for row in rows() if name in row.serves.split(";")]
        about = name, claim["about"], ", ".join(cells["processes"]), _code(*cells["files"])
        where = ", ".join(cells["sections"]), _code(*uses) or "none of its own"
        proof = _code(*tests.get(name, [])) or "none yet", ", ".join(cells["sources"])
        lines.append((*about, *where, *proof))
    header = ("id", "about", "processes", "files", "equations", "parameters", "tests", "sources")
    return table(header, lines)


def claim_rows() -> list[dict[str, str]]:
    """Rows of docs/claims.csv."""
    return shipped(CLAIMS)


def parameters() -> str:
    """The whole table of parameters."""
    header = ("name", "value", "unit", "min", "max", "low", "high", "source", "meaning", "serves")
    lines = []
    for row in rows():
        bounds = (None, None) if row.choices else (row.min, row.max)
        said = row.source, row.meaning, ", ".join(row.serves.split(";"))
        lines.append((_code(row.name), row.value, row.unit, *bounds, row.low, row.high, *said))
    assumed = sum(row.source.startswith("assumed") for row in rows())
    return f"{len(lines)} parameters, {assumed} of them assumed.\n\n{table(header, lines)}"


def parameters_of(file: str) -> str:
    """Parameters that a file reads."""
    return f"Parameters in `{file}`: {_code(*odd_source.parameters_read(file)) or 'none'}."


def sources() -> str:
    """The bibliography, less the sources of dated rules."""
    known = sorted(bibliography().items(), key=lambda item: item[0].casefold())
    lines = [(_code(key), one.text) for key, one in known if not key.startswith("rule_")]
    return table(("key", "source"), lines)
