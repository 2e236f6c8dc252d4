"""Scenarios: named presets in data/scenarios/ and users' own TOML files, one schema for both.

A scenario sets laws, costs, beliefs, strategies and dated events, never outcomes. The file
data/scenario.schema.json says the same to editors.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sovereigns.agents.contract import LAYERS, LEVERS
from sovereigns.agents.registry import strategies
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.inputs import Inputs, load_inputs
from sovereigns.model.facts.numbers import brief, shown
from sovereigns.model.facts.parameters import Parameters, Value
from sovereigns.model.facts.quarters import parse
from sovereigns.model.facts.quarters import text as quarter_text
from sovereigns.model.facts.sources import OWN, source_keys
from sovereigns.model.facts.texts import read_text, toml_table
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.scenario import CONTROL_ACTIONS, STARTS, Founding, Intervention, Scenario
from sovereigns.model.start.presets import find_scenario

EXTERNAL = "TWN"
ACTIONS = (*CONTROL_ACTIONS, "shock", "government")
SHOCKS = ("blockade", "breakthrough", "bust", "conflict")
KEYS = ("title", "assumes", "sources", "start", "rules", "locks", "set", "strategies", "bodies", "events")
BODY_KEYS = ("members", "exclude", "proposers")
EVENT_KEYS = ("quarter", "by", "on", "layer", "action", "value", "until", "kind", "text")
SCHEMA = "model/data/scenario.schema.json"
TOWARD_ONESELF = ("subsidy",)
"""Layers on which a nation's law is about itself."""
DATED = ("2022Q1", "2071Q4")
"""First and last quarter in which an event can reach a run."""

_WORDS: dict[type | tuple[type, ...], str] = {
    str: "text in quotes",
    list: "a list in [ ]",
    dict: "a table",
    (int, float): "a number",
}


def load_scenario(name_or_path: str | Path, inputs: Inputs) -> Scenario:
    """A preset by its name, or a user's file, checked whole.

    Laws, events and strategies of nations that exist but are not in `inputs` are left out, with a note.

    Args:
        name_or_path: a name of `presets.scenario_names()` or the path of a TOML file.
        inputs: the nations, groups and rules of this world.

    Raises:
        InputError: no such preset or file, broken TOML, or a key or value that the schema does not allow;
            the message names the file, the key or event, the near match and the remedy.
    """
    path, place = find_scenario(str(name_or_path))
    text = read_text(path, "TOML", place)
    table = toml_table(text, place)
    _known_keys(table, KEYS, place)
    events, lost = _events(table, place, inputs)
    rules, undue = _rules(_texts(table, "rules", place), place, inputs)
    chosen = _get(table, "strategies", dict, place, {})
    played, absent = chosen_strategies(chosen, f"{place}, [strategies]", inputs)
    return Scenario(
        name=path.stem,
        title=_get(table, "title", str, place, path.stem),
        sources=_sources(table, place),
        start=_start(table, place),
        set=_set(_get(table, "set", dict, place, {}), f"{place}, [set]"),
        strategies=played,
        bodies=_bodies(_get(table, "bodies", dict, place, {}), f"{place}, [bodies", inputs),
        rules=rules,
        locks=_locks(_texts(table, "locks", place), f"{place}, locks"),
        events=events,
        notes=(*undue, *lost, *absent),
        digest=text.digest,
        assumes=_assumption(table, place),
    )


def unmet(events: Iterable[Intervention], first: int, last: int) -> list[str]:
    """Notes on events that a run does not meet: what lies after it, and what strikes once before it.

    Args:
        events: of a scenario.
        first: first quarter of the run, quarters since 2022Q1.
        last: its last.
    """
    return [
        f"the event of {quarter_text(event.quarter)} ({event.action} {event.kind or event.layer}) lies "
        f"{'after' if event.quarter > last else 'before'} this run; it does not happen"
        for event in events
        if event.quarter > last or (event.quarter < first and event.action not in CONTROL_ACTIONS)
    ]


def chosen_strategies(
    chosen: Mapping[str, Any], place: str, inputs: Inputs, everyone: str = "default"
) -> tuple[dict[str, str], list[str]]:
    """Check who plays what; groups become their members, and a nation's own entry wins over its groups'.

    Args:
        chosen: ISO3, group or `everyone` -> name of a strategy.
        place: where they stood, for messages.
        inputs: the nations and groups of this world.
        everyone: the word for all nations that are not named.

    Returns:
        ISO3 or `everyone` -> name of a strategy; a note on each nation that is not in this world.

    Raises:
        InputError: an unknown nation or strategy, with near match and remedy.
    """
    known, names = strategies(), _nation_names(inputs)
    groups: dict[str, str] = {}
    nations: dict[str, str] = {}
    for who in chosen:
        _misplaced(who, place)
        strategy = _get(chosen, who, str, place, "")
        if strategy not in known:
            raise unknown("strategy", strategy, known, f"{place}, {who}", "sovereigns strategies")
        if who in inputs.groups:
            groups |= dict.fromkeys(inputs.groups[who], strategy)
        elif who == everyone or who in names:
            nations[who] = strategy
        else:
            raise unknown_nation(who, place, inputs, (everyone, *inputs.groups))
    absent = [who for who in nations if who != everyone and who not in inputs.nation_names]
    notes = [f"{place}: {who} is not in this world; its strategy is left out" for who in absent]
    return groups | {who: strategy for who, strategy in nations.items() if who not in absent}, notes


def unknown_nation(given: str, place: str, inputs: Inputs, groups: Iterable[str] = ()) -> InputError:
    """An error for a nation that does not exist, with near matches among codes, names and groups.

    Args:
        given: the nation as given.
        place: where it stood.
        inputs: the nations that exist.
        groups: names of groups that would do as well.
    """
    names = _nation_names(inputs)
    near = {name.casefold(): f"{iso3} ({name})" for iso3, name in names.items()}
    near |= {iso3.casefold(): f"{iso3} ({name})" for iso3, name in names.items()}
    near |= {group.casefold(): group for group in groups}
    found = difflib.get_close_matches(given.casefold(), near, n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(dict.fromkeys(near[key] for key in found))}?" if found else ""
    return InputError(
        f"{place}: unknown nation '{given}'{hint} (nations are ISO3 codes of model/data/nations.csv)"
    )


def _nation_names(inputs: Inputs) -> dict[str, str]:
    return load_inputs().nation_names | inputs.nation_names


def _known_keys(table: Mapping[str, Any], keys: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in keys:
            raise unknown("key", key, keys, place, SCHEMA)


def _get(
    table: Mapping[str, Any],
    key: str,
    kind: type | tuple[type, ...],
    place: str,
    default: Any,
    remedy: str = "",
) -> Any:
    value = table.get(key, default)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise InputError(
            f"{place}, {key}: {shown(value)} is not {_WORDS[kind]}" + (f"; {remedy}" if remedy else "")
        )
    return value


def _assumption(table: Mapping[str, Any], place: str) -> str:
    assumes: str = _get(table, "assumes", str, place, "")
    if not assumes.strip():
        raise InputError(
            f'{place}: assumes is missing; say in one sentence what it assumes: assumes = "...", '
            "above the first [table]"
        )
    return assumes


def _sources(table: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """Keys of the bibliography, `own`, or references in words or by address."""
    sources = _texts(table, "sources", place)
    for source in sources:
        if re.fullmatch(r"\w*", source) and source not in source_keys() | {OWN}:
            remedy = f"write {OWN}, the reference in words, or a key: model/data/sources.bib"
            raise unknown("source", source, source_keys(), f"{place}, sources", remedy)
    return sources


def _texts(table: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = table.get(key, [])
    texts = [value] if isinstance(value, str) else _get(table, key, list, place, [])
    for text in texts:
        if not isinstance(text, str):
            raise InputError(f"{place}, {key}: {shown(text)} is not {_WORDS[str]}")
    return tuple(texts)


def _start(table: Mapping[str, Any], place: str) -> str:
    start: str = _get(table, "start", str, place, STARTS[0])
    if start not in STARTS:
        raise InputError(f"{place}, start: '{start}' is not a start; data exist for {' and '.join(STARTS)}")
    return start


def _misplaced(name: str, place: str) -> None:
    if name in KEYS:
        raise InputError(f"{place}: '{name}' is a key of the whole file; move it above the first [table]")


def _set(values: Mapping[str, Any], place: str) -> dict[str, Value]:
    for name in values:
        _misplaced(name, place)
    changed = Parameters.defaults().replace(values, place)
    for name, given in values.items():
        if isinstance(given, str) and not isinstance(getattr(changed, name), str):
            raise InputError(f"{place}: {name} = '{given}' is text; write the number without quotes")
    return {name: getattr(changed, name) for name in values}


def _rules(names: tuple[str, ...], place: str, inputs: Inputs) -> tuple[tuple[str, ...], list[str]]:
    """Ids of the rules that concern nations of this world, and a note on those that do not."""
    ids = _rule_ids(load_inputs())
    for name in names:
        if name not in ids:
            raise unknown(
                "rule or package", name, ids, f"{place}, rules", "model/data/controls.csv or packages.csv"
            )
    chosen = {id for name in names for id in ids[name]}
    kept = tuple(id for id in inputs.rules["id"] if id in chosen)
    lost = len(chosen) - len(kept)
    note = f"{place}: dated rules of nations not in this world are left out ({lost})"
    return kept, [note] if lost else []


@lru_cache(maxsize=1)
def _rule_ids(every: Inputs) -> dict[str, tuple[str, ...]]:
    """Package, rule or part of one -> ids of rows of the catalogue."""
    ids = {**every.packages, **{id: (id,) for id in every.rules["id"]}}
    for rule, rows in every.rules.groupby("rule", sort=False):
        ids.setdefault(str(rule), tuple(rows["id"]))
    return ids


def _locks(levers: tuple[str, ...], place: str) -> tuple[str, ...]:
    for lever in levers:
        if lever not in LEVERS:
            raise unknown("lever", lever, LEVERS, place, SCHEMA)
    return levers


def _bodies(founded: Mapping[str, Any], place: str, inputs: Inputs) -> dict[str, Founding]:
    known = [body.name for body in institutions()]
    bodies = {}
    for name in founded:
        if name not in known:
            raise unknown("body", name, known, f"{place}]")
        here = f"{place}.{name}]"
        body = _get(founded, name, dict, f"{place}]", {})
        _known_keys(body, BODY_KEYS, here)
        bodies[name] = Founding(*(_nations(body, side, here, inputs) for side in BODY_KEYS))
    return bodies


def _events(
    table: Mapping[str, Any], place: str, inputs: Inputs
) -> tuple[tuple[Intervention, ...], list[str]]:
    given = _get(table, "events", list, place, [], "write each event under its own [[events]]")
    kept, notes = [], []
    for number, entry in enumerate(given, start=1):
        here = f"{place}, event {number}"
        event = _event(entry, here, inputs)
        if any(entry.get(side) and not getattr(event, side) for side in ("by", "on")):
            notes.append(f"{here}: its nations are not in this world; it is left out")
        else:
            kept.append(event)
    return tuple(kept), notes


def _event(event: Any, place: str, inputs: Inputs) -> Intervention:
    if not isinstance(event, dict):
        raise InputError(f"{place}: {shown(event)} is not {_WORDS[dict]}; write it under its own [[events]]")
    for key in event:
        if key not in EVENT_KEYS:
            _misplaced(key, place)
    _known_keys(event, EVENT_KEYS, place)
    action = _name(event, "action", ACTIONS, place)
    needed = ("quarter", "by", "on", "layer") if action in CONTROL_ACTIONS else ("quarter",)
    missing = [key for key in needed if event.get(key) in (None, "", [])]
    if missing:
        raise InputError(f"{place}: {missing[0]} is missing; action '{action}' needs {', '.join(needed)}")
    quarter = parse(_get(event, "quarter", str, place, ""), f"{place}, quarter")
    until = parse(_get(event, "until", str, place, ""), f"{place}, until") if "until" in event else None
    if until is not None and until <= quarter:
        raise InputError(f"{place}, until: '{event['until']}' is not after quarter '{event['quarter']}'")
    found = Intervention(
        quarter=quarter,
        by=_nations(event, "by", place, inputs),
        on=_nations(event, "on", place, inputs),
        layer=_name(event, "layer", LAYERS, place) if "layer" in event else "",
        action=action,
        value=_level(event, action, place),
        until=until,
        kind=_kind(event, action, place),
        text=_get(event, "text", str, place, ""),
    )
    _can_happen(found, event, place)
    return found


def _can_happen(event: Intervention, given: Mapping[str, Any], place: str) -> None:
    """Check that an event lies where a run can meet it, and that it concerns two nations.

    A law may be older than any run: it then holds from the start. What strikes once strikes in its quarter.
    """
    first, last = (parse(quarter) for quarter in DATED)
    law = event.action in CONTROL_ACTIONS
    reaches = (last if event.until is None else event.until - 1) if law else event.quarter
    if event.quarter > last or reaches < first:
        raise InputError(
            f"{place}, quarter: what happens in '{given['quarter']}' reaches no run; give a quarter from "
            f"{DATED[0]} to {DATED[1]} (a law that stands may be older)"
        )
    alone = len(event.by) == 1 and event.by == event.on
    if alone and ((law and event.layer not in TOWARD_ONESELF) or event.kind == "conflict"):
        raise InputError(
            f"{place}, on: {event.on[0]} cannot act on itself here; name another nation (only "
            f"{', '.join(TOWARD_ONESELF)} is a nation's law for itself)"
        )


def _name(event: Mapping[str, Any], key: str, names: tuple[str, ...], place: str) -> str:
    if key not in event:
        raise InputError(f"{place}: {key} is missing; give one of {', '.join(names)}")
    name: str = _get(event, key, str, place, "")
    if name not in names:
        raise unknown(key, name, names, f"{place}, {key}", SCHEMA)
    return name


def _kind(event: Mapping[str, Any], action: str, place: str) -> str:
    if action == "shock":
        return _name(event, "kind", SHOCKS, place)
    if "kind" in event:
        raise InputError(f'{place}, kind: only a shock has a kind; take it out or write action = "shock"')
    return ""


def _nations(table: Mapping[str, Any], side: str, place: str, inputs: Inputs) -> tuple[str, ...]:
    names = _nation_names(inputs)
    chosen: dict[str, None] = {}
    for name in _texts(table, side, place):
        if name in inputs.groups:
            chosen |= dict.fromkeys(inputs.groups[name])
        elif name in names or name == EXTERNAL:
            chosen[name] = None
        else:
            raise unknown_nation(name, f"{place}, {side}", inputs, (EXTERNAL, *inputs.groups))
    return tuple(name for name in chosen if name in inputs.nation_names or name == EXTERNAL)


def _level(event: Mapping[str, Any], action: str, place: str) -> float:
    if action == "loosen" and "value" not in event:
        raise InputError(
            f"{place}: value is missing; give the level that stays, 0 to 1, or write "
            'action = "rescind" to take the rule away'
        )
    default = 0.0 if action == "rescind" else 1.0
    level: float = _get(event, "value", (int, float), place, default)
    if not 0 <= level <= 1:
        raise InputError(f"{place}, value: {brief(level)} is out of range; give a level from 0 to 1")
    return float(level)
