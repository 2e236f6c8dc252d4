"""Columns of which some rows are taken only when somebody reads them: most strategies read few."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Cut(NamedTuple):
    """Rows of a briefing's column that nobody has read yet."""

    whole: object
    rows: NDArray[np.int64]

    def of(self, name: str) -> Any:
        """The rows of the column of a name, or of each of several that it holds; read-only."""
        column = getattr(self.whole, name)
        if isinstance(column, dict):
            return {one: self._rows_of(part) for one, part in column.items()}
        return self._rows_of(column)

    def _rows_of(self, column: NDArray[Any]) -> NDArray[Any]:
        taken = column.take(self.rows, axis=0)
        taken.flags.writeable = False
        return taken


class ForEach:
    """A column with a row for each deciding nation, of which some are cut out when they are read."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, briefing: object | None, owner: type) -> Any:
        """The column; asked of the class there is none, so that the field has no default."""
        if briefing is None:
            raise AttributeError(self.name)
        held = briefing.__dict__[self.name]
        if isinstance(held, Cut):
            held = briefing.__dict__[self.name] = held.of(self.name)
        return held

    def __set__(self, briefing: object, held: NDArray[np.float64] | Cut) -> None:
        briefing.__dict__[self.name] = held


def for_each() -> Any:
    """What a field of a briefing is that holds a row for each deciding nation."""
    return ForEach()
