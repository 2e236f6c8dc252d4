"""Every claim has a test of a limit, of a direction and of a size, and the documents say where."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from sovereigns.experiments.claims.registry import TESTED
from sovereigns.experiments.documents import odd_source
from sovereigns.experiments.documents.odd_blocks import claim_rows
from sovereigns.model.world import World
from tests.worlds import twin

KINDS = frozenset({"limit", "direction", "size"})
NAME = re.compile(r"test_([ck]\d+)_((?:limit|direction|size)(?:_and_(?:limit|direction|size))*)_")
IDS = [*(f"C{number}" for number in range(1, 22)), *(f"K{number}" for number in range(1, 6))]


def kinds_by_claim() -> dict[str, set[str]]:
    """Id -> kinds of test that the names of the tests beside this file say."""
    found: dict[str, set[str]] = {name: set() for name in IDS}
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (said := NAME.match(node.name)):
                found[said[1].upper()] |= set(said[2].split("_and_"))
    return found


@pytest.mark.parametrize("claim", IDS)
def test_every_claim_has_a_limit_a_direction_and_a_size(claim: str) -> None:
    missing = KINDS - kinds_by_claim()[claim]
    assert not missing, f"{claim} has no test of {', '.join(sorted(missing))}"


def test_the_documents_know_every_claim_and_where_it_is_tested() -> None:
    assert {row["id"] for row in claim_rows()} >= set(IDS)
    where = odd_source.tests_naming()
    assert [name for name in IDS if not any("tests/claims/" in file for file in where.get(name, []))] == []


@pytest.mark.parametrize("key", ["C12b", "C17a", "C17b", "K4b"])
def test_what_a_nation_may_never_see_is_measured_by_what_it_has_to_expect(key: str, w: World) -> None:
    """No draw of a quarter moves the measure, so that none is decided by seeds in which nothing came."""
    for measure in TESTED[key].measures:
        told = [measure.look(twin(w, incidents=came, misuse_incidents=came)) for came in (0.0, 5.0)]
        assert told[0] == told[1] > 0
