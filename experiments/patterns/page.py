"""docs/patterns.md: the table of patterns."""

from __future__ import annotations

from collections.abc import Sequence

from sovereigns.experiments.patterns.patterns import PATTERNS, Row


def table(rows: Sequence[Row]) -> str:
    """A Markdown table of patterns, and below it the notes on some."""
    lines = ["| pattern | of | value | credible range | in | source |", "|---|---|---|---|---|---|"]
    for row in rows:
        span = f"{row['low']:g} to {row['high']:g}"
        is_in = "yes" if row["inside"] else "**no**"
        cells = (row["name"], row["section"], f"{row['value']:.3g}", span, is_in, row["source"])
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    notes = [f"- *{pattern.name}*: {pattern.note}" for pattern in PATTERNS if pattern.note]
    return "\n".join([*lines, "", *notes]) + "\n"


def table_of_removed(rows: Sequence[Row]) -> str:
    """A Markdown table of processes taken out; below it those that nobody could tell from their absence."""
    lines = ["| process taken out | by | what it moves | spreads | visible |", "|---|---|---|---|---|"]
    for row in rows:
        by = f"`{row['parameter']}` {row['off']}"
        seen = "yes" if row["moved"] else "**no**"
        cells = (row["process"], by, row["moves"], f"{row['effect']:+.2g}", seen)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    unseen = "; ".join(str(row["process"]) for row in rows if not row["moved"])
    return "\n".join([*lines, "", f"Not to be told from their absence: {unseen or 'none'}."]) + "\n"
