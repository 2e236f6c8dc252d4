"""docs/backtest.md: its measured part and its figure, from a run of the backtest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sovereigns.experiments.documents import marks
from sovereigns.experiments.hindcast.backtest import backtest, error_table
from sovereigns.experiments.hindcast.figures import draw_backtest
from sovereigns.experiments.hindcast.history import TRAINED
from sovereigns.experiments.readable import number

LARGEST = 8


def measured(result: Mapping[str, Any]) -> str:
    """The measured part as Markdown: errors, widths and coverage, then nation by nation."""
    width, coverage = result["width"], result["coverage"]
    rows = [
        (
            f"`{row['series']}`",
            *(number(row[key]) for key in ("model", "no_change", "constant_growth", "crps")),
            number(width[row["series"]]),
            "" if row["coverage"] is None else f"{row['coverage']:.0%}",
        )
        for row in error_table(dict(result))
    ]
    head = ("series", "error", "no change", "constant growth", "CRPS", "widest band", "2024 in band")
    share, number_seen = f"{coverage['share']:.0%}", coverage["observations"]
    tuned = result["coverage_tuned"]
    covered = (
        f"{share} of the {number_seen} observations of 2024 lie in the 90 % band. Of those to 2023Q4, which "
        f"tuned it, {tuned['band']:.0%} do, and {tuned['runs']:.0%} lie in the 90 % of the runs alone."
    )
    return "\n\n".join([_table(head, rows), _beaten(result), covered, _steps(result), *_nations(result)])


def _beaten(result: Mapping[str, Any]) -> str:
    worse = [
        f"`{name}`"
        for name, error in result["error"].items()
        if error["model"] >= min(error["no_change"], error["constant_growth"])
    ]
    of = len(result["error"])
    left = f"; not on {', '.join(worse)}" if worse else ""
    return f"The median beats both naive forecasts on {of - len(worse)} of {of} series{left}."


def _steps(result: Mapping[str, Any]) -> str:
    rows = [
        (f"`{name}`", *(number(part["error"][key]) for key in ("model", "no_change", "constant_growth")))
        for name, part in result["increments"].items()
    ]
    return _table(("deliveries of each quarter", "error", "no change", "constant growth"), rows)


def _nations(result: Mapping[str, Any]) -> list[str]:
    ranks = [
        (f"`{name}`", str(part["nations"]), f"{part['rank_correlation']:.2f}", f"{part['no_change']:.2f}")
        for name, part in result["ranks"].items()
    ]
    share = [
        (f"`{name}`", row["iso3"], *(f"{row[key]:.1%}" for key in ("observed", "median", "low", "high")))
        for name in result["ranks"]
        for row in _largest(result["nations"][name])
    ]
    seen = [row for name in result["ranks"] for row in result["nations"][name] if row["observed"] is not None]
    held = sum(row["low"] <= row["observed"] <= row["high"] for row in seen)
    return [
        _table(("nation by nation", "nations", "rank correlation", "of the state of 2022Q1"), ranks),
        f"{held} of {len(seen)} records of nations lie in the 90 % band. The largest:",
        _table(("share at 2024Q4", "nation", "recorded", "median", "low", "high"), share),
    ]


def _largest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen = [row for row in rows if row["observed"] is not None]
    return sorted(seen, key=lambda row: -row["observed"])[:LARGEST]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(folder: Path, by: str) -> None:
    """Run the backtest, draw the figure, rewrite the measured part.

    Args:
        folder: of the documents.
        by: digest of what makes it.
    """
    result = backtest()
    draw_backtest(result, folder / "images" / "backtest.png", TRAINED)
    marks.write(folder / "backtest.md", "backtest", measured(result), by)
