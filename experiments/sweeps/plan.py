"""Plans: what a sweep runs, as a TOML file. plan.schema.json says the same to editors."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sovereigns.experiments.limits import (
    FIRMS_MAX,
    QUARTERS,
    QUARTERS_MAX,
    RESEARCHERS_MAX,
    SEED_MAX,
    STARTS,
)
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.results.given import kept
from sovereigns.experiments.results.sweep_results import KEEPS
from sovereigns.experiments.sweeps.design import BALANCED, CORRELATED, KINDS, LEVELS, Design
from sovereigns.experiments.sweeps.factors import Factor, read_factor
from sovereigns.experiments.sweeps.shard import Run, Task, code_digest
from sovereigns.experiments.sweeps.studies import find_plan
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.inputs import Inputs, load_inputs
from sovereigns.model.facts.numbers import whole
from sovereigns.model.facts.parameters import Value
from sovereigns.model.facts.texts import read_text, toml_table
from sovereigns.model.standard import FIRMS, RESEARCHERS
from sovereigns.model.start.presets import scenario_names
from sovereigns.model.start.scenarios import load_scenario

SIZES = ("start", "firms", "researchers")
NATIONS = "nations"
TABLES = ("design", "factors", "full")
KEYS = ("name", "question", "scenarios", "replications", "quarters", "keep", *SIZES, NATIONS, *TABLES)
DESIGN_KEYS = ("kind", "samples", "levels")
FULL_KEYS = ("samples", "replications", "quarters")
SCHEMA = "experiments/sweeps/plan.schema.json"
MOST_RUNS = 10_000_000
SHARD_RUNS = 50
"""Most runs of a shard."""
LEAST_SHARDS = 8
"""A small plan has smaller shards, so that workers share the work."""
_WORDS: dict[Any, str] = {str: "text in quotes", list: "a list in [ ]", dict: "a table"}


@dataclass(frozen=True)
class Plan:
    """A checked plan with its seed. Runs count point by point, scenario by scenario, seed by seed."""

    text: str
    """The file."""
    name: str
    question: str
    scenarios: tuple[tuple[str, str, str], ...]
    """Name, what loads it, SHA-256 of its file."""
    replications: int
    quarters: int
    keep: str
    start: str | None
    firms: int | None
    researchers: int | None
    design: Design
    factors: tuple[Factor, ...]
    nations: tuple[str, str] | None
    """A table of nations instead of the shipped one: its path, SHA-256 of its content."""
    seed: int
    """Of the draw of the design and of the first replication."""

    @cached_property
    def points(self) -> list[tuple[Value, ...]]:
        """A value of every factor, point by point."""
        return self.design.points(self.factors, self.seed)

    @property
    def size(self) -> int:
        """Number of runs."""
        return self.design.size(self.factors) * len(self.scenarios) * self.replications

    @property
    def shard_runs(self) -> int:
        """Runs of a shard; the last may have fewer."""
        return min(SHARD_RUNS, -(-self.size // LEAST_SHARDS))

    @property
    def shards(self) -> int:
        """Number of shards."""
        return -(-self.size // self.shard_runs)

    def runs_of(self, shard: int) -> range:
        """The runs of a shard."""
        first = shard * self.shard_runs
        return range(first, min(first + self.shard_runs, self.size))

    def run(self, number: int) -> Run:
        """One run. Replications have the same seeds at every point: common random numbers."""
        rest, replication = divmod(number, self.replications)
        point, which = divmod(rest, len(self.scenarios))
        scenario, reference, _ = self.scenarios[which]
        values = dict(zip((factor.name for factor in self.factors), self.points[point], strict=True))
        base = replace(self.recipe, scenario=reference, seed=self.seed + replication)
        return Run.at(number, scenario, point, values, base)

    def task(self, shard: int) -> Task:
        """What a worker is told of a shard."""
        return Task(
            code=code_digest(),
            plan=self.digest,
            shard=shard,
            keep=self.keep,
            factors=self.columns,
            runs=tuple(self.run(number) for number in self.runs_of(shard)),
        )

    @property
    def recipe(self) -> Recipe:
        """What all runs have in common."""
        nations = self.nations and self.nations[0]
        return common(self.quarters, self.start, self.firms, self.researchers, nations)

    @property
    def files(self) -> list[tuple[Path, str]]:
        """Files of the user that it runs, each with its SHA-256."""
        named = [*(scenario[1:] for scenario in self.scenarios), *([self.nations] if self.nations else [])]
        return [(Path(reference), digest) for reference, digest in named if reference not in scenario_names()]

    def in_folder(self, folder: Path) -> Plan:
        """The same plan on the copies of its files that a sweep's folder keeps."""
        scenarios = tuple((name, kept(place, folder), digest) for name, place, digest in self.scenarios)
        nations = self.nations and (kept(self.nations[0], folder), self.nations[1])
        return replace(self, scenarios=scenarios, nations=nations)

    @property
    def columns(self) -> tuple[tuple[str, bool], ...]:
        """Columns of the factors: name, whether they hold numbers."""
        return tuple((factor.name, factor.numeric) for factor in self.factors)

    @cached_property
    def config(self) -> dict[str, Any]:
        """All that determines the shards, as JSON values."""
        whole = hashlib.sha256(json.dumps(self.points).encode()).hexdigest()
        return {
            "scenarios": {name: digest for name, _, digest in self.scenarios},
            **{key: getattr(self, key) for key in ("replications", "quarters", "keep", *SIZES)},
            **({NATIONS: self.nations[1]} if self.nations else {}),
            "seed": self.seed,
            "design": asdict(self.design),
            "factors": [factor.config for factor in self.factors],
            "points": self.design.size(self.factors),
            "points_digest": whole,
            "runs": self.size,
            "shards": self.shards,
            "code": code_digest(),
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `config`."""
        return hashlib.sha256(json.dumps(self.config, sort_keys=True).encode()).hexdigest()

    @property
    def notes(self) -> Iterator[str]:
        """What a reader of the results should know."""
        kind, samples = self.design.kind, self.design.samples
        if self.factors and kind not in (*CORRELATED, "factorial"):
            yield f"{kind} draws its factors independently: rank correlations are left out"
        if self.factors and kind in BALANCED and samples & (samples - 1):
            yield f"samples = {samples} is no power of two: {kind} loses its balance"


def common(
    quarters: int, start: str | None, firms: int | None, researchers: int | None, nations: str | None
) -> Recipe:
    """What all runs of a plan have in common; None where the plan does not say it."""
    return Recipe(
        quarters=quarters,
        start=start,
        firms=FIRMS if firms is None else firms,
        researchers=RESEARCHERS if researchers is None else researchers,
        nations=nations,
    )


def load_plan(name_or_path: str, seed: int = 0, full: bool = False) -> Plan:
    """A plan by its name or path, checked whole.

    Args:
        name_or_path: a name of `study_names()` or the path of a TOML file; scenarios that are files are named
            from its folder.
        seed: first seed.
        full: take the sizes of `[full]`.

    Raises:
        InputError: no such plan, broken TOML, a key or value that the schema does not allow, or too many
            runs; the message names the file, the line, the key, the near match and the remedy.
    """
    path = find_plan(name_or_path)
    text = read_text(path, "TOML")
    table = toml_table(text)
    return _Reader(path, text.body, table).plan(seed, full)


@dataclass(frozen=True)
class _Reader:
    path: Path
    text: str
    table: Mapping[str, Any]

    def plan(self, seed: int, full: bool) -> Plan:
        self.known(self.table, KEYS)
        sizes = self._sizes(full)
        plan = Plan(
            text=self.text,
            name=self._plan_name(),
            question=self.get(self.table, "question", str, ""),
            scenarios=self._scenarios(),
            replications=self.whole(sizes, "replications", 1, 1, MOST_RUNS),
            quarters=self.whole(sizes, "quarters", QUARTERS, 1, QUARTERS_MAX),
            keep=self.one_of(self.table, "keep", KEEPS),
            start=self.one_of(self.table, "start", STARTS) if "start" in self.table else None,
            firms=self.whole(self.table, "firms", None, 0, FIRMS_MAX),
            researchers=self.whole(self.table, "researchers", None, 0, RESEARCHERS_MAX),
            design=self._design(sizes),
            factors=self._factors(),
            nations=self._nations,
            seed=seed,
        )
        if plan.size > MOST_RUNS:
            raise InputError(
                f"{self.path}: plans {plan.size:,} runs, more than {MOST_RUNS:,}; take fewer points or "
                "replications"
            )
        if seed + plan.replications - 1 > SEED_MAX:
            raise InputError(
                f"--seed {seed}: the last replication would lie above {SEED_MAX}; give a smaller one"
            )
        return plan

    def place(self, key: str, section: str = "") -> str:
        """Where a key stands: file, line, section and key."""
        where = f"[{section}] {key}" if section else key
        line = line_of(self.text, f"{section}.{key}".strip("."))
        return f"{self.path} line {line}, {where}" if line else f"{self.path}, {where}"

    def get(self, table: Mapping[str, Any], key: str, kind: type, default: Any, section: str = "") -> Any:
        value = table.get(key, default)
        if not isinstance(value, kind):
            raise InputError(f"{self.place(key, section)}: {value!r} is not {_WORDS[kind]}")
        return value

    def known(self, table: Mapping[str, Any], keys: Iterator[str] | Any, section: str = "") -> None:
        for key in table:
            if key not in keys:
                raise unknown("key", key, keys, self.place(key, section), SCHEMA)

    def one_of(self, table: Mapping[str, Any], key: str, names: tuple[str, ...], section: str = "") -> str:
        name: str = self.get(table, key, str, names[0], section)
        if name not in names:
            raise unknown(key, name, names, self.place(key, section), SCHEMA)
        return name

    def whole(
        self, table: Mapping[str, Any], key: str, default: int | None, low: int, high: int, section: str = ""
    ) -> Any:
        value = table.get(key, default)
        if value is default:
            return default
        if isinstance(value, str):
            raise InputError(
                f"{self.place(key, section)}: '{value}' is text; write the number without quotes"
            )
        return whole(value, self.place(key, section), low, high)

    @cached_property
    def _nations(self) -> tuple[str, str] | None:
        if NATIONS not in self.table:
            return None
        path = self._beside(self.get(self.table, NATIONS, str, ""), ".csv")
        try:
            return path, load_inputs(Path(path)).nations_digest
        except InputError as error:
            raise InputError(f"{self.place(NATIONS)}: {error}") from None

    @property
    def _inputs(self) -> Inputs:
        return load_inputs(Path(self._nations[0]) if self._nations else None)

    def _plan_name(self) -> str:
        name: str = self.get(self.table, "name", str, self.path.stem)
        if not re.fullmatch(r"[\w-][\w.-]*", name):
            raise InputError(
                f"{self.place('name')}: '{name}' names no folder; use letters, digits, - _ and ."
            )
        return name

    def _sizes(self, full: bool) -> dict[str, Any]:
        """Replications, quarters and samples: the plan's own, or those of [full]."""
        published = self.get(self.table, "full", dict, {})
        self.known(published, FULL_KEYS, "full")
        design = self.get(self.table, "design", dict, {})
        if full and not published:
            raise InputError(
                f"--full: {self.path} has no [full] with {', '.join(FULL_KEYS)}; leave --full out"
            )
        given = {**self.table, **({"samples": design["samples"]} if "samples" in design else {})}
        return given | published if full else given

    def _scenarios(self) -> tuple[tuple[str, str, str], ...]:
        names = self.get(self.table, "scenarios", list, [])
        if not names:
            raise InputError(
                f"{self.place('scenarios')}: is missing or empty; sovereigns scenarios lists the presets"
            )
        found, inputs = {}, self._inputs
        for name in names:
            if not isinstance(name, str):
                raise InputError(f"{self.place('scenarios')}: {name!r} is not {_WORDS[str]}")
            reference = name if name in scenario_names() else self._beside(name)
            try:
                scenario = load_scenario(reference, inputs)
            except InputError as error:
                raise InputError(f"{self.place('scenarios')}: {error}") from None
            if scenario.name in found:
                raise InputError(
                    f"{self.place('scenarios')}: '{scenario.name}' stands twice; keep or rename one"
                )
            found[scenario.name] = (scenario.name, reference, scenario.digest)
        return tuple(found.values())

    def _beside(self, name: str, suffix: str = ".toml") -> str:
        """A file named from the plan's folder; from a sweep's folder, with a copy of its plan, its copy."""
        if "\0" in name:
            raise InputError(f"{self.path}: {name!r} holds a NUL, which no name of a file may hold")
        path = self.path.parent / name
        if path.suffix != suffix:
            return name
        return str(path.resolve()) if path.exists() else kept(str(path.resolve()), self.path.parent)

    def _design(self, sizes: Mapping[str, Any]) -> Design:
        table = self.get(self.table, "design", dict, {})
        self.known(table, DESIGN_KEYS, "design")
        kind = self.one_of(table, "kind", KINDS, "design")
        samples = self.whole(sizes, "samples", None, 1, MOST_RUNS, "design")
        levels = self.whole(table, "levels", LEVELS, 2, 100, "design")
        if kind == "factorial" and samples is not None:
            raise InputError(
                f"{self.place('samples', 'design')}: a factorial takes every point; leave samples out"
            )
        if kind != "factorial" and samples is None:
            raise InputError(f"{self.place('kind', 'design')}: {kind} needs samples = a whole number from 1")
        if levels % 2 or ("levels" in table and kind != "morris"):
            raise InputError(f"{self.place('levels', 'design')}: give an even number, for morris only")
        return Design(kind, samples or 1, levels)

    def _factors(self) -> tuple[Factor, ...]:
        table = self.get(self.table, "factors", dict, {})
        nested = table.get("strategy")
        flat = {
            key: value for key, value in table.items() if key != "strategy" or not isinstance(nested, dict)
        }
        if isinstance(nested, dict):
            flat |= {f"strategy.{who}": levels for who, levels in nested.items()}
        return tuple(
            read_factor(name, given, self.place(name, "factors"), self._inputs)
            for name, given in flat.items()
        )


def line_of(text: str, key: str) -> int | None:
    """Line on which a dotted key of a TOML text is set, or else the table that holds it."""
    section = ""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if header := re.match(r"\s*\[+\s*([^\]#]+?)\s*\]+", line):
            section = header[1] + "."
            lines.setdefault(_bare(header[1]), number)
        elif entry := re.match(
            r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""", line
        ):
            lines.setdefault(_bare(section + entry[1]), number)
    while key not in lines and "." in key:
        key = key.rpartition(".")[0]
    return lines.get(key)


def _bare(key: str) -> str:
    return re.sub(r"[\s\"']", "", key)
