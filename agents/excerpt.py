"""Columns of which some rows are taken only when somebody reads them: most strategies read few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Cut:
    """Rows of a column that nobody has read yet."""

    column: NDArray[np.float64]
    rows: NDArray[np.int64]


class TowardEach:
    """A column with an entry for each nation, of which rows are cut out when they are read."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, briefing: object | None, owner: type) -> Any:
        """The column; asked of the class there is none, so that the field has no default."""
        if briefing is None:
            raise AttributeError(self.name)
        held = briefing.__dict__[self.name]
        if isinstance(held, Cut):
            held = briefing.__dict__[self.name] = held.column.take(held.rows, axis=0)
        return held

    def __set__(self, briefing: object, held: NDArray[np.float64] | Cut) -> None:
        briefing.__dict__[self.name] = held


def toward_each() -> Any:
    """What a field of a briefing is that holds an array (m, n)."""
    return TowardEach()
