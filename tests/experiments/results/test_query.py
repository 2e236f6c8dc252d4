"""Answers to SQL."""

import subprocess
import sys

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


ENDLESS = """
import os, signal, threading
from sovereigns.experiments.results.query import records
threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    records({}, "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t")
except KeyboardInterrupt:
    print("stopped")
"""


def test_a_question_without_end_stops_when_asked_to() -> None:
    done = subprocess.run([sys.executable, "-c", ENDLESS], capture_output=True, text=True, timeout=60)
    assert done.stdout == "stopped\n", done.stderr
