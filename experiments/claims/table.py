"""The verdicts as a table: what people read on the console and in docs/claims.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sovereigns.experiments.claims.verdict import SAID, UNDECIDED
from sovereigns.experiments.readable import signed

COLUMNS = ("id", "claim", "effect", "verdict", "counts", *SAID[1:], "decided by")
"""Effects with their intervals stand first."""


def rows(results: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """A row a claim, as words.

    Args:
        results: what `sovereigns claims --json` prints.
    """
    return [_row(result) for result in results]


def _row(result: Mapping[str, Any]) -> dict[str, str]:
    several = len(result["parts"]) > 1
    counts = (
        f"{_percent(result['share'])} ({100 * result['share_low']:.0f} to {_percent(result['share_high'])})"
    )
    effect = f"{signed(result['effect'])} ({signed(result['low'])} to {signed(result['high'])})"
    return {
        "id": result["id"] + (f" ({result['weakest']})" if several else ""),
        "claim": result["claim"],
        "effect": effect,
        "verdict": result["verdict"],
        "counts": counts,
        **{word: _percent(result[word]) for word in SAID[1:]},
        "decided by": result["decided_by"] or "",
    }


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def markdown(results: Sequence[Mapping[str, Any]], picture: str) -> str:
    """The table for docs/claims.md, with its picture.

    Args:
        results: what `sovereigns claims --json` prints.
        picture: where it stands, from the page.
    """
    points = max(result["points"] for result in results)
    undecided = sum(result["verdict"] == UNDECIDED for result in results)
    lines = [
        f"*{points} points; each row tells of the weakest part. Effect: median, and 90 % of points. Counts: "
        "share of points that bear it out, with its 95 % interval, unclear points at its high end only. "
        f"Undecided: {undecided} of {len(results)} claims.*\n",
        "| " + " | ".join(COLUMNS) + " |",
        "|---" * len(COLUMNS) + "|",
    ]
    for row in rows(results):
        marked = row | {"verdict": f"**{row['verdict']}**"}
        marked |= {"decided by": f"`{row['decided by']}`"} if row["decided by"] else {}
        lines.append("| " + " | ".join(marked[name] for name in COLUMNS) + " |")
    return "\n".join(lines) + f"\n\n![Verdicts, with what the points say]({picture})"
