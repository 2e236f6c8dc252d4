"""What the article names (C13, C18 to C20): data, incentives, a common laboratory, part coalitions."""

from __future__ import annotations

import numpy as np

from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.experiments.patterns.watched import Arm, Watched, against_chance, watched
from sovereigns.model.kernels.numerics.elementary import log
from sovereigns.model.world import Float

SECTION = "named"
FIVE_YEARS, THREE_YEARS = 20, 12
LAW = "law-of-2025"
VISIBLE, MOST = 0.1, 1e6
"""Of the spread between seeds."""
LARGE, SMALL, COOPERATES = "JPN", "ARE", "always-cooperate"
BUDGET = 0.001
"""Share of GDP that both projects may spend: at a presets' five times as much nobody signs."""


def _ends(runs: Runs, arm: Arm, name: str, iso3: str) -> Float:
    return np.array([one.nation(name, iso3)[-1] for one in watched(runs, arm)])


def _data(runs: Runs, iso3: str) -> float:
    """What closing one's data adds at home and takes abroad, the lesser of the two, against chance."""
    closed, open_ = (Arm(LAW, FIVE_YEARS, held=(iso3, "localisation", value)) for value in (0.9, 0.0))
    home = against_chance(*(_ends(runs, arm, "own_model", iso3) for arm in (closed, open_)))
    abroad = against_chance(*(_ends(runs, arm, "reach_abroad", iso3) for arm in (closed, open_)))
    return min(home, -abroad)


def _joint(told: list[Watched]) -> float:
    return float(np.mean([one.metrics["joint_work_share"].iloc[1:].mean() for one in told]))


def _elasticity(runs: Runs) -> float:
    """Of joint work in its incentive, at twice what it is."""
    plain, twice = (Arm(LAW, THREE_YEARS, set=(("joint_incentive", value),)) for value in (0.5, 1.0))
    grown = _joint(watched(runs, twice)) / _joint(watched(runs, plain))
    return float(log(grown) / log(2.0))


CERN = Arm("cern-for-ai", FIVE_YEARS, (("cern_due", BUDGET), ("sovereign_most", 0.0)), COOPERATES)
MANHATTAN = Arm("manhattan-projects", FIVE_YEARS, (("sovereign_most", BUDGET),), COOPERATES)


def _world(runs: Runs, arm: Arm, metric: str) -> Float:
    """(seeds,) mean of all quarters."""
    return np.array([one.metrics[metric].iloc[1:].mean() for one in watched(runs, arm)])


def _cern(runs: Runs, metric: str) -> float:
    """Common laboratory less national projects, against chance."""
    return against_chance(*(_world(runs, arm, metric) for arm in (CERN, MANHATTAN)))


SANCTIONED = ("outsider_sanction", 0.03)
"""Without it nobody would stay (the patterns of bodies)."""
ALL, WITHOUT_CHINA, WITHOUT_US, WITHOUT_BOTH = (
    Arm(f"coalition-{name}", FIVE_YEARS, (SANCTIONED,))
    for name in ("open", "without-china", "without-usa", "without-both")
)
NONE = Arm("coalition-open", FIVE_YEARS, (("coalition_offer", 0.0), SANCTIONED))


def _kept_without_china(runs: Runs) -> float:
    """Part of what a coalition of all takes off incidents that one without China takes off."""
    none, whole, part = (_world(runs, arm, "incidents").mean() for arm in (NONE, ALL, WITHOUT_CHINA))
    return float((none - part) / (none - whole))


def _china_adds(runs: Runs) -> float:
    """What China's part takes off expected loss with the United States in, against with them out."""
    whole, without, alone, neither = (
        _world(runs, arm, "expected_loss").mean() for arm in (ALL, WITHOUT_CHINA, WITHOUT_US, WITHOUT_BOTH)
    )
    return float((without - whole) / (neither - alone))


PATTERNS = (
    Pattern(
        "Japan closes its data: edge at home and reach lost abroad, the lesser, against chance", SECTION,
        VISIBLE, MOST, "knight2025: C13", lambda runs: _data(runs, LARGE),
        "Localisation held at 0.9 against 0, five years. At home: people on a model of their own nation; "
        "abroad: users of its models.",
    ),
    Pattern(
        "the Emirates close theirs, likewise", SECTION, VISIBLE, MOST, "knight2025: C13",
        lambda runs: _data(runs, SMALL),
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
        "A tenth of a per cent of GDP for either, all nations cooperate, mean of five years: what the presets "
        "set apart stays, strategies do not. The laboratory is founded in some runs and not in others.",
    ),
    Pattern(
        "expected loss, likewise", SECTION, -MOST, -VISIBLE, "knight2025: C20",
        lambda runs: _cern(runs, "expected_loss"),
    ),
    Pattern(
        "risk of conflict, likewise", SECTION, -MOST, -VISIBLE, "knight2025: C20",
        lambda runs: _cern(runs, "conflict_risk"),
    ),
    Pattern(
        "nations apart in capability, likewise", SECTION, -MOST, -VISIBLE, "knight2025: C20",
        lambda runs: _cern(runs, "capability_gini"),
    ),
    Pattern(
        "part of a whole coalition's cut in incidents that one without China keeps", SECTION, 0.1, 0.9,
        "knight2025: C12, against K4: neither useless nor as good", _kept_without_china,
        "Effects of whole runs, not coverage times a standard.",
    ),
    Pattern(
        "what China's part takes off expected loss with the US in, against with the US out", SECTION, 1, 100,
        "Barrett1994: both largest or little; knight2025: C18", _china_adds,
    ),
)  # fmt: skip
"""Ranges say the direction that the article claims, and a tenth of the spread between seeds as the least."""
