"""Answers to SQL."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from sovereigns.experiments.results import query
from sovereigns.model.errors import InputError

RUNS = {"runs": pd.DataFrame({"run": [0]})}


def test_an_answer_without_end_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its cells: twice the columns, half the rows."""
    monkeypatch.setattr(query, "MOST_CELLS", 60_000)
    monkeypatch.setattr(query, "MOST_IN_FRAME", 60_000)
    for ask in (query.records, query.frame):
        with pytest.raises(InputError, match="more than 60,000 cells.*--csv"):
            ask(RUNS, "SELECT * FROM range(1000000000000)")
        with pytest.raises(InputError, match="cells"):
            ask(RUNS, "SELECT range, -range FROM range(60000)")
    assert len(query.records(RUNS, "SELECT range, -range FROM range(30000)")[1]) == 30_000
    assert len(query.frame(RUNS, "SELECT range, -range FROM range(30000)")) == 30_000


def test_of_an_answer_without_end_the_first_rows_can_be_had() -> None:
    _, rows = query.records(RUNS, "SELECT * FROM range(1000000000000)", 101)
    assert [row["range"] for row in rows] == list(range(101))


def test_a_table_made_of_parts_is_the_whole_table() -> None:
    """Numbers, text and what is missing in some parts only."""
    columns = "range AS n, nullif(range, 25000) AS m, nullif(range, 3) > 0 AS b, 'x' || range AS t"
    text = f"SELECT {columns} FROM range({{}})"
    for rows in (30_000, 0):
        found = query.frame(RUNS, text.format(rows))
        whole = duckdb.connect().execute(text.format(rows)).df()
        pd.testing.assert_frame_equal(found, whole)


LATE = "SELECT CASE WHEN range < 50000 THEN 1 ELSE error('row ' || range) END AS n FROM range(60000)"


@pytest.mark.parametrize(
    "ask", [query.records, query.frame, lambda t, s: query.write_csv(t, s, Path("x.csv"))]
)
def test_a_row_that_cannot_be_computed_is_bad_input(
    ask: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="row 5.*tables: runs"):
        ask(RUNS, LATE)
    assert not list(tmp_path.iterdir())


ENDLESS = """
import duckdb, os, pandas, signal, threading
from pathlib import Path
from sovereigns.experiments.results.query import {ask}
threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    {ask}({{}}, "{sql}"{more})
except KeyboardInterrupt:
    print("stopped")
"""
COUNTS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
FINDS_NONE = "SELECT * FROM range(1000000000000) WHERE range % 7 = 9"


@pytest.mark.parametrize(
    ("ask", "more", "sql"),
    [("records", "", COUNTS), ("frame", "", FINDS_NONE), ("write_csv", ", Path('x.csv')", FINDS_NONE)],
)
def test_a_question_without_end_stops_when_asked_to(ask: str, more: str, sql: str, tmp_path: Path) -> None:
    program = ENDLESS.format(ask=ask, sql=sql, more=more)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, cwd=tmp_path
    )
    assert done.stdout == "stopped\n", done.stderr
    assert not list(tmp_path.iterdir())
