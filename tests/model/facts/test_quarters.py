from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovereigns.model.errors import InputError
from sovereigns.model.facts.quarters import NEVER, parse, text


@pytest.mark.parametrize(
    ("quarter", "number"),
    [("2022Q1", 0), ("2022Q4", 3), ("2025Q1", 12), ("2021Q4", -1), ("2019Q2", -11), ("2034Q4", 51)],
)
def test_quarters_are_counted_from_2022q1(quarter: str, number: int) -> None:
    assert parse(quarter) == number
    assert text(number) == quarter


@given(st.integers(min_value=-8000, max_value=20000))
def test_text_and_number_are_one_to_one(number: int) -> None:
    assert parse(text(number)) == number


@given(st.integers(min_value=-8000, max_value=20000))
def test_a_year_has_four_quarters(number: int) -> None:
    year, quarter = text(number).split("Q")
    assert text(number + 4) == f"{int(year) + 1:04d}Q{quarter}"


@pytest.mark.parametrize(
    "nonsense",
    ["", "2025", "2025Q0", "2025Q5", "2025-Q1", "25Q1", "2025q1", " 2025Q1", "2025Q1 ", "2025Q11", "Q12025"],
)
def test_nonsense_is_refused_with_an_example(nonsense: str) -> None:
    with pytest.raises(InputError, match="2025Q1"):
        parse(nonsense)


def test_the_place_is_named() -> None:
    with pytest.raises(InputError, match=r"^plan\.toml, start: 'soon' is no quarter"):
        parse("soon", "plan.toml, start")


@pytest.mark.parametrize("number", [NEVER, -NEVER])
def test_a_number_beyond_all_years_has_no_text(number: int) -> None:
    with pytest.raises(InputError, match="outside the years"):
        text(number)
