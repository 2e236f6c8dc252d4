"""A view: a true Mesa agent that holds no state. Its attributes are its row of the World's columns.

Which attributes exist follows from the World alone: every column whose shape names the kind's letter
(n nations, f firms, r researchers), so a column added there is an attribute here. Views are made when asked
for and register nowhere in Mesa, so they cost nothing until used. What a view knows of a model sits in the
instance, so views of two live models share nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self

import mesa
import numpy as np
from numpy.typing import NDArray

from sovereigns.model.errors import InputError, unknown

Int = NDArray[np.int64]

LETTERS: tuple[str, ...] = ("n", "f", "r")
"""Kinds of agents, as letters of the columns' shapes, in the order in which a model lists its agents."""


class StaleError(LookupError):
    """The person whom a view looked at has ended the career; the row now belongs to somebody else."""


class Column(NamedTuple):
    """A column of the World that has an axis for a kind of agent."""

    field: str
    """Its name in the World."""
    axis: int
    """The axis that counts the agents."""
    shape: str
    unit: str
    meaning: str

    def read(self, world: Any, rows: Int | int) -> Any:
        """The values of one row, or of several (then rows lead)."""
        held = getattr(world, self.field)
        if isinstance(held, tuple):
            return held[rows] if isinstance(rows, int) else np.array(held, dtype=object)[rows]
        return held[rows] if self.axis == 0 else np.moveaxis(held, self.axis, 0)[rows]

    def write(self, world: Any, rows: Int | int, value: Any) -> None:
        """Put a value into one row or into several; facts shared by all worlds are copied first.

        Raises:
            InputError: the column cannot hold the value as it is.
        """
        held = getattr(world, self.field)
        if isinstance(held, tuple):
            raise InputError(f"{self.field}: names are fixed")
        given = _as_held(value, held.dtype, f"{self.field} ({self.unit or held.dtype})")
        if not held.flags.writeable:
            held = held.copy()
            setattr(world, self.field, held)
        np.moveaxis(held, self.axis, 0)[rows] = given


def _as_held(value: Any, dtype: np.dtype[Any], place: str) -> NDArray[Any]:
    try:
        given = np.asarray(value).astype(dtype)
    except (TypeError, ValueError):
        given = None
    if given is None or not np.array_equal(given, value):
        raise InputError(f"{place}: {value!r} does not fit; give a number that it can hold")
    return given


@cache
def columns(world: type, letter: str, prefix: str) -> dict[str, Column]:
    """Attribute name -> column, for all columns of a World class that have an axis for a kind.

    Args:
        world: the class; its `columns()` carry shape, unit and meaning.
        letter: the kind's, one of LETTERS; its first place in the shape is the agent's own axis.
        prefix: what the columns' names begin with and the attributes' names leave out.
    """
    found = {}
    for one in world.columns():  # type: ignore[attr-defined]
        shape = one.metadata["shape"]
        axes = shape.split()
        if letter in axes and all(len(axis) == 1 for axis in axes):
            name = one.name.removeprefix(prefix)
            found[name] = Column(one.name, axes.index(letter), **one.metadata)
    return found


def sizes(world: Any) -> tuple[int, int, int]:
    """How many nations, firms and researchers a world has."""
    return len(world.iso3), len(world.firm_name), len(world.generation)


class View(mesa.Agent):  # type: ignore[misc]
    """One row of the World as an agent: `nation.gdp` reads `world.gdp[row]`, `nation.gdp = 3.0` writes it.

    Two views are equal if they look at the same row, and generation, of the same model. Copied alone, a view
    still looks at the same model; the views in a copied model look at the copy.
    """

    letter: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    kinds: ClassVar[dict[str, type[View]]] = {}
    """Letter -> class."""

    def __init_subclass__(cls, *, letter: str = "", prefix: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        if letter:
            cls.letter, cls.prefix = letter, prefix
            View.kinds[letter] = cls

    def __init__(self, model: Any, row: int, generation: int | None = None) -> None:
        """Look at a row, without Mesa's own constructor: that would register the view with the model.

        Args:
            model: a model with a `world`.
            row: from 0.
            generation: whose turn the row must be at; the present holder's if left out.

        Raises:
            InputError: there is no such row.
        """
        if generation is None:
            size = sizes(model.world)[LETTERS.index(self.letter)]
            if not 0 <= row < size:
                raise InputError(f"{type(self).__name__}: there is no row {row}; this world has {size}")
            generation = self.holder(model.world, row)
        self.__dict__.update(model=model, row=row, generation=generation)

    @classmethod
    def holder(cls, world: Any, row: int) -> int:
        """Generation of the present holder of a row; 0 for kinds that never change hands."""
        return 0

    @classmethod
    def columns(cls, world: type) -> dict[str, Column]:
        """Attribute name -> column of a World class: its shape, unit and meaning."""
        return columns(world, cls.letter, cls.prefix)

    @property
    def world(self) -> Any:
        """The World that the view looks at.

        Raises:
            StaleError: the row has passed to somebody else.
        """
        world = self.model.world
        if self.holder(world, self.row) != self.generation:
            raise StaleError(
                f"{self!r}: this career has ended and the row is another's; ask model.agents anew"
            )
        return world

    @property
    def unique_id(self) -> int:
        """Number of the agent in its model, from 1.

        Nations come first, then firms, then researchers; a new person gets a number that nobody had.
        """
        count = sizes(self.model.world)
        place = LETTERS.index(self.letter)
        number: int = 1 + sum(count[:place]) + self.row + self.generation * count[place]
        return number

    def column(self, name: str) -> Column:
        """The column behind an attribute.

        Raises:
            AttributeError: there is none; with the nearest names.
        """
        known = self.columns(type(self.model.world))
        if name not in known:
            raise AttributeError(str(unknown(f"attribute of {type(self).__name__}", name, dir(self))))
        return known[name]

    def remove(self) -> None:
        """Refuse Mesa's removal.

        Raises:
            InputError: always; rows of the world are fixed for a run.
        """
        raise InputError(f"{self!r}: an agent of this model cannot be removed; build a model without it")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        value = self.column(name).read(self.world, self.row)
        return value.item() if isinstance(value, np.generic) else value

    def __setattr__(self, name: str, value: Any) -> None:
        if hasattr(type(getattr(type(self), name, None)), "__set__"):
            super().__setattr__(name, value)
        else:
            self.column(name).write(self.world, self.row, value)

    def __dir__(self) -> Iterable[str]:
        own = [name for name in super().__dir__() if not name.startswith("_")]
        return [*own, *self.columns(type(self.model.world))]

    def _key(self) -> tuple[int, type, int, int]:
        return id(self.model), type(self), self.row, self.generation

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        later = f", generation {self.generation}" if self.generation else ""
        return f"{type(self).__name__}({self.row}{later})"

    def __reduce__(self) -> tuple[type[Self], tuple[Any, int, int]]:
        return type(self), (self.model, self.row, self.generation)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return type(self)(memo.get(id(self.model), self.model), self.row, self.generation)


class Link:
    """A column of rows, read and written as a view of the agent in that row; None for -1.

    A nation may be given by its ISO3.
    """

    def __init__(self, letter: str) -> None:
        """Point to a kind, by its letter."""
        self.letter = letter

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, view: View | None, owner: type) -> Any:
        if view is None:
            return self
        row = int(view.column(self.name).read(view.world, view.row))
        return None if row < 0 else View.kinds[self.letter](view.model, row)

    def __set__(self, view: View, value: View | str | None) -> None:
        view.column(self.name).write(view.world, view.row, self._row(view, value))

    def _row(self, view: View, value: View | str | None) -> int:
        if value is None:
            return -1
        if isinstance(value, str) and self.letter == "n":
            return _nation_row(view.world, value)
        kind = View.kinds[self.letter]
        if not isinstance(value, kind) or value.model is not view.model:
            raise InputError(f"{self.name}: {value!r} is no {kind.__name__} of this model")
        return int(value.row)


def _nation_row(world: Any, iso3: str) -> int:
    if iso3 not in world.iso3:
        raise unknown("nation", iso3, world.iso3)
    return int(world.iso3.index(iso3))
