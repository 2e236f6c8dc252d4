"""Tables on the console: every cell whole, whatever stands in it and however wide it is."""

import random

import pytest

from sovereigns.experiments.cli.show import LEFT, print_table

WORDS = (
    "sovereign_ais",
    "207,000,000 tn",
    "share of the trade that is stopped",
    "x",
    "-1,310 tn",
    "a" * 45,
    "",
)


@pytest.mark.parametrize("seed", range(12))
def test_a_table_that_nobody_looks_at_holds_every_word(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(seed)
    columns = tuple(chance.sample((*LEFT, "difference", "low", "high", "pairs", "value"), 7))
    rows = [{key: chance.choice(WORDS) for key in columns} for _ in range(4)]
    print_table(rows, columns)
    lines = capsys.readouterr().out
    assert "…" not in lines
    for word in (word for row in rows for cell in row.values() for word in cell.split()):
        assert word in lines


def test_a_long_text_breaks_before_a_table_grows_wider(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([{"name": "one", "value": 2, "meaning": "so it is " * 40}], ("name", "value", "meaning"))
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 110
