"""Answers to SQL."""

import pandas as pd
import pytest

from sovereigns.experiments.results import query
from sovereigns.model.errors import InputError


def test_an_answer_without_end_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "MOST_ROWS", 20_000)
    tables = {"runs": pd.DataFrame({"run": [0]})}
    with pytest.raises(InputError, match="more than 20,000 rows.*--csv"):
        query.records(tables, "SELECT * FROM range(1000000000000)")
    assert len(query.records(tables, "SELECT * FROM range(20000)")[1]) == 20_000
