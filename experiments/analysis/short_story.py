"""A run in a few sentences: who moved, what changed hands, what went wrong, in the order of time."""

from __future__ import annotations

import pandas as pd

from sovereigns.experiments.readable import number

SENTENCES = 9
LAW = ("impose", "tighten", "loosen", "rescind", "end")
MILESTONES = (10, 50, 100, 150, 193)
"""sovereign AIs"""


def tell(world: pd.DataFrame, events: pd.DataFrame) -> list[str]:
    """Up to SENTENCES sentences, each with its quarter.

    Args:
        world: a row a quarter of the world metrics.
        events: a row an event.
    """
    told = [*_milestones(world), *_law(events), *_governance(events), *_shocks(events), *_harm(events)]
    told += _leads(events)
    told = sorted(told[:SENTENCES], key=lambda line: line[0])
    return [f"{quarter}: {text}" for quarter, text in told] + [_end(world)]


def _milestones(world: pd.DataFrame) -> list[tuple[str, str]]:
    """The first quarter with so many sovereign AIs; of several in one quarter the last."""
    reached: dict[str, int] = {}
    for count in MILESTONES:
        there = world.loc[world["sovereign_ais"] >= count, "quarter"]
        if len(there) and world["sovereign_ais"].iloc[0] < count:
            reached[str(there.iloc[0])] = count
    return [(quarter, f"{count} nations have an AI of their own.") for quarter, count in reached.items()][-3:]


def _law(events: pd.DataFrame) -> list[tuple[str, str]]:
    """The first change of law and the heaviest."""
    rules = events[events["kind"].isin(LAW)]
    if rules.empty:
        return []
    rows = rules.iloc[sorted({0, int(rules["value"].argmax())})]
    return [(str(row["quarter"]), _sentence(str(row["text"]))) for _, row in rows.iterrows()]


def _governance(events: pd.DataFrame) -> list[tuple[str, str]]:
    """The first founding, breach and leaving of each body."""
    moves = events[events["kind"].isin(("found", "breach", "leave"))]
    firsts = moves.groupby(["kind", "target"], sort=False).head(1).head(2)
    return [(str(row["quarter"]), _sentence(str(row["text"]))) for _, row in firsts.iterrows()]


def _shocks(events: pd.DataFrame) -> list[tuple[str, str]]:
    shocks = events[events["process"] == "happen"].head(2)
    return [(str(row["quarter"]), _sentence(str(row["text"]))) for _, row in shocks.iterrows()]


def _harm(events: pd.DataFrame) -> list[tuple[str, str]]:
    """The worst incident, and how many conflicts there were."""
    told = []
    harm = events[(events["process"] == "incidents") & (events["kind"] == "incident")]
    if len(harm):
        worst = harm.iloc[int(harm["value"].argmax())]
        told.append(
            (str(worst["quarter"]), f"the worst {worst['text']} costs {number(worst['value'])} of GDP.")
        )
    fights = events[(events["process"] == "incidents") & (events["kind"] == "conflict")]
    if len(fights):
        first = fights.iloc[0]
        told.append((str(first["quarter"]), f"{first['text']}, the first of {len(fights)}."))
    return told


def _leads(events: pd.DataFrame) -> list[tuple[str, str]]:
    """The first and the last change of the leader."""
    leads = events[events["kind"] == "release"]
    change = leads[leads["target"] != leads["target"].shift()]
    rows = change.iloc[[0, -1]] if len(change) > 1 else change
    return [(str(row["quarter"]), _sentence(str(row["text"]))) for _, row in rows.iterrows()]


def _end(world: pd.DataFrame) -> str:
    first, last = world.iloc[0], world.iloc[-1]
    return (
        f"{last['quarter']}: it ends with {number(float(last['sovereign_ais']))} sovereign AIs "
        f"({number(float(first['sovereign_ais']))} at the start), "
        f"China {_lag(float(last['us_cn_lag_years']))}, "
        f"expected loss {number(float(last['expected_loss']))} of GDP a quarter, "
        f"welfare {number(float(last['welfare']))} ({number(float(first['welfare']))})."
    )


def _lag(years: float) -> str:
    side = "behind" if years >= 0 else "ahead of"
    return f"{number(abs(years))} years {side} the United States"


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
