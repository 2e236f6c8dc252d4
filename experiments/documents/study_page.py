"""What a study found, as a part of docs/studies.md: tables, figures and a sentence, from its analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sovereigns.experiments.analysis.analyse import MANY, Sweep
from sovereigns.experiments.readable import FEWEST, interval, number, signed
from sovereigns.experiments.report.sweep_report import importance
from sovereigns.model.metrics import CHINA, METRICS, USA, metrics_of

Found = Mapping[str, Any]

METRICS_OF_FACTORS = metrics_of("few")
METRICS_OF_CELLS = (*metrics_of("cells"), USA, CHINA)
FACTORS_NAMED = 3
NATIONS_NAMED = 5
SURE = 0.05
CAPTIONS = {
    "effects": "Paired differences at the end, with 95 % intervals",
    "paths": "The same differences, quarter by quarter",
    "moderation": "Where the effect is large: the same differences in each part of each factor",
    "nations": "Who gains and who pays: welfare of every nation, with 95 % intervals",
    "factors": "What matters for four outcomes",
    "box": f"Left: runs that end with {MANY} or more sovereign AIs, and the box that tells them apart. "
    "Right: what other boxes would cover, and how densely",
}


def study_part(sweep: Sweep, result: Found, headlines: Sequence[str], images: Mapping[str, str]) -> str:
    """Markdown of one study.

    Args:
        sweep: its runs.
        result: what `experiments.analyse.findings` gives.
        headlines: metrics of the table of effects, in order.
        images: name of a figure -> its place beside the document.
    """
    parts = {
        "effects": [_size(sweep, result), *_effects(result, headlines)],
        "cells": _cells(result),
        "paths": [],
        "moderation": _moderation(result),
        "nations": _nations(result),
        "factors": _factors(sweep, result),
        "box": _discovery(result),
    }
    shown = {name: f"![{CAPTIONS[name]}]({place})\n\n*{CAPTIONS[name]}.*" for name, place in images.items()}
    return "\n\n".join(
        text for name, part in parts.items() for text in [*part, *([shown[name]] if name in shown else [])]
    )


def _size(sweep: Sweep, result: Found) -> str:
    failed = f", {result['failed']} more failed" if result["failed"] else ""
    points = sweep.runs["point"].nunique()
    over = "seeds" if sweep.chosen or points == 1 else "points"
    several = "" if len(sweep.scenarios) == 1 else "s"
    return (
        f"*{result['runs']} runs{failed}: {len(sweep.scenarios)} scenario{several} at {points} points, "
        f"{sweep.runs['seed'].nunique()} seeds, {sweep.recipe.quarters} quarters; intervals are over {over}.*"
    )


def _effects(result: Found, headlines: Sequence[str]) -> list[str]:
    """A row a metric, a column a level: difference and interval, in bold where it does not hold 0."""
    rows = [row for row in result["effects"] if row["metric"] in headlines]
    levels = _levels(rows)
    if not levels:
        return []
    found = {(row["policy"], str(row["level"]), row["metric"]): row for row in rows}
    heads = [f"{_level(policy, level)}, against {against}" for policy, level, against in levels]
    lines = _head("metric", *heads)
    for metric in headlines:
        cells = [_cell(found.get((policy, level, metric))) for policy, level, _ in levels]
        lines.append(f"| `{metric}`, {METRICS[metric].unit} | " + " | ".join(cells) + " |")
    return ["\n".join(lines)]


def _levels(rows: Sequence[Found]) -> list[tuple[str, str, str]]:
    return list(dict.fromkeys((row["policy"], str(row["level"]), str(row["against"])) for row in rows))


def _level(policy: str, level: str) -> str:
    return f"`{level}`" if policy == "scenario" else f"`{policy}` = {level}"


def _head(*names: str) -> list[str]:
    return ["| " + " | ".join(names) + " |", "|---" * len(names) + "|"]


def _cell(row: Found | None) -> str:
    if row is None:
        return ""
    text = f"{signed(row['difference'])} ({interval(row['low'], row['high'], row['pairs'])})"
    sure = row["pairs"] >= FEWEST and (row["low"] > 0 or row["high"] < 0)
    return f"**{text}**" if sure else text


def _cells(result: Found) -> list[str]:
    """A row a cell of a factorial, a column a metric: mean and interval over seeds."""
    rows = [row for row in result["cells"] if row["metric"] in METRICS_OF_CELLS]
    if not rows:
        return []
    metrics = [name for name in METRICS_OF_CELLS if name in {row["metric"] for row in rows}]
    factors = list(rows[0]["factors"])
    lines = _head(*(f"`{name}`" for name in factors), *(_metric(name) for name in metrics))
    known: dict[tuple[Any, ...], dict[str, str]] = {}
    for row in rows:
        cell = known.setdefault((row["scenario"], *row["factors"].values()), {})
        cell[row["metric"]] = f"{number(row['mean'])} ({number(row['low'])} to {number(row['high'])})"
    for (_, *values), cell in known.items():
        words = [value if isinstance(value, str) else number(value) for value in values]
        lines.append("| " + " | ".join([*words, *(cell[name] for name in metrics)]) + " |")
    return ["\n".join(lines)]


def _metric(name: str) -> str:
    return f"`{name}`, {METRICS[name].unit}" if name in METRICS else f"welfare of {name}, log points"


def _moderation(result: Found) -> list[str]:
    """What effects surely depend on: corrected for the number of factors looked at (Bonferroni)."""
    rows = [
        row for row in result["moderation"] if row["metric"] in METRICS_OF_FACTORS and row["rho"] is not None
    ]
    if not rows:
        return []
    tried = len({row["factor"] for row in rows})
    sure = [row for row in rows if row["chance"] * tried <= SURE]
    if not sure:
        return ["How large these effects are depends on none of the factors for sure."]
    lines = _head(
        "the effect of", "on", "depends on", "where it is low", "where it is high", "rank correlation"
    )
    for row in sorted(sure, key=lambda row: (METRICS_OF_FACTORS.index(row["metric"]), -abs(row["rho"]))):
        parts = row["parts"][0], row["parts"][-1]
        cells = [f"{_cell(part)} {part['where']}" for part in parts]
        words = [_level(row["policy"], str(row["level"])), f"`{row['metric']}`", f"`{row['factor']}`", *cells]
        lines.append("| " + " | ".join([*words, f"{row['rho']:.2f}"]) + " |")
    return ["\n".join(lines)]


def _nations(result: Found) -> list[str]:
    """Who gains and who pays: how many for sure, the powers, and the extremes."""
    rows = [row for row in result["nations"] if row["difference"] == row["difference"]]
    if not rows:
        return []
    lines = _head(
        "welfare, log points", "nations that gain", "that pay", "USA", "CHN", "gain most", "pay most"
    )
    for policy, level, against in _levels(rows):
        of = [
            row
            for row in rows
            if (row["policy"], str(row["level"]), str(row["against"])) == (policy, level, against)
        ]
        of = sorted(of, key=lambda row: -row["difference"])
        gain, pay = [r for r in of if r["low"] > 0], [r for r in of[::-1] if r["high"] < 0]
        by_nation = {row["metric"]: _cell(row) for row in of}
        extremes = [
            ", ".join(f"{r['metric']} {signed(r['difference'])}" for r in some[:NATIONS_NAMED])
            for some in (gain, pay)
        ]
        counts = [str(len(gain)), str(len(pay)), by_nation.get("USA", ""), by_nation.get("CHN", "")]
        lines.append(
            "| " + " | ".join([f"{_level(policy, level)}, against {against}", *counts, *extremes]) + " |"
        )
    return ["\n".join(lines)]


def _factors(sweep: Sweep, result: Found) -> list[str]:
    """The factors that matter most for each of a few metrics, scenario by scenario."""
    kind, key, word = importance(sweep, result)
    rows = [row for row in result[kind] if row["metric"] in METRICS_OF_FACTORS]
    if not rows:
        return []
    lines = _head("scenario", "metric", f"what matters most ({word})")
    for scenario, metric in dict.fromkeys((row["scenario"], row["metric"]) for row in rows):
        of = [row for row in rows if (row["scenario"], row["metric"]) == (scenario, metric)]
        most = sorted(of, key=lambda row: -abs(row[key]))[:FACTORS_NAMED]
        named = ", ".join(f"`{row['factor']}` {number(row[key])}" for row in most)
        lines.append(f"| `{scenario}` | `{metric}` | {named} |")
    return ["\n".join(lines)]


def _discovery(result: Found) -> list[str]:
    told = result["discovery"]
    words = f"{100 * told['share']:.0f} % of the runs end with {MANY} or more sovereign AIs."
    if told["share"] == 0:
        return [f"No run ends with {MANY} or more sovereign AIs."]
    if (box := told["box"]) is None:
        return [f"{words} No box of the parameter space tells them from the others better than chance."]
    sides = ", ".join(f"`{name}` {_side(limits)}" for name, limits in box["limits"].items())
    return [
        f"{words} They are found where {sides}: {100 * box['coverage']:.0f} % of them lie there (coverage), "
        f"and {100 * box['density']:.0f} % of what lies there ends so (density)."
    ]


def _side(limits: Sequence[Any]) -> str:
    if isinstance(limits[0], str):
        return "is " + " or ".join(limits)
    return f"lies between {number(limits[0])} and {number(limits[1])}"
