"""Every constant of the model: rows of data/parameters.csv, and one frozen, checked set of their values."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Self

from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.numbers import brief, decimal, remedy
from sovereigns.model.places import DATA

TABLE = DATA / "parameters.csv"
DISTRIBUTIONS = ("fixed", "uniform", "loguniform", "triangular", "normal", "lognormal")

Value = float | str


@dataclass(frozen=True)
class Row:
    """One parameter: a number with its range, or a choice among named variants."""

    name: str
    value: Value
    """Default: a number, or the name of one of `choices`."""
    unit: str
    min: float
    """Least value that the model accepts; for a choice 0, the number of the first variant."""
    max: float
    """Greatest value that the model accepts; for a choice the number of the last variant."""
    low: float | None
    """Lower end of the plausible range that sweeps vary; None for a choice."""
    high: float | None
    """Upper end of the plausible range that sweeps vary; None for a choice."""
    distribution: str
    """One of DISTRIBUTIONS; blank for a choice, whose variants are equally likely."""
    group: str
    """Parameters of one group are correlated; blank: independent."""
    choices: tuple[str, ...]
    """Names of the variants; empty for a number."""
    source: str
    """Citation, or "assumed" with the reason."""
    serves: str
    """Ids of the claims, theories and processes that use it."""
    meaning: str
    """One sentence."""

    def check(self, given: object, place: str) -> Value:
        """The value that was given, as a float or as the name of a variant.

        Args:
            given: a number, its text, or (for a choice) the name or number of a variant.
            place: where it stood, for the message.

        Raises:
            InputError: it is no number, not finite, outside [min, max], or no variant.
        """
        if isinstance(given, str) and given in self.choices:
            return given
        number = decimal(given)
        if self.choices:
            return self._variant(given, number, place)
        if not math.isfinite(number):
            raise InputError(
                f"{place}: {self.name} = {brief(given)} is not a finite number; "
                f"{remedy(given) or self._range()}"
            )
        if not self.min <= number <= self.max:
            raise InputError(f"{place}: {self.name} = {brief(given)} is out of range; {self._range()}")
        return number + 0.0  # -0 is 0

    def _variant(self, given: object, number: float, place: str) -> str:
        if number in range(len(self.choices)):
            return self.choices[int(number)]
        raise unknown(
            f"choice of {self.name}", brief(given), self.choices, place, f"sovereigns parameters {self.name}"
        )

    def _range(self) -> str:
        return f"give a number from {self.min:g} to {self.max:g} ({self.unit})"


class Parameters:
    """One value for every row, read as attributes: `p.smuggling_share`. Frozen, hashable, picklable."""

    def __init__(self, table: tuple[Row, ...], values: Mapping[str, Value]) -> None:
        self.__dict__.update(values, _table=table)

    @classmethod
    def defaults(cls, path: Path = TABLE) -> Self:
        """The values of the table itself."""
        table = rows(path)
        return cls(table, {row.name: row.value for row in table})

    def replace(self, values: Mapping[str, object], place: str = "--set") -> Self:
        """The same set with some values changed.

        Args:
            values: name -> number, text of a number, or variant.
            place: where they stood, for messages.

        Raises:
            InputError: an unknown name, or a value that its row does not accept.
        """
        by_name = {row.name: row for row in self._table}
        for name in values:
            if name not in by_name:
                raise unknown("parameter", name, by_name, place, "sovereigns parameters")
        changed = {name: by_name[name].check(given, place) for name, given in values.items()}
        return type(self)(self._table, self.as_dict() | changed)

    def as_dict(self) -> dict[str, Value]:
        """Name -> value, in the order of the table."""
        return {row.name: self.__dict__[row.name] for row in self._table}

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"no parameter '{name}' (sovereigns parameters lists them)")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"parameters are frozen; use replace({{'{name}': {value!r}}})")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("parameters are frozen")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parameters) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash(tuple(self.as_dict().items()))

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __repr__(self) -> str:
        return f"Parameters({len(self._table)} values)"


@cache
def rows(path: Path = TABLE) -> tuple[Row, ...]:
    """The rows of a parameter table, checked.

    Args:
        path: a CSV file with the columns of `Row`; lines that begin with # are comments.

    Raises:
        InputError: the file cannot be read, or a row breaks a rule; names the file, the row and the rule.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(line for line in file if line.strip() and not line.startswith("#"))
            records = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    _check_columns(path, reader.fieldnames or [], records)
    table = tuple(_row(path, record) for record in records)
    twice = [name for name, times in Counter(row.name for row in table).items() if times > 1]
    if twice:
        raise InputError(f"{path}: {twice[0]} has two rows; keep one")
    return table


def _check_columns(path: Path, header: object, records: list[dict[str, str]]) -> None:
    columns = [column.name for column in fields(Row)]
    if sorted(header) != sorted(columns):  # type: ignore[call-overload]
        raise InputError(f"{path}: the columns are {header}; they must be {columns}")
    for record in records:
        if None in record or None in record.values():
            raise InputError(
                f"{path}: row {record['name']} has not {len(columns)} cells; quote cells with commas"
            )


def _row(path: Path, record: Mapping[str, str]) -> Row:
    cells = {column: text.strip() for column, text in record.items()}
    place = f"{path}: row {cells['name']}"
    choices = tuple(name.strip() for name in cells["choices"].split(";") if name.strip())
    texts = {
        column: cells[column]
        for column in ("name", "unit", "distribution", "group", "source", "serves", "meaning")
    }
    if choices:
        row = Row(
            **texts, value=cells["value"], choices=choices, min=0, max=len(choices) - 1, low=None, high=None
        )
    else:
        ends = {
            column: _number(place, column, cells[column]) for column in ("value", "min", "max", "low", "high")
        }
        row = Row(**texts, **ends, choices=())  # type: ignore[arg-type]
    _check_row(place, row)
    return row


def _number(place: str, column: str, text: str) -> float:
    number = decimal(text)
    if not math.isfinite(number):
        raise InputError(f"{place}: {column} '{text}' is not a finite number")
    return number


def _check_row(place: str, row: Row) -> None:
    if not row.name.isidentifier() or row.name.startswith("_") or hasattr(Parameters, row.name):
        raise InputError(f"{place}: the name must be a new word of letters, digits and _")
    blank = [column for column in ("unit", "source", "meaning") if not getattr(row, column)]
    if blank:
        raise InputError(f"{place}: {blank[0]} is blank")
    if row.choices:
        if row.value not in row.choices:
            raise unknown("choice", str(row.value), row.choices, place)
        return
    if row.distribution not in DISTRIBUTIONS:
        raise unknown("distribution", row.distribution, DISTRIBUTIONS, place)
    if not row.min <= row.low <= row.value <= row.high <= row.max:  # type: ignore[operator]
        raise InputError(f"{place}: min <= low <= value <= high <= max does not hold")
    if row.distribution.startswith("log") and row.low <= 0:  # type: ignore[operator]
        raise InputError(f"{place}: a {row.distribution} range must lie above 0")
