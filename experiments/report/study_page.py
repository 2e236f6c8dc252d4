"""What a study found, as a part of docs/studies.md: tables, figures and a sentence, from its analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from experiments.report.readable import number, signed
from model.metrics import METRICS

if TYPE_CHECKING:
    from experiments.analyse import Sweep

Found = Mapping[str, Any]

METRICS_OF_FACTORS = ("sovereign_ais", "effective_ais", "us_cn_lag_years", "expected_loss", "welfare")
FACTORS_NAMED = 3
CAPTIONS = {
    "effects": "Paired differences at the end, with 95 % intervals",
    "paths": "The same differences, quarter by quarter",
    "factors": "What matters for four outcomes",
    "box": "Runs that end with 150 or more sovereign AIs, and the box that tells them apart",
}


def study_part(sweep: Sweep, result: Found, headlines: Sequence[str], images: Mapping[str, str]) -> str:
    """Markdown of one study.

    Args:
        sweep: its runs.
        result: what `experiments.analyse.findings` gives.
        headlines: metrics of the table of effects, in order.
        images: name of a figure -> its place beside the document.
    """
    parts = [_size(sweep, result), *_effects(result, headlines), *_factors(sweep, result), _discovery(result)]
    shown = [f"![{CAPTIONS[name]}]({place})\n\n*{CAPTIONS[name]}.*" for name, place in images.items()]
    return "\n\n".join([*parts, *shown])


def _size(sweep: Sweep, result: Found) -> str:
    failed = f", {result['failed']} more failed" if result["failed"] else ""
    points = sweep.runs["point"].nunique()
    return (
        f"*{result['runs']} runs{failed}: {len(sweep.scenarios)} scenarios at {points} points, "
        f"{sweep.runs['seed'].nunique()} seeds, {sweep.quarters} quarters.*"
    )


def _effects(result: Found, headlines: Sequence[str]) -> list[str]:
    """A row a metric, a column a level: difference and interval, in bold where it does not hold 0."""
    rows = [row for row in result["effects"] if row["metric"] in headlines]
    levels = list(dict.fromkeys((row["policy"], str(row["level"]), str(row["against"])) for row in rows))
    if not levels:
        return []
    found = {(row["policy"], str(row["level"]), row["metric"]): row for row in rows}
    heads = [f"{_level(policy, level)}, against {against}" for policy, level, against in levels]
    lines = ["| metric | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for metric in headlines:
        cells = [_cell(found.get((policy, level, metric))) for policy, level, _ in levels]
        lines.append(f"| `{metric}`, {METRICS[metric].unit} | " + " | ".join(cells) + " |")
    return ["\n".join(lines)]


def _level(policy: str, level: str) -> str:
    return f"`{level}`" if policy == "scenario" else f"`{policy}` = {level}"


def _cell(row: Found | None) -> str:
    if row is None:
        return ""
    text = f"{signed(row['difference'])} ({signed(row['low'])} to {signed(row['high'])})"
    return f"**{text}**" if row["low"] > 0 or row["high"] < 0 else text


def _factors(sweep: Sweep, result: Found) -> list[str]:
    """The factors that matter most for each of a few metrics, scenario by scenario."""
    kind, key, word = "associations", "rho", "rank correlation"
    if result["indices"]:
        kind = "indices"
        key, word = ("mu_star", "elementary effect") if sweep.kind == "morris" else ("total", "total index")
    rows = [row for row in result[kind] if row["metric"] in METRICS_OF_FACTORS]
    if not rows:
        return []
    lines = [f"| scenario | metric | what matters most ({word}) |", "|---|---|---|"]
    for scenario, metric in dict.fromkeys((row["scenario"], row["metric"]) for row in rows):
        of = [row for row in rows if (row["scenario"], row["metric"]) == (scenario, metric)]
        most = sorted(of, key=lambda row: -abs(row[key]))[:FACTORS_NAMED]
        named = ", ".join(f"`{row['factor']}` {row[key]:.2f}" for row in most)
        lines.append(f"| `{scenario}` | `{metric}` | {named} |")
    return ["\n".join(lines)]


def _discovery(result: Found) -> str:
    told = result["discovery"]
    words = f"{100 * told['share']:.0f} % of the runs end with 150 or more sovereign AIs."
    if (box := told["box"]) is None:
        return f"{words} No box of the parameter space tells them from the others better than chance."
    sides = ", ".join(f"`{name}` {_side(limits)}" for name, limits in box["limits"].items())
    return (
        f"{words} They are found where {sides}: {100 * box['coverage']:.0f} % of them lie there (coverage), "
        f"and {100 * box['density']:.0f} % of what lies there ends so (density)."
    )


def _side(limits: Sequence[Any]) -> str:
    if isinstance(limits[0], str):
        return "is " + " or ".join(limits)
    return f"lies between {number(limits[0])} and {number(limits[1])}"
