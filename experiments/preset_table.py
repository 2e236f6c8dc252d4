"""The table of presets in README.md: how each ends at seed 0.

`uv run python -m experiments.preset_table` runs all presets and rewrites the table between its markers.
"""

from __future__ import annotations

from pathlib import Path

from model.scenarios import scenario_names
from model.simulation import Simulation

README = Path(__file__).parents[1] / "README.md"
START, END = "<!-- presets -->\n", "<!-- end of presets -->"
COLUMNS = {
    "sovereign_ais": ("sovereign AIs", "{:.0f}"),
    "effective_ais": ("effective AIs", "{:.2f}"),
    "own_model_share": ("people on their own nation's AI", "{:.0%}"),
    "us_cn_lag_years": ("China's lag, years", "{:.1f}"),
    "expected_loss": ("expected loss, share of GDP a quarter", "{:.2%}"),
    "vendor_revenue": ("chip revenue, bn USD a quarter", "{:.0f}"),
    "welfare": ("welfare, log points", "{:.2f}"),
}


def table(quarters: int = 40, seed: int = 0) -> str:
    """A Markdown table: one row a preset, its final metrics."""
    lines = [
        "| preset | " + " | ".join(head for head, _ in COLUMNS.values()) + " |",
        "|---" * (len(COLUMNS) + 1) + "|",
    ]
    for name in scenario_names():
        final = Simulation(name, seed).run(quarters).recorder.world[-1]
        cells = [form.format(final[metric]) for metric, (_, form) in COLUMNS.items()]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Rewrite the table in README.md."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(START)
    after = rest.split(END)[1]
    README.write_text(before + START + table() + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
