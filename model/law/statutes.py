"""From the catalogue of rules and a scenario's events to the Law of a world."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from sovereigns.agents.contract import LAYER, LAYERS
from sovereigns.model.facts.inputs import Inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.quarters import NEVER
from sovereigns.model.law.law import RAISES, Bool, Change, Law
from sovereigns.model.scenario import CONTROL_ACTIONS, Intervention, Scenario

REMEMBERED = 16
"""Laws kept for further runs."""


def build_law(inputs: Inputs, scenario: Scenario, p: Parameters) -> Law:
    """Every dated change that the scenario takes from the catalogue, then its own events."""
    dated = tuple(e for e in scenario.events if e.action in CONTROL_ACTIONS)
    return _build(inputs, tuple(scenario.rules), dated, frozenset(scenario.locks), p)


@lru_cache(maxsize=REMEMBERED)
def adopted(inputs: Inputs, p: Parameters, quarter: int) -> Bool:
    """(n, l) layers on which each nation held a control before a quarter, by the catalogue; read-only.

    That is history, whatever a scenario keeps of the law.

    Args:
        inputs: nations and the catalogue.
        p: parameters; `rule_seen` is the level from which a control is one.
        quarter: since 2022Q1.
    """
    rows = {iso3: row for row, iso3 in enumerate(inputs.nations["iso3"])}
    rules = inputs.rules
    past = rules[(rules["effective"] < quarter) & (rules["enforced"] > 0) & rules["action"].isin(RAISES)]
    found = np.zeros((len(rows), len(LAYERS)), dtype=bool)
    for rule in past.to_dict("records"):
        change = _from_rule(rule, rows, {}, p)
        if not change.support and change.lever > p.rule_seen:
            found[list(change.by), change.layer] = True
    found.flags.writeable = False
    return found


@lru_cache(maxsize=REMEMBERED)
def _build(
    inputs: Inputs,
    chosen_rules: tuple[str, ...],
    dated: tuple[Intervention, ...],
    locks: frozenset[str],
    p: Parameters,
) -> Law:
    """Runs that differ by seed only share their law, with all that it has been asked."""
    rows = {iso3: row for row, iso3 in enumerate(inputs.nations["iso3"])}
    chosen = inputs.rules[inputs.rules["id"].isin(chosen_rules)]
    letters: dict[str, list[str]] = {}
    for name, rule in zip(inputs.rules["id"], inputs.rules["rule"], strict=True):
        letters.setdefault(rule, []).append(name)
    changes = [_from_rule(rule, rows, letters, p) for rule in chosen.to_dict("records")]
    changes += [_from_event(k, event, rows, p) for k, event in enumerate(dated)]
    return Law(tuple(changes), len(rows), locks)


def _rows(names: Iterable[str], rows: dict[str, int]) -> tuple[int, ...]:
    return tuple(rows[name] for name in names if name in rows)


def _from_rule(
    rule: Mapping[Hashable, Any], rows: dict[str, int], letters: dict[str, list[str]], p: Parameters
) -> Change:
    duty = float(rule["level"]) if rule["policy"] == "levy" and rule["layer"] == "chips" else 0.0
    return Change(
        id=rule["id"],
        announced=int(rule["announced"]),
        effective=int(rule["effective"]),
        ended=min(int(rule["ended"]), NEVER),
        by=_rows(rule["by"], rows),
        on=_rows(rule["on"], rows),
        layer=LAYER[rule["layer"]],
        action=rule["action"],
        level=float(rule["level"]),
        lever=0.0 if duty else float(rule["level"]) * _strictness(float(rule["tpp_min"]), rule["layer"], p),
        duty=duty,
        replaces=frozenset(name for old in rule["replaces"] for name in letters.get(old, [old])),
        standing=rule["policy"] == "embargo",
        support=rule["policy"] == "support",
        imports=rule["door"] == "import",
        tpp=float(rule["tpp_min"]),
        interconnect=float(rule["io_min_gb_s"]),
        density=float(rule["density_min"]),
        bandwidth=float(rule["bandwidth_min_tb_s"]),
        chip_class=rule["chip_class"],
        vendors=_rows(rule["vendors"], rows),
        foreign_product=bool(rule["foreign_product"]),
        cap=float(rule["cap_h100e"]),
        text=rule["text"],
    )


def _from_event(place: int, event: Intervention, rows: dict[str, int], p: Parameters) -> Change:
    level = 0.0 if event.action == "rescind" else event.value
    on_chips = event.layer == "chips" and level > 0
    return Change(
        id=f"event {place + 1}",
        announced=event.quarter,
        effective=event.quarter,
        ended=NEVER if event.until is None else event.until,
        by=_rows(event.by, rows),
        on=_rows(event.on, rows),
        layer=LAYER[event.layer],
        action=event.action,
        level=1.0 if on_chips else level,
        lever=level,
        tpp=p.h100_tpp * (1 / level - 1) if on_chips else 0.0,
        replaces_layer=event.action in {"loosen", "rescind"},
        text=event.text or f"{event.action} {event.layer}",
    )


def _strictness(threshold: float, layer: str, p: Parameters) -> float:
    """Lever of a rule at full denial: for chips u with (1 / u - 1) H100s as its threshold, 1 elsewhere."""
    return p.h100_tpp / (p.h100_tpp + threshold) if layer == "chips" else 1.0
