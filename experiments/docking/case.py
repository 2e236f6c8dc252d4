"""What a docking case is: a point in a stated domain, a closed form, and a reduced world that measures it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.numbers import decimal, remedy, shown, whole_number

Point = Mapping[str, Any]


@dataclass(frozen=True)
class Coordinate:
    """One coordinate of a case's points."""

    name: str
    base: str
    """The value of a point that leaves it out, as text."""
    interval: str = ""
    """Where a number may lie, as in `[0, 1)`."""
    whole: bool = False
    """Whether it is a whole number."""
    choices: tuple[str, ...] = ()
    """The values of a coordinate that is a name."""
    many: bool = False
    """Whether it is a list of numbers, separated by commas."""

    def read(self, text: str, place: str) -> Any:
        """The value that a text stands for.

        Args:
            text: as given.
            place: the case, for the error.

        Raises:
            InputError: the text is no such value or lies outside the domain.
        """
        if self.choices:
            if text not in self.choices:
                raise InputError(
                    f"{place}: {self.name} is {shown(text)}; it is one of {', '.join(self.choices)}"
                )
            return text
        if self.many:
            return tuple(self._number(part, place) for part in text.split(","))
        return self._number(text, place)

    def _number(self, text: str, place: str) -> float | int:
        kind = "a whole number" if self.whole else "a number"
        read: float | int | None = whole_number(text) if self.whole else decimal(text)
        value = math.nan if read is None else read
        low, high = (float(end) for end in self.interval[1:-1].split(","))
        above = value >= low if self.interval[0] == "[" else value > low
        below = value <= high if self.interval[-1] == "]" else value < high
        if not (above and below):
            how = remedy(text)
            raise InputError(
                f"{place}: {self.name} is {shown(text)}; its domain is {kind} in {self.interval}"
                f"{'; ' if how else ''}{how}"
            )
        return value


@dataclass(frozen=True)
class Case:
    """A published result and where to find it in the model."""

    name: str
    quantity: str
    source: str
    coordinates: tuple[Coordinate, ...]
    expected: Callable[[Point], float]
    """The closed form."""
    measured: Callable[[Point], tuple[float, float]]
    """The reduced world: a value, and its standard error (0 where nothing is drawn)."""
    domain: Callable[[Point], str] = lambda point: ""
    """What the coordinates break together, empty if nothing."""

    def point(self, given: Mapping[str, str]) -> dict[str, Any]:
        """A whole point: what is given, and base values for the rest.

        Args:
            given: coordinate = text.

        Raises:
            InputError: a coordinate is unknown or the point lies outside the domain.
        """
        place = f"verify {self.name}"
        names = [coordinate.name for coordinate in self.coordinates]
        for name in given:
            if name not in names:
                raise unknown("point", name, names, place, f"sovereigns {place}")
        point = {axis.name: axis.read(given.get(axis.name, axis.base), place) for axis in self.coordinates}
        if broken := self.domain(point):
            raise InputError(f"{place}: {broken}")
        return point
