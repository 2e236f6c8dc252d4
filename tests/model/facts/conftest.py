"""The shipped tables as they stand and as they are read; files of a user made from them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from sovereigns.model.facts.inputs import Inputs, load_inputs
from sovereigns.model.facts.tables import DATA, read_lines
from tests.model.facts.shipped import Rows


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return load_inputs()


@pytest.fixture(scope="module")
def shipped() -> Rows:
    lines = read_lines(DATA / "nations.csv")
    return [dict(zip(lines.header, row, strict=True)) for _, row in lines.rows]


@pytest.fixture
def own(tmp_path: Path, shipped: Rows) -> Callable[..., Path]:
    """A file of some shipped nations, after a change to its rows."""

    def write(*iso3: str, change: Callable[[Rows], object] = lambda rows: None) -> Path:
        rows = [dict(row) for row in shipped if row["iso3"] in iso3]
        change(rows)
        path = tmp_path / "own.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write("# my nations\n")
            writer = csv.DictWriter(file, list(rows[0]) if rows else list(shipped[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write
