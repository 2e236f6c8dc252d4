"""Identification: what quasi-experiments on controls found, and the same contrast in matched runs."""

from __future__ import annotations

import numpy as np

from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.experiments.patterns.watched import Arm, Watched, more, watched
from sovereigns.model.world import Float

SECTION = "identified"
QUARTERS = 12
RULE, NO_RULE = (Arm(name, QUARTERS) for name in ("october-2022", "before-october-2022"))
"""2022 to 2024. The rules of October 2022 take hold in the third quarter."""
CHILLED, OPEN = (Arm(name, QUARTERS) for name in ("science-chilled", "science-open"))
FIRST_YEAR, NEXT_YEAR, THIRD_YEAR = slice(3, 7), slice(4, 8), slice(8, 12)
"""After the rule of October 2022."""


def _change(runs: Runs, arms: tuple[Arm, Arm], name: str, iso3: str, when: slice = slice(QUARTERS)) -> float:
    """Relative change of a nation's number between two arms on the same seeds."""
    return more(*(_of_nation(watched(runs, arm), name, iso3, when) for arm in arms))


def _of_nation(told: list[Watched], name: str, iso3: str, when: slice) -> Float:
    return np.array([one.nation(name, iso3)[when].mean() for one in told])


def _revenue(runs: Runs) -> float:
    sold = [
        np.array(
            [one.metrics["vendor_revenue"].iloc[1:].iloc[THIRD_YEAR].mean() for one in watched(runs, arm)]
        )
        for arm in (RULE, NO_RULE)
    ]
    return more(*sold)


def _intensity(runs: Runs) -> float:
    """Relative change of what China spends on research, for what it spends on AI compute."""
    shares = [
        _of_nation(watched(runs, arm), "research_spending", "CHN", NEXT_YEAR)
        / _of_nation(watched(runs, arm), "ai_spending", "CHN", NEXT_YEAR)
        for arm in (RULE, NO_RULE)
    ]
    return more(*shares)


def _begun(runs: Runs) -> float:
    """Relative change of careers of Chinese origin begun in the United States."""
    last = slice(QUARTERS - 1, QUARTERS)
    return _change(runs, (CHILLED, OPEN), "begun_in", "USA", last)


PATTERNS = (
    Pattern(
        "profits of US chip vendors in the year after October 2022, against no rule", SECTION, -0.1, -0.005,
        "Crosignani2023: affected suppliers lost 2.5 % of their value, and profits",
        lambda runs: _change(runs, (RULE, NO_RULE), "vendors", "USA", FIRST_YEAR),
        "The paper compares suppliers of listed customers with others; every vendor of the model sells to "
        "the target. The finding and the one below pull apart: harm at once, none to see two years on.",
    ),
    Pattern(
        "revenue of chip vendors two years after October 2022, against no rule", SECTION, -0.03, 0.05,
        "Schumacher2024: affected firms did no worse than others", _revenue,
        "The paper has R&D and patents of 30 firms, which follow revenue in the model: other buyers take "
        "what the target may not.",
    ),
    Pattern(
        "what China spends on research for what it spends on AI compute, in the next year", SECTION,
        0.05, 0.35,
        "HuEtAl2024: listed firms' R&D intensity rose by 17 % in the next year", _intensity,
        "Research is the part of AI spending that firms put into it, and what the state and its firms put "
        "into own chips. Of the second the model knows nothing before controls stir it, so that the rise is "
        "on too small a base.",
    ),
    Pattern(
        "efficiency of China's best developer two years after October 2022, against no rule", SECTION,
        -0.25, 0,
        "CaoEtAl2024: fewer and lesser patents of listed firms; HuEtAl2024: output no higher",
        lambda runs: _change(runs, (RULE, NO_RULE), "efficiency", "CHN", THIRD_YEAR),
        "Patents are read as what research yields. The two papers on what goes in and what comes out pull "
        "apart; so does the model.",
    ),
    Pattern(
        "research talent at work in China where joint science with the US is held to half", SECTION,
        -0.04, -0.003,
        "AghionEtAl2023: 13 % fewer citations of those with US co-authors, who are a tenth to a quarter",
        lambda runs: _change(runs, (CHILLED, OPEN), "talent", "CHN"),
        "The dose is the model's rule of December 2024 on joint science, put against the law without it. "
        "Talent counts skill "
        "and what joint work adds; the range is the paper's effect on those treated times their part.",
    ),
    Pattern(
        "research talent at work in the United States, likewise", SECTION, -0.03, 0,
        "JiaEtAl2024: a tenth fewer citations of those with Chinese co-authors; AghionEtAl2023: no effect "
        "seen",
        lambda runs: _change(runs, (CHILLED, OPEN), "talent", "USA"),
    ),
    Pattern(
        "careers of Chinese origin begun in the United States, likewise", SECTION, -0.3, -0.03,
        "Flynn2024: 15 % fewer entered US doctoral programmes within three years", _begun,
        "The paper's chill is a mood, the model's is the rule on joint science that researchers see.",
    ),
)  # fmt: skip
"""Ranges as the papers give them or wider; four seeds had been looked at when they were written down."""
