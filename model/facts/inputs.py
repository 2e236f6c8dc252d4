"""The facts that a world starts from: nations, firms, chips, rules and named groups of model/data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from sovereigns.agents.contract import LEVERS
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.controls import Names, keep_rules, load_packages, load_rules
from sovereigns.model.facts.fills import fill_chips, fill_firms, fill_nations
from sovereigns.model.facts.tables import (
    check_unique,
    load,
    load_text,
    read_lines,
    read_table,
    read_table_text,
    settle,
)
from sovereigns.model.places import DATA

NATIONS = DATA / "nations.csv"
UN_MEMBERS = 193
LATER = (
    "rivals",
    "land_neighbours",
    "sea_neighbours",
    "military_spending",
    "military_personnel",
    "warheads",
    "elected",
)
"""Columns that a user's table of nations may lack; they are filled as if blank."""


@dataclass(frozen=True, eq=False)
class Inputs:
    """Facts, checked and without blanks in columns of numbers. Shared between worlds: read, never write."""

    nations: pd.DataFrame
    """A row a nation, sorted by iso3; columns of nations_columns.csv."""
    firms: pd.DataFrame
    """Firms of these nations and external ones; columns of firms_columns.csv."""
    chips: pd.DataFrame
    """Columns of chips_columns.csv; `release` in quarters since 2022Q1."""
    rules: pd.DataFrame
    """Columns of controls_columns.csv; quarters since 2022Q1, `by` and `on` tuples of ISO3 (TWN is external).

    `level` is the level of the licence policy x scope, `rule` the id without the letter of a part.
    """
    groups: dict[str, Names]
    """Named group -> ISO3 of its members among these nations."""
    packages: dict[str, Names]
    """Named package, or rule of several parts -> ids of its rows of `rules`."""
    blocs: Names
    """Groups that decide for their members, in order."""
    delegations: tuple[Names, ...]
    """Levers that each of `blocs` decides."""
    digests: dict[str, str]
    """File -> SHA-256."""
    nations_digest: str
    """SHA-256 of the table of nations."""
    notes: tuple[str, ...]
    """What was left out because its nation is not there."""

    @property
    def nation_names(self) -> dict[str, str]:
        """ISO3 -> English name."""
        return dict(zip(self.nations["iso3"], self.nations["name"], strict=True))


def load_inputs(nations_file: Path | None = None) -> Inputs:
    """Read, check and fill the tables.

    Args:
        nations_file: a table instead of model/data/nations.csv: same columns, any number of rows from 1.

    Raises:
        InputError: a file cannot be read, or holds what its table of columns does not allow.
    """
    path = NATIONS if nations_file is None else Path(nations_file)
    return _load(path, read_table_text(path).digest)


@cache
def _load(path: Path, digest: str) -> Inputs:
    nations = _nations(path)
    there = tuple(nations["iso3"])
    groups = _groups(nations)
    known = (*load_text("nations")["iso3"], *groups["EXTERNAL"])
    rules, firms = load_rules(groups, known), _firms(known)
    kept_rules = keep_rules(rules, (*there, *groups["EXTERNAL"]))
    kept_firms = firms[firms["iso3"].isin(there) | firms["external"]].reset_index(drop=True)
    packages = load_packages(rules)
    blocs = tuple(sorted(set(nations["bloc"]) - {""}))
    return Inputs(
        nations=nations,
        firms=kept_firms,
        chips=_chips(),
        rules=kept_rules,
        groups=groups,
        packages={name: tuple(i for i in kept_rules["id"] if i in ids) for name, ids in packages.items()},
        blocs=blocs,
        delegations=_delegations(blocs),
        digests={f.name: read_table_text(f).digest for f in sorted(DATA.glob("*.csv"))}
        | ({} if path == NATIONS else {_beside_ours(path.name): digest}),
        nations_digest=digest,
        notes=_notes(path, len(firms) - len(kept_firms)),
    )


def _beside_ours(name: str) -> str:
    """Name for a user's table of nations that hides none of our files."""
    return f"--nations {name}" if (DATA / name).is_file() else name


def _nations(path: Path) -> pd.DataFrame:
    standard, columns, _ = load("nations")
    lines = read_lines(path)
    table = read_table(lines, columns, LATER)
    _check_nations(table, lines.place, (*standard["iso3"], *table["iso3"], *_external()))
    if path.resolve() == NATIONS and len(table) != UN_MEMBERS:
        raise InputError(f"{lines.place}: has {len(table)} nations, not the {UN_MEMBERS} members of the UN")
    return settle(fill_nations(table, columns, standard).sort_values("iso3", kind="stable"), columns)


def _external() -> Names:
    table = load_text("groups")
    return tuple(";".join(table["members"][table["kind"] == "external"]).split(";"))


def _check_nations(table: pd.DataFrame, place: str, nations: Names) -> None:
    check_unique(table, "iso3", place)
    known = tuple(load_text("groups")["group"])
    for line, row in table.iterrows():
        if not re.fullmatch("[A-Z]{3}", row["iso3"]):
            raise InputError(
                f"{place} line {line}, iso3: '{row['iso3']}' is no code; give three capital letters"
            )
        for column in ("rivals", "land_neighbours", "sea_neighbours"):
            for name in row[column]:
                if name not in nations:
                    raise unknown("nation", name, nations, f"{place} line {line}, {column}", NATIONS.name)
        for column in ("bloc", "groups", "us_group"):
            names = row[column] if isinstance(row[column], tuple) else (row[column],) * bool(row[column])
            for name in names:
                if name not in known:
                    raise unknown(
                        "group", name, known, f"{place} line {line}, {column}", "model/data/groups.csv"
                    )


def _groups(nations: pd.DataFrame) -> dict[str, Names]:
    table = load_text("groups")
    iso3 = tuple(nations["iso3"])
    groups: dict[str, Names] = {}
    for name, kind, members in table[["group", "kind", "members"]].to_numpy():
        listed = tuple(members.split(";")) if members else ()
        if kind == "external":
            groups[name] = listed
            continue
        if kind == "all":
            inside = set(iso3)
        elif kind == "list":
            inside = {nation for part in listed for nation in groups.get(part, (part,))}
        elif kind == "diffusion_tier":
            inside = set(nations["iso3"][nations[kind] == int(members)])
        else:
            inside = {nation for nation, own in zip(iso3, nations[kind], strict=True) if name in own}
        groups[name] = tuple(nation for nation in iso3 if nation in inside)
    return groups


def _firms(known: Names) -> pd.DataFrame:
    table, columns, place = load("firms")
    check_unique(table, "name", place)
    for line, iso3 in table["iso3"].items():
        if iso3 not in known:
            raise unknown("nation", iso3, known, f"{place} line {line}, iso3", "model/data/nations.csv")
    return settle(fill_firms(table, columns), columns)


def _chips() -> pd.DataFrame:
    table, columns, place = load("chips")
    check_unique(table, "chip", place)
    return settle(fill_chips(table, columns), columns)


def _delegations(blocs: Names) -> tuple[Names, ...]:
    table = load_text("delegations")
    for lever in table["lever"]:
        if lever not in LEVERS:
            raise unknown("lever", lever, LEVERS, "delegations.csv")
    return tuple(tuple(table["lever"][table["bloc"] == bloc]) for bloc in blocs)


def _notes(path: Path, lost: int) -> Names:
    return (f"{path.name}: firms of nations not in it are left out ({lost})",) if lost else ()
