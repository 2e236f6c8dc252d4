"""A roster: Mesa's agent set over the rows of the World. It keeps numbers and makes views when asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, Self, overload

import numpy as np
from mesa.agentset import AbstractAgentSet, GroupBy

from sovereigns.agents.view import LETTERS, Column, Int, View, sizes

MISSING = ("error", "default")


class Places(NamedTuple):
    """Where agents stand in the World."""

    kind: Int
    """(m,) place of the kind in LETTERS."""
    row: Int
    """(m,) row of the kind's columns."""
    generation: Int
    """(m,) turn of the row, 0 for kinds that never change hands."""


class Roster(AbstractAgentSet):  # type: ignore[misc]
    """An ordered set of agents of one model.

    It does what Mesa's `AgentSet` does: `select`, `agg`, `get`, `set`, `do`, `map`, `groupby`, `sort`,
    `shuffle`. Columns of one kind are read and written whole. Researchers whose career has ended drop out, as
    removed agents do in Mesa. Adding to a roster or taking from it changes the roster only, never the world.
    """

    def __init__(self, model: Any, numbers: Int) -> None:
        """List agents by number.

        Args:
            model: the model whose agents they are.
            numbers: (m,) `unique_id` of each, without repeats.
        """
        self.model = model
        self.numbers = np.asarray(numbers, dtype=np.int64)

    @classmethod
    def everyone(cls, model: Any) -> Roster:
        """All nations, then all firms, then all researchers."""
        numbers = [cls.of(model, View.kinds[letter]).numbers for letter in LETTERS]
        return cls(model, np.concatenate(numbers))

    @classmethod
    def of(cls, model: Any, kind: type[View]) -> Roster:
        """All agents of a kind."""
        return cls.rows(model, kind.letter, np.arange(sizes(model.world)[LETTERS.index(kind.letter)]))

    @classmethod
    def rows(cls, model: Any, letter: str, rows: Int) -> Roster:
        """The agents who now hold some rows of a kind."""
        count, place = sizes(model.world), LETTERS.index(letter)
        turn = model.world.generation[rows] if letter == "r" else 0
        return cls(model, 1 + sum(count[:place]) + rows + turn * count[place])

    @property
    def present(self) -> Int:
        """(m,) numbers of those who are still there."""
        return self._now()[0]

    def _now(self) -> tuple[Int, Places]:
        """Numbers and places of those who are still there."""
        world = self.model.world
        count = np.array(sizes(world))
        starts = np.cumsum(count) - count
        kind = np.searchsorted(starts, self.numbers - 1, side="right") - 1
        inside = self.numbers - 1 - starts[kind]
        person = kind == LETTERS.index("r")
        generation = np.where(person, inside // np.maximum(count[kind], 1), 0)
        row = inside - generation * count[kind]
        stays = np.ones(len(row), dtype=bool)
        stays[person] = world.generation[row[person]] == generation[person]
        return self.numbers[stays], Places(kind[stays], row[stays], generation[stays])

    def __len__(self) -> int:
        return len(self.present)

    def __iter__(self) -> Iterator[View]:
        classes = [View.kinds[letter] for letter in LETTERS]
        places = self._now()[1]
        for kind, row, generation in zip(*(column.tolist() for column in places), strict=True):
            yield classes[kind](self.model, row, generation)

    def __contains__(self, agent: object) -> bool:
        return isinstance(agent, View) and agent.model is self.model and agent.unique_id in self.present

    @overload
    def __getitem__(self, item: int) -> View: ...

    @overload
    def __getitem__(self, item: slice) -> list[View]: ...

    def __getitem__(self, item: int | slice) -> View | list[View]:
        chosen = self.present[item]
        if isinstance(item, slice):
            return list(Roster(self.model, chosen))
        return next(iter(Roster(self.model, np.array([chosen]))))

    def to_list(self) -> list[View]:
        """Views of all."""
        return list(self)

    def copy(self) -> Roster:
        """Another roster of the same agents."""
        return Roster(self.model, self.numbers)

    def _whole(self, name: str) -> tuple[Column, Int] | None:
        """Column and rows of an attribute, if all are of one kind and it is a plain column of theirs."""
        place = self._now()[1]
        if not len(place.kind) or (place.kind != place.kind[0]).any():
            return None
        kind = View.kinds[LETTERS[place.kind[0]]]
        column = kind.columns(type(self.model.world)).get(name)
        return None if column is None or hasattr(kind, name) else (column, place.row)

    def _values(self, name: str) -> Sequence[Any]:
        """An attribute of all, one entry each: an array where it is a column, else a list."""
        whole = self._whole(name)
        if whole is None:
            return [getattr(agent, name) for agent in self]
        column, rows = whole
        values: Sequence[Any] = column.read(self.model.world, rows)
        return values

    def get(
        self,
        attr_names: str | list[str],
        handle_missing: Literal["error", "default"] = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """Attributes of all.

        Args:
            attr_names: one name, or several.
            handle_missing: "error" or "default": what to do for agents that lack one.
            default_value: given where one is lacking.

        Returns:
            A value an agent, or a list of values an agent where several names are given.

        Raises:
            AttributeError: an agent lacks one and `handle_missing` is "error".
            ValueError: `handle_missing` is neither.
        """
        if handle_missing not in MISSING:
            raise ValueError(f"unknown handle_missing '{handle_missing}'; give one of {' or '.join(MISSING)}")
        if not isinstance(attr_names, str):
            table = [self.get(name, handle_missing, default_value) for name in attr_names]
            return [list(row) for row in zip(*table, strict=True)]
        if handle_missing == "default":
            return [getattr(agent, attr_names, default_value) for agent in self]
        values = self._values(attr_names)
        return values.tolist() if isinstance(values, np.ndarray) and values.ndim == 1 else list(values)

    def agg(self, attribute: str, func: Callable[..., Any] | Iterable[Callable[..., Any]]) -> Any:
        """One function, or several, of an attribute of all; of a column: of its array, agents first."""
        values = self._values(attribute)
        return func(values) if callable(func) else [one(values) for one in func]

    def set(self, attr_name: str, value: Any) -> Self:
        """Give an attribute of all the same value."""
        whole = self._whole(attr_name)
        if whole is None:
            return self.do(setattr, attr_name, value)
        column, rows = whole
        column.write(self.model.world, rows, value)
        return self

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: int | float = float("inf"),
        inplace: bool = False,
        agent_type: type[Any] | None = None,
    ) -> Roster:
        """The agents that pass a test.

        Args:
            filter_func: the test.
            at_most: how many at most, the first ones; a float up to 1: a share of the roster, rounded down.
            inplace: keep them here rather than in a new roster.
            agent_type: `Nation`, `Firm`, `Researcher` or a class above them.
        """
        numbers, places = self._now()
        most = int(len(numbers) * at_most) if isinstance(at_most, float) and at_most <= 1 else at_most
        if agent_type is not None:
            wanted = [issubclass(View.kinds[letter], agent_type) for letter in LETTERS]
            numbers = numbers[np.array(wanted)[places.kind]]
        if filter_func is not None:
            numbers = _first(Roster(self.model, numbers), filter_func, most)
        return self._given(numbers[: int(min(most, len(numbers)))], inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> Roster:
        """Order by an attribute or a function, largest first unless `ascending`; equals keep their order."""
        values = self.get(key) if isinstance(key, str) else self.map(key)
        order = sorted(range(len(values)), key=values.__getitem__, reverse=not ascending)
        return self._given(self.present[np.array(order, dtype=np.int64)], inplace)

    def shuffle(self, inplace: bool = False, process: str = "shuffle") -> Roster:
        """Mix the order by random numbers keyed by (seed, process, step, agent).

        The same step and process give the same order again; another name of the process gives another order.
        """
        numbers = self.present
        if len(numbers):
            keys = self.model.draw.uniform(process, self.model.world.step, numbers)
            numbers = numbers[np.argsort(keys, kind="stable")]
        return self._given(numbers, inplace)

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Call a method by name, or a function of the agent, for each."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """The same in mixed order."""
        self.shuffle().do(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """What a method by name, or a function of the agent, returns for each."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]

    def groupby(
        self, by: Callable[[Any], Hashable] | str, result_type: Literal["agentset", "list"] = "agentset"
    ) -> GroupBy:
        """Group by an attribute or a function, in the order in which its values first occur.

        Args:
            by: name of the attribute, or the function.
            result_type: "agentset" for rosters, "list" for lists of views.
        """
        places: dict[Hashable, list[int]] = {}
        for place, value in enumerate(self.get(by) if isinstance(by, str) else self.map(by)):
            places.setdefault(value, []).append(place)
        numbers = self.present
        groups = {value: Roster(self.model, numbers[chosen]) for value, chosen in places.items()}
        if result_type == "list":
            return GroupBy({value: list(group) for value, group in groups.items()})
        return GroupBy(groups)

    def add(self, agent: View) -> None:
        """Put an agent at the end of the roster, if not in it."""
        if agent not in self:
            self.numbers = np.append(self.numbers, agent.unique_id)

    def discard(self, agent: View) -> None:
        """Take an agent off the roster, if in it."""
        if agent in self:
            self.numbers = self.numbers[self.numbers != agent.unique_id]

    def remove(self, agent: View) -> None:
        """Take an agent off the roster.

        Raises:
            KeyError: it is not in it.
        """
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def _given(self, numbers: Int, inplace: bool) -> Roster:
        if not inplace:
            return Roster(self.model, numbers)
        self.numbers = numbers
        return self

    def _update(self, agents: Iterable[View]) -> Roster:
        return self._given(self._from_iterable(agents).numbers, inplace=True)

    def _from_iterable(self, agents: Iterable[View]) -> Roster:
        numbers = dict.fromkeys(agent.unique_id for agent in agents)
        return Roster(self.model, np.array(list(numbers), dtype=np.int64))

    def __repr__(self) -> str:
        count = np.bincount(self._now()[1].kind, minlength=len(LETTERS)).tolist()
        return "Roster({} nations, {} firms, {} researchers)".format(*count)

    def __deepcopy__(self, memo: dict[int, Any]) -> Roster:
        return Roster(memo.get(id(self.model), self.model), self.numbers)


def _first(roster: Roster, passes: Callable[[Any], bool], most: float) -> Int:
    """Numbers of the first agents that pass a test."""
    found: list[int] = []
    for number, agent in zip(roster.numbers.tolist(), roster, strict=True):
        if len(found) >= most:
            break
        if passes(agent):
            found.append(number)
    return np.array(found, dtype=np.int64)
