"""Every claim has a test of a limit, of a direction and of a size, and the documents say where."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from sovereigns.experiments.claims.registry import HYPOTHESES, TESTED
from sovereigns.experiments.documents import odd_source
from sovereigns.experiments.documents.odd_blocks import claim_rows
from sovereigns.model.world import World
from tests.worlds import twin

KINDS = frozenset({"limit", "direction", "size"})
NAME = re.compile(r"test_([ck]\d+)_((?:limit|direction|size)(?:_and_(?:limit|direction|size))*)_")
IDS = list(HYPOTHESES)


def claims_tests() -> list[tuple[re.Match[str], ast.FunctionDef]]:
    """What the name of each test of a claim beside this file says, and the test."""
    return [
        (said, node)
        for path in sorted(Path(__file__).parent.glob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (said := NAME.match(node.name))
    ]


def kinds_by_claim() -> dict[str, set[str]]:
    """Id -> kinds of test that it has."""
    found: dict[str, set[str]] = {name: set() for name in IDS}
    for said, _ in claims_tests():
        found[said[1].upper()] |= set(said[2].split("_and_"))
    return found


def asks(test: ast.FunctionDef) -> list[set[str]]:
    """The names that each assertion of a test reads."""
    asked: list[ast.AST] = [node for node in ast.walk(test) if isinstance(node, ast.Assert)]
    calls = [node for node in ast.walk(test) if isinstance(node, ast.Call)]
    asked += [call for call in calls if ast.unparse(call.func).startswith(("np.testing.", "pytest.raises"))]
    return [{node.id for node in ast.walk(one) if isinstance(node, ast.Name)} for one in asked]


def test_every_test_of_a_claim_asks_something() -> None:
    """Each has an assertion, and none that reads only parameters or nothing: such a one is settled before."""
    for _, test in claims_tests():
        assert asks(test), f"{test.name} asserts nothing"
        assert all(read - {"p", "len", "set"} for read in asks(test)), f"{test.name} asserts a constant"


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
