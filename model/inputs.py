"""The facts that a world starts from: nations, firms, chips, rules and named groups of model/data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from agents.contract import LAYERS, LEVERS
from model.errors import InputError, unknown
from model.fills import fill_chips, fill_firms, fill_nations, fill_rules
from model.tables import DATA, Column, Lines, check_unique, read_columns, read_lines, read_table, settle

NATIONS = DATA / "nations.csv"
UN_MEMBERS = 193
OTHERS = "OTHERS"
"""In a rule: every nation but the imposers."""

Names = tuple[str, ...]


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
    `level` is the level of the licence policy x scope, `rule` the id without the letter of a part."""
    groups: dict[str, Names]
    """Named group -> ISO3 of its members among these nations."""
    packages: dict[str, Names]
    """Named package -> ids of its rows of `rules`."""
    blocs: Names
    """Groups that decide for their members, in order."""
    delegations: tuple[Names, ...]
    """Levers that each of `blocs` decides."""
    digests: dict[str, str]
    """File -> SHA-256."""
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
    return _load(path.resolve(), read_lines(path).digest)


@cache
def _load(path: Path, digest: str) -> Inputs:
    nations = _nations(path)
    there = tuple(nations["iso3"])
    groups = _groups(nations)
    rules = _rules(groups)
    kept_rules = _keep(rules, there, groups["EXTERNAL"])
    firms = _firms(there, groups["EXTERNAL"])
    kept_firms = firms[firms["iso3"].isin(there) | firms["external"]].reset_index(drop=True)
    blocs = tuple(sorted(set(nations["bloc"]) - {""}))
    return Inputs(
        nations=nations,
        firms=kept_firms,
        chips=_chips(),
        rules=kept_rules,
        groups=groups,
        packages=_packages(rules, kept_rules),
        blocs=blocs,
        delegations=_delegations(blocs),
        digests={file.name: read_lines(file).digest for file in sorted(DATA.glob("*.csv"))}
        | {path.name: digest},
        notes=_notes(path, {"firms": (firms, kept_firms), "dated rules": (rules, kept_rules)}),
    )


def _table(name: str) -> tuple[pd.DataFrame, tuple[Column, ...], Lines]:
    columns = read_columns(DATA / f"{name}_columns.csv")
    lines = read_lines(DATA / f"{name}.csv")
    return read_table(lines, columns), columns, lines


def _nations(path: Path) -> pd.DataFrame:
    standard, columns, _ = _table("nations")
    lines = read_lines(path)
    table = read_table(lines, columns)
    _check_nations(table, lines.place)
    if path == NATIONS.resolve() and len(table) != UN_MEMBERS:
        raise InputError(
            f"{lines.place}: has {len(table)} nations, not the {UN_MEMBERS} members of the United Nations"
        )
    filled = fill_nations(table, columns, standard)
    return settle(filled.sort_values("iso3", kind="stable"), columns)


def _check_nations(table: pd.DataFrame, place: str) -> None:
    known = tuple(_raw("groups")["group"])
    check_unique(table, "iso3", place)
    for line, row in table.iterrows():
        if not re.fullmatch("[A-Z]{3}", row["iso3"]):
            raise InputError(
                f"{place} line {line}, iso3: '{row['iso3']}' is no code; give three capital letters"
            )
        for column in ("bloc", "groups", "us_group"):
            names = row[column] if isinstance(row[column], tuple) else (row[column],) * bool(row[column])
            for name in names:
                if name not in known:
                    raise unknown(
                        "group", name, known, f"{place} line {line}, {column}", "model/data/groups.csv"
                    )


def _raw(name: str) -> pd.DataFrame:
    lines = read_lines(DATA / f"{name}.csv")
    return pd.DataFrame([row for _, row in lines.rows], columns=list(lines.header), dtype=object)


def _groups(nations: pd.DataFrame) -> dict[str, Names]:
    table = _raw("groups")
    iso3 = tuple(nations["iso3"])
    groups: dict[str, Names] = {}
    for name, kind, members in zip(table["group"], table["kind"], table["members"], strict=True):
        listed = tuple(members.split(";")) if members else ()
        if kind == "all":
            groups[name] = iso3
        elif kind == "external":
            groups[name] = listed
        elif kind == "diffusion_tier":
            groups[name] = tuple(nations["iso3"][nations[kind] == int(members)])
        elif kind == "list":
            named = {nation for part in listed for nation in groups.get(part, (part,))}
            groups[name] = tuple(nation for nation in iso3 if nation in named)
        else:
            groups[name] = tuple(nations["iso3"][[name in listed for listed in nations[kind]]])
    return groups


def _firms(there: Names, external: Names) -> pd.DataFrame:
    table, columns, lines = _table("firms")
    check_unique(table, "name", lines.place)
    known = (*_un_members(), *external)
    for line, iso3 in table["iso3"].items():
        if iso3 not in known:
            raise unknown("nation", iso3, known, f"{lines.place} line {line}, iso3", "model/data/nations.csv")
    return settle(fill_firms(table, columns), columns)


def _un_members() -> Names:
    return tuple(_raw("nations")["iso3"])


def _chips() -> pd.DataFrame:
    table, columns, lines = _table("chips")
    check_unique(table, "chip", lines.place)
    return settle(fill_chips(table, columns), columns)


def _rules(groups: Mapping[str, Names]) -> pd.DataFrame:
    table, columns, lines = _table("controls")
    check_unique(table, "id", lines.place)
    known = (*_un_members(), *groups, OTHERS)
    for line, row in table.iterrows():
        place = f"{lines.place} line {line}"
        if row["layer"] not in LAYERS:
            raise unknown("layer", row["layer"], LAYERS, f"{place}, layer")
        for column in ("by", "on"):
            for name in row[column]:
                if name not in known and name not in groups["EXTERNAL"]:
                    raise unknown(
                        "nation or group", name, known, f"{place}, {column}", "model/data/groups.csv"
                    )
    rules = settle(fill_rules(table, columns), columns)
    levels = {
        policy: float(level)
        for policy, level in _raw("licence_policies")[["policy", "level"]].itertuples(index=False)
    }
    by = [_members(names, groups, ()) for names in rules["by"]]
    on = [_members(names, groups, imposers) for names, imposers in zip(rules["on"], by, strict=True)]
    return rules.assign(
        by=pd.Series(by, dtype=object),
        on=pd.Series(on, dtype=object),
        rule=[re.sub("[a-z]$", "", name) for name in rules["id"]],
        level=rules["policy"].map(levels) * rules["scope"],
    )


def _members(names: Names, groups: Mapping[str, Names], imposers: Names) -> Names:
    members: dict[str, None] = {}
    for name in names:
        if name == OTHERS:
            members |= dict.fromkeys(nation for nation in groups["ALL"] if nation not in imposers)
        else:
            members |= dict.fromkeys(groups.get(name, (name,)))
    return tuple(members)


def _keep(rules: pd.DataFrame, there: Names, external: Names) -> pd.DataFrame:
    known = {*there, *external}
    by, on = ([tuple(n for n in names if n in known) for names in rules[side]] for side in ("by", "on"))
    both = [bool(imposers and targets) for imposers, targets in zip(by, on, strict=True)]
    kept = rules.assign(by=pd.Series(by, dtype=object), on=pd.Series(on, dtype=object))
    return kept[both].reset_index(drop=True)


def _packages(rules: pd.DataFrame, kept: pd.DataFrame) -> dict[str, Names]:
    table = _raw("packages")
    includes = {
        name: tuple(parts.split(";")) for name, parts in zip(table["package"], table["includes"], strict=True)
    }
    for package in rules["package"]:
        if package not in includes:
            raise unknown("package", package, includes, "controls.csv", "model/data/packages.csv")
    ids = {name: _package(name, includes, rules) for name in includes}
    return {name: tuple(id for id in kept["id"] if id in ids[name]) for name in includes}


def _package(name: str, includes: Mapping[str, Names], rules: pd.DataFrame) -> set[str]:
    found: set[str] = set()
    for part in includes[name]:
        if part == "*":
            found |= set(rules["id"])
        elif part == name:
            found |= set(rules["id"][rules["package"] == name])
        elif part in includes:
            found |= _package(part, includes, rules)
        elif part in set(rules["rule"]):
            found |= set(rules["id"][rules["rule"] == part])
        else:
            raise unknown(
                "package or rule", part, (*includes, *rules["rule"].unique()), f"packages.csv, {name}"
            )
    return found


def _delegations(blocs: Names) -> tuple[Names, ...]:
    table = _raw("delegations")
    for lever in table["lever"]:
        if lever not in LEVERS:
            raise unknown("lever", lever, LEVERS, "delegations.csv")
    return tuple(tuple(table["lever"][table["bloc"] == bloc]) for bloc in blocs)


def _notes(path: Path, tables: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]]) -> Names:
    lost = {what: len(whole) - len(kept) for what, (whole, kept) in tables.items()}
    return tuple(
        f"{path.name}: {n} {what} of nations not in it are left out" for what, n in lost.items() if n
    )
