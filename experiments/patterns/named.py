"""What the article names (C13, C18 to C20): data, incentives, a common laboratory, part coalitions."""

from __future__ import annotations

import numpy as np

from sovereigns.experiments.claims.arms import ARMS
from sovereigns.experiments.patterns.chance import MOST, VISIBLE, against_chance, beyond_chance
from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.experiments.patterns.watched import Arm, Watched, watched
from sovereigns.model.kernels.numerics.elementary import log
from sovereigns.model.world import Float

SECTION = "named"
FIVE_YEARS, THREE_YEARS = 20, 12
LAW = "law-of-2025"
LARGE, SMALL = "JPN", "ARE"


def _ends(runs: Runs, arm: Arm, name: str, iso3: str) -> Float:
    return np.array([one.nation(name, iso3)[-1] for one in watched(runs, arm)])


def _data(runs: Runs, iso3: str) -> float:
    """What closing one's data adds at home and takes abroad, the lesser of the two, against chance."""
    home, abroad = (against_chance(*pair) for pair in _closed_and_open(runs, iso3))
    return float(min(home, -abroad))


def _data_told(runs: Runs, iso3: str) -> bool:
    return all(beyond_chance(closed, open_) for closed, open_ in _closed_and_open(runs, iso3))


def _closed_and_open(runs: Runs, iso3: str) -> list[tuple[Float, Float]]:
    """At home and abroad: with data closed, and open."""
    closed, open_ = (Arm(LAW, FIVE_YEARS, held=(iso3, "localisation", value)) for value in (0.9, 0.0))
    names = "own_model", "reach_abroad"
    return [(_ends(runs, closed, name, iso3), _ends(runs, open_, name, iso3)) for name in names]


def _joint(told: list[Watched]) -> float:
    return float(np.mean([one.metrics["joint_work_share"].iloc[1:].mean() for one in told]))


def _elasticity(runs: Runs) -> float:
    """Of joint work in its incentive, at twice what it is."""
    plain, twice = (Arm(LAW, THREE_YEARS, set=(("joint_incentive", value),)) for value in (0.5, 1.0))
    grown = _joint(watched(runs, twice)) / _joint(watched(runs, plain))
    return float(log(grown) / log(2.0))


CERN, MANHATTAN = (
    Arm(arm.scenario, FIVE_YEARS, tuple(sorted(arm.set.items()))) for arm in (ARMS["cern"], ARMS["manhattan"])
)


def _world(runs: Runs, arm: Arm, metric: str) -> Float:
    """(seeds,) mean of all quarters."""
    return np.array([one.metrics[metric].iloc[1:].mean() for one in watched(runs, arm)])


def _cern(runs: Runs, metric: str) -> float:
    """Common laboratory less national projects, against chance."""
    return float(against_chance(*(_world(runs, arm, metric) for arm in (CERN, MANHATTAN))))


def _cern_told(runs: Runs, metric: str) -> bool:
    return bool(beyond_chance(_world(runs, CERN, metric), _world(runs, MANHATTAN, metric)))


TALKED = (
    ("incident_noise", 0.0),
    ("outsider_sanction", 0.03),
    ("talks_failure", 0.0),
    ("talks_quarters", 1.0),
    ("talks_rate", 1.0),
)
"""A duty on outsiders, without which nobody would stay (the patterns of bodies); talks take one quarter.

Incidents are as they are to be expected: where they are drawn, whole ones hide what a small part changes.
"""
ALL, WITHOUT_CHINA, WITHOUT_US, WITHOUT_BOTH = (
    Arm(f"coalition-{name}", THREE_YEARS, TALKED)
    for name in ("open", "without-china", "without-usa", "without-both")
)
NONE = Arm("coalition-open", THREE_YEARS, (("coalition_offer", 0.0), *TALKED))


def _part(one: float, other: float) -> float:
    """One by the other; not a number where there is nothing to divide by."""
    return float(one / other) if other else float("nan")


def _kept_without_china(runs: Runs) -> float:
    """Part of what a coalition of all takes off incidents that one without China takes off."""
    none, whole, part = (_world(runs, arm, "incidents").mean() for arm in (NONE, ALL, WITHOUT_CHINA))
    return _part(none - part, none - whole)


def _china_adds(runs: Runs) -> float:
    """What China's part takes off expected loss with the United States in, against with them out."""
    whole, without, alone, neither = (
        _world(runs, arm, "expected_loss").mean() for arm in (ALL, WITHOUT_CHINA, WITHOUT_US, WITHOUT_BOTH)
    )
    return _part(without - whole, neither - alone)


PATTERNS = (
    Pattern(
        "Japan closes its data: edge at home and reach lost abroad, the lesser, against chance", SECTION,
        VISIBLE, MOST, "knight2025: C13", lambda runs: _data(runs, LARGE),
        "Localisation held at 0.9 against 0, five years. At home: people on a model of their own nation; "
        "abroad: users of its models.", lambda runs: _data_told(runs, LARGE),
    ),
    Pattern(
        "the Emirates close theirs, likewise", SECTION, VISIBLE, MOST, "knight2025: C13",
        lambda runs: _data(runs, SMALL), "", lambda runs: _data_told(runs, SMALL),
    ),
    Pattern(
        "elasticity of joint work in its incentive", SECTION, 0.1, 0.7,
        "UbfalMaffioli2011: grants raise co-authors, by far less than in proportion", _elasticity,
        "What incentives do is doubled in all nations, for three years. What universities bring back to "
        "industry at home rises with it.",
    ),
    Pattern(
        "welfare with a common laboratory less that with national projects, against chance", SECTION,
        VISIBLE, MOST, "knight2025: C20", lambda runs: _cern(runs, "welfare"),
        "The arms of the claim: a tenth of a per cent of GDP for either, in one world where all nations play "
        "sovereign-builder and a laboratory of all has been founded, or none is; mean of five years.",
        lambda runs: _cern_told(runs, "welfare"),
    ),
    Pattern(
        "expected loss, likewise", SECTION, -MOST, -VISIBLE, "knight2025: C20",
        lambda runs: _cern(runs, "expected_loss"),
        "Fewer build and fewer accidents come of it, but one of the common model reaches all who use it.",
        lambda runs: _cern_told(runs, "expected_loss"),
    ),
    Pattern(
        "risk of conflict, likewise", SECTION, -MOST, -VISIBLE, "knight2025: C20",
        lambda runs: _cern(runs, "conflict_risk"), "", lambda runs: _cern_told(runs, "conflict_risk"),
    ),
    Pattern(
        "nations apart in capability, likewise", SECTION, -MOST, -VISIBLE, "knight2025: C20",
        lambda runs: _cern(runs, "capability_gini"),
        "Of own models: what is pooled builds none of them, and the common one is nobody's own.",
        lambda runs: _cern_told(runs, "capability_gini"),
    ),
    Pattern(
        "part of a whole coalition's cut in incidents that one without China keeps", SECTION, 0.1, 0.9,
        "knight2025: C12, against K4: neither useless nor as good", _kept_without_china,
        "Effects of whole runs, not coverage times a standard. Talks take a quarter and do not fail, with a "
        "duty of 3 % on outsiders: at the table's pace neither power is in within three years. China answers "
        "for a twelfth of incidents, and nine tenths of the harm of its AI fall on itself, by which its own "
        "standard is set: the best for all asks it for little more (0.28 against 0.25), and most of those "
        "whose harm falls on others. So little is lost without it.",
    ),
    Pattern(
        "what China's part takes off expected loss with the US in, against with the US out", SECTION, 1, 100,
        "Barrett1994: both largest or little; knight2025: C18", _china_adds,
        "Little either way, as in the row above, and a little less with the United States in.",
    ),
)  # fmt: skip
"""Ranges say the direction that the article claims, and a tenth of the spread between seeds as the least."""
