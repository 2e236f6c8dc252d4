"""Processes removed, one at a time, each by one parameter: what would nobody tell from its absence?

The runs with a process and without it have the same seeds. A metric has moved where the mean paired
difference at the end is a tenth of the metric's spread between seeds at least, and is told from chance by a t
test that counts all the metrics looked at (Bonferroni). A process that works elsewhere than in metrics of the
standard world names the pattern that judges it: that has moved by the same rule, or where it leaves its
range.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sovereigns.experiments.patterns import bodies, economy, named
from sovereigns.experiments.patterns.chance import VISIBLE, against_chance, beyond_chance
from sovereigns.experiments.patterns.pattern import Pattern, Progress, Runs
from sovereigns.experiments.patterns.watched import Arm, watched
from sovereigns.model.metrics import METRICS
from sovereigns.model.standard import SCENARIO
from sovereigns.model.world import Float

SECTION = "decisions"
SEEDS, QUARTERS = 16, 20


@dataclass(frozen=True)
class Process:
    """One process and the parameter that takes it out."""

    name: str
    parameter: str
    off: float | str
    decides: str = ""
    """Who decides by it, "firms" or "researchers"; blank: it is no decision of theirs."""
    judge: str = ""
    """Name of the pattern that it is for; blank: metrics judge it."""


PROCESSES = (
    Process("choice of safe or unsafe practice by imitation", "imitation_rate", 0, "firms"),
    Process("choice of open or closed weights", "practice_review", 0, "firms"),
    Process("building abroad", "build_abroad_share", 0, "firms"),
    Process("direction of research by what is scarce", "research_direction", 0, "firms"),
    Process("what firms voice, by their gains", "voice_speed", 0, "firms"),
    Process("moving to another nation", "move_rate", 0, "researchers"),
    Process("joining work abroad, beyond incentives", "joint_base", 0, "researchers"),
    Process("publication", "spread_publication", 0, "researchers"),
    Process("layers of control that must come on an agenda first", "control_initiative", 1000),
    Process("smuggling", "smuggling_share", 0),
    Process("enforcement that learns", "vigilance_gain", 0),
    Process("buying ahead of rules", "stockpile_urge", 0),
    Process("waiting under uncertain rules", "option_value", 0),
    Process("rally to self-reliance", "rally_gain", 0),
    Process("limits of electric grids", "power_growth_most", 1),
    Process("concentration of training runs", "run_share_speed", 0),
    Process("gain from lower precision", "precision_gain", 1),
    Process("spread by open weights", "spread_open_weights", 0),
    Process("spread by distillation", "spread_distillation", 0),
    Process("spread by imitation", "spread_imitation", 0),
    Process("spread by movers", "spread_movers", 0),
    Process("theft of know-how", "spread_theft", 0),
    Process("theft of weights", "weight_theft", 0),
    Process("return of joint work", "network_return", 0),
    Process("universities' work brought home to industry", "university_link", 0),
    Process("personal data as an input", "data_weight", 0),
    Process("adapting open weights", "adaptation_loss", 10),
    Process("cost of leaving a base", "leaving_cost", 0,
            judge="nations that change their leading AI in a median quarter"),
    Process("habit of users", "switch_rate", 1),
    Process("products known by their users", "reach_weight", 0),
    Process("culture in what people use", "culture_weight", 0),
    Process("distrust in what people use", "threat_weight", 0),
    Process("fences around data", "localisation_fence", 0),
    Process("fences answered abroad", "localisation_answer", 0,
            judge="Japan closes its data: edge at home and reach lost abroad, the lesser, against chance"),
    Process("getting round data laws that are not enforced", "evasion", 0),
    Process("spread of use from user to user", "use_imitation", 0),
    Process("national programmes", "sovereign_most", 0),
    Process("autonomy as a reason of programmes", "autonomy", 0),
    Process("public voices", "narrative_channel", 0),
    Process("changes of government", "turnover_noise", 0),
    Process("learning of strategies", "learning", "off"),
    Process("misuse", "misuse_share", 0),
    Process("war", "conflict_base", 0),
    Process("arms in answer to arms", "arms_reaction", 0),
    Process("bodies proposed", "initiative", 0,
            judge="part of runs in which a body is founded within ten years"),
    Process("talks between rivals", "talks_rate", 0),
    Process("AI's gain to output", "growth_of_ai", 0),
    Process("trade shut by controls", "trade_of_controls", 0),
    Process("ideas that ride on trade", "ideas_of_trade", 0),
    Process("serving that follows use", "inference_of_use", 0),
)  # fmt: skip
LOOKED_AT = tuple(name for name, one in METRICS.items() if one.shown & {"headline", "main", "outcome"})
"""Metrics that any report shows first."""

JUDGES = {one.name: one for part in (bodies, economy, named) for one in part.PATTERNS}
"""Patterns that a process may name."""

Row = dict[str, object]


def removed(
    seeds: int = SEEDS, progress: Progress | None = None, processes: Iterable[Process] = PROCESSES
) -> list[Row]:
    """What each process moves.

    Args:
        seeds: paired runs, 2 at least.
        progress: told after each run.
        processes: those to take out.

    Returns:
        `process, parameter, off, moves, effect, moved`: its pattern, or the metric that moves most of those
        that are told from chance (of all, where none is), by how many of its spreads between seeds, and
        whether it counts.
    """
    runs = Runs(seeds, progress)
    return [_row(runs, process) for process in processes]


def _row(runs: Runs, process: Process) -> Row:
    without = Runs(runs.seeds, runs.progress, ((process.parameter, process.off),))
    judged = _by_pattern(JUDGES[process.judge], runs, without) if process.judge else _by_metric(runs, without)
    return {"process": process.name, "parameter": process.parameter, "off": process.off} | judged


def _by_metric(runs: Runs, without: Runs) -> Row:
    effect, told = effects(_ends(runs), _ends(without))
    counts = told & (np.abs(effect) >= VISIBLE)
    most = int(np.where(counts if counts.any() else True, np.abs(effect), -1).argmax())
    title = METRICS[LOOKED_AT[most]].title
    return {"moves": title, "effect": float(effect[most]), "moved": bool(counts.any())}


def _by_pattern(pattern: Pattern, runs: Runs, without: Runs) -> Row:
    value, rest = pattern.measure(runs), pattern.measure(without)
    effect, told = rest - value, False
    if not pattern.against_chance:
        by_seed = (np.array([[pattern.measure(one)] for one in each.alone()]) for each in (runs, without))
        (effect,), (told,) = effects(*by_seed)
    leaves = pattern.inside(value) and not pattern.inside(rest)
    return {
        "moves": f"{pattern.name}: {value:.2g} with it, {rest:.2g} without",
        "effect": float(effect),
        "moved": leaves or bool(told and abs(effect) >= VISIBLE),
    }


def effects(with_it: Float, without: Float) -> tuple[Float, np.ndarray]:
    """Paired effect of taking a process out on each metric, in its spread, and whether chance is ruled out.

    Args:
        with_it: (seeds, metrics) with the process.
        without: (seeds, metrics) on the same seeds without it.

    Returns:
        (metrics,) in standard deviations between seeds with the process, 0 where nothing differs; (metrics,).
    """
    return against_chance(without, with_it), beyond_chance(without, with_it, with_it.shape[1])


def _ends(runs: Runs) -> Float:
    """(seeds, metrics) at the end; what is not a number counts as 0."""
    told = watched(runs, Arm(SCENARIO, QUARTERS))
    ends = [[one.metrics[name].iloc[-1] for name in LOOKED_AT] for one in told]
    return np.nan_to_num(np.array(ends, dtype=float))


def _decisions(runs: Runs, decides: str) -> float:
    """How many of the decisions move a metric when they are taken out."""
    if runs.seeds < 2:
        return float("nan")
    return float(sum(bool(_row(runs, one)["moved"]) for one in PROCESSES if one.decides == decides))


PATTERNS = (
    Pattern(
        "decisions of firms that move a metric, of five", SECTION, 5, 5, "by definition: a decision matters",
        lambda runs: _decisions(runs, "firms"),
        "Safe or unsafe, open or closed, where to build, what to research, what to voice: each taken out "
        "alone, five years; moved is a tenth of the spread between seeds, told from chance over all metrics "
        "shown.",
    ),
    Pattern(
        "decisions of researchers that move a metric, of three", SECTION, 3, 3,
        "by definition: a decision matters", lambda runs: _decisions(runs, "researchers"),
        "Stay or move, joint or not, publish or not.",
    ),
)  # fmt: skip
