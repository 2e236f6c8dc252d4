"""The first firms and researchers: real ones from the tables, then generated ones, shared out by size.

Generated ones go to nations by largest remainder, so that equal nations get equal numbers whenever the number
is a multiple of theirs.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from sovereigns.model.facts.inputs import Inputs, load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.quarters import NEVER, parse
from sovereigns.model.facts.shipped import shipped
from sovereigns.model.kernels.numerics.elementary import exp, log10, power
from sovereigns.model.places import DATA
from sovereigns.model.streams import Streams
from sovereigns.model.world import FIRM_KINDS, INVESTOR, REFERENCE_QUARTER, Float, Int

SIZES = ("large", "mid", "small")
GENERATED_KINDS = ("lab", "university", "hyperscaler", "lab", "investor", "vendor")
VOICES = {"win": 1.0, "cooperate": -1.0}


def apportion(total: int, weight: Float) -> Int:
    """Whole numbers in proportion to weights, by largest remainder (Hamilton).

    Equal weights get equal numbers whenever the total allows it.

    Args:
        total: how many to share out.
        weight: (n,) not negative.
    """
    whole = weight.sum()
    quota = total * (weight / whole if whole > 0 else np.full(len(weight), 1 / len(weight)))
    count = np.floor(quota + _ROUNDING).astype(np.int64)
    order = np.argsort(-(quota - count), kind="stable")
    count[order[: total - int(count.sum())]] += 1
    return count


class Firms:
    """The firms of the first quarter as columns of the World."""

    def __init__(self, inputs: Inputs, p: Parameters, quarter: int, count: int) -> None:
        """Choose real firms, largest first, and generate the rest.

        Args:
            inputs: facts.
            p: parameters.
            quarter: start, quarters since 2022Q1.
            count: number of firms in the world.
        """
        self.inputs, self.p, self.quarter = inputs, p, quarter
        self.iso3 = tuple(inputs.nations["iso3"])
        real = inputs.firms[~inputs.firms["external"].astype(bool)]
        rank = real["size"].map({size: place for place, size in enumerate(SIZES)})
        kept = real.assign(rank=rank).sort_values("rank", kind="stable").head(count).sort_index()
        self.table = pd.concat([kept, self._generated(count - len(kept))], ignore_index=True)

    def _generated(self, count: int) -> pd.DataFrame:
        weight = self.inputs.nations["gdp"].to_numpy(float) * self.inputs.nations["internet_share"].to_numpy(
            float
        )
        rows = [
            {"name": f"{iso3} firm {k + 1}", "iso3": iso3, "kind": GENERATED_KINDS[k % len(GENERATED_KINDS)]}
            for iso3, number in zip(self.iso3, apportion(count, np.sqrt(weight)), strict=True)
            for k in range(number)
        ]
        table = pd.DataFrame(rows, columns=["name", "iso3", "kind"])
        blanks = {
            "size": "small",
            "voice": "",
            "max_training_flop": 0.0,
            "run_2022": 0.0,
            "users_m": 0.0,
            "open_share": self.p.open_share_start,
            "founded": 0,
        }
        blanks |= {"capex_bn": self.p.generated_capital, "capex_2021_bn": self.p.generated_capital}
        blanks |= {"open_2021": self.p.open_share_start, "first_model": NEVER}
        blanks |= {"models_to_2024": 0.0, "generated": True}
        return table.assign(**blanks)

    @cached_property
    def nation(self) -> Int:
        """(f,) home rows."""
        rows = {iso3: row for row, iso3 in enumerate(self.iso3)}
        return np.array([rows[iso3] for iso3 in self.table["iso3"]], dtype=np.int64)

    @cached_property
    def real(self) -> np.ndarray:
        """(f,) whether stylised from a real firm."""
        generated = self.table.get("generated", pd.Series(np.nan, index=self.table.index))
        return ~(generated == True).to_numpy()  # noqa: E712 - a column of True and blanks

    @cached_property
    def kind(self) -> Int:
        """(f,) rows of FIRM_KINDS."""
        return np.array([FIRM_KINDS.index(kind) for kind in self.table["kind"]], dtype=np.int64)

    @cached_property
    def run(self) -> Float:
        """(f,) FLOP of the largest training run to the start."""
        late = self.quarter >= REFERENCE_QUARTER
        return self.table["max_training_flop" if late else "run_2022"].to_numpy(float)

    @cached_property
    def founded(self) -> Int:
        """(f,) quarter since 2022Q1 in which the firm begins; 0 where it is older or its age unknown."""
        year = self.table["founded"].to_numpy(np.int64)
        return np.where(year < NEVER, np.maximum(4 * year + parse("0000Q1"), 0), 0)

    @cached_property
    def weight(self) -> Float:
        """(f,) weight in the nation's compute: by class and by the largest run; 0 for investors."""
        p = self.p
        by_class = (
            self.table["size"]
            .map({"large": p.size_large, "mid": p.size_mid, "small": p.size_small})
            .to_numpy(float)
        )
        weight = by_class * (p.size_floor + power(self.run / self._largest_run(), p.size_power))
        return np.where(self.kind == INVESTOR, 0, weight)

    @cached_property
    def known(self) -> Float:
        """(f,) share of the people who use AI assistants; none counted in 2022."""
        users = self.table["users_m"].to_numpy(float) * (self.quarter >= REFERENCE_QUARTER)
        return _ratio(users, np.full(len(users), users.sum()))

    @cached_property
    def size(self) -> Float:
        """(f,) share of the nation's compute by weight; 0 for those not yet founded."""
        return _ratio(self._present, self._at_home(self._present))

    @cached_property
    def _present(self) -> Float:
        return np.where(self.founded <= self.quarter, self.weight, 0)

    def _at_home(self, weight: Float) -> Float:
        return np.bincount(self.nation, weights=weight, minlength=len(self.iso3))[self.nation]

    def _largest_run(self) -> float:
        p = self.p
        return float(p.frontier_run_2025 if self.quarter >= REFERENCE_QUARTER else p.frontier_run_2022)

    @cached_property
    def quality(self) -> Float:
        """(f,) position behind the frontier, 1 at it: by the largest run, or by the nation's AI research."""
        p = self.p
        papers = self.inputs.nations["ai_publications"].to_numpy(float)
        scholarly = log10(1 + papers) / log10(1 + max(float(papers.max()), 1.0))
        depth = log10(np.maximum(self.run / self._largest_run(), p.least_share)) / -log10(p.least_share)
        return np.where(self.run > 0, 1 + depth, p.generated_quality * scholarly[self.nation])

    def columns(self) -> dict[str, object]:
        """Columns of the World."""
        p, f = self.p, len(self.table)
        start = 1.0 if self.quarter >= REFERENCE_QUARTER else p.efficiency_2022
        behind = np.clip(1 - self.quality, 0, 1)
        efficiency = start * exp(-p.efficiency_spread * behind)
        know_how = exp(-p.know_how_spread * behind) * (
            1.0 if self.quarter >= REFERENCE_QUARTER else p.know_how_2022
        )
        names = ("firm_profit", "firm_lobby", "firm_compliance", "firm_awaiting", "firm_abroad")
        zeros = {name: np.zeros(f) for name in names}
        place = _rank(self.nation)
        unsafe = np.floor((place + 1) * p.unsafe_start + _ROUNDING) > np.floor(
            place * p.unsafe_start + _ROUNDING
        )
        flop = np.maximum(self.run, p.flop_floor)
        capability = log10(flop / p.flop_floor) + log10(efficiency) + p.know_how_weight * log10(know_how)
        leaning = self._leaning()
        return zeros | {
            "firm_name": tuple(self.table["name"]),
            "firm_kind": self.kind,
            "firm_nation": self.nation,
            "firm_real": self.real,
            "firm_size": self.size,
            "firm_founded": self.founded,
            "firm_founding": _ratio(self.weight, self._at_home(self._present)),
            "firm_capital": np.maximum(self._capital(), p.least_capital),
            "firm_efficiency": efficiency,
            "firm_know_how": know_how,
            "firm_split": np.full(f, 1 / 2),
            "firm_safety": np.full(f, p.safety_start),
            "firm_unsafe": unsafe.astype(float),
            "firm_open": leaning,
            "firm_capability": np.where(self.run > p.flop_floor, np.maximum(capability, 0), 0),
            "firm_is_open": self._open_practice() > 1 / 2,
            "firm_opened": np.zeros(f),
            "firm_known": self.known,
            "firm_appeal": np.zeros(f),
            "firm_base": np.arange(f),
            "firm_run": self.run,
            "firm_noted": self.table["first_model"].to_numpy(float) < _FIRST_YEAR + self.quarter / 4,
            "firm_stance": self.table["voice"].map(VOICES).fillna(0.0).to_numpy(float),
            "firm_voice": self.table["voice"].map(VOICES).fillna(0.0).to_numpy(float),
            "usage": np.zeros((len(self.iso3), f)),
        }

    @property
    def _late(self) -> bool:
        return self.quarter >= REFERENCE_QUARTER

    def _open_practice(self) -> Float:
        """(f,) share of a developer's models with open weights, as far as known at the start."""
        return self.table["open_share" if self._late else "open_2021"].to_numpy(float)

    def _leaning(self) -> Float:
        """(f,) leaning to open weights: practice, and at the late start a prior worth some models."""
        p = self.p
        if not self._late:
            return self._open_practice()
        models = self.table["models_to_2024"].to_numpy(float)
        return (models * self._open_practice() + p.open_prior * p.open_share_start) / (models + p.open_prior)

    def _capital(self) -> Float:
        """(f,) bn USD that a firm can invest in a year: capital spending of the last full year."""
        return self.table["capex_bn" if self._late else "capex_2021_bn"].to_numpy(float)


def _ratio(part: Float, whole: Float) -> Float:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0)


def _rank(nation: Int) -> Int:
    """(f,) place of each firm among those of its nation."""
    order = np.argsort(nation, kind="stable")
    ordered = nation[order]
    first = np.searchsorted(ordered, ordered)
    rank = np.empty(len(nation), dtype=np.int64)
    rank[order] = np.arange(len(nation)) - first
    return rank


class Researchers:
    """Where the researchers of the first quarter live and work, as columns of the World."""

    def __init__(self, inputs: Inputs, firms: Firms, count: int) -> None:
        """Share researchers out over places of work, then origins over those places.

        Args:
            inputs: facts.
            firms: who employs them.
            count: number of researchers in the world.
        """
        self.firms, self.count = firms, count
        works, comes = _talent_shares(inputs)
        self.part = float(works.sum())
        lives = apportion(count, works)
        formed = apportion(count, comes)
        stay = np.minimum(lives, formed)
        n = len(lives)
        self.residence = np.concatenate(
            [np.repeat(np.arange(n), stay), np.repeat(np.arange(n), lives - stay)]
        )
        self.origin = np.concatenate([np.repeat(np.arange(n), stay), np.repeat(np.arange(n), formed - stay)])

    def columns(self) -> dict[str, object]:
        """Columns of the World."""
        return {
            "talent_part": self.part,
            "origin": self.origin.astype(np.int32),
            "residence": self.residence.astype(np.int32),
            "employer": self._employers().astype(np.int32),
            "publishes": np.ones(self.count, dtype=bool),
            "joins_abroad": np.zeros(self.count, dtype=bool),
            "generation": np.zeros(self.count, dtype=np.int32),
        }

    def _employers(self) -> Int:
        """(r,) firm rows: each nation's researchers in proportion to its firms' size; -1 without a firm."""
        employer = np.full(self.count, -1)
        for nation in np.unique(self.residence):
            here = np.flatnonzero(self.residence == nation)
            rows = np.flatnonzero((self.firms.nation == nation) & (self.firms.size > 0))
            if len(rows):
                employer[here] = np.repeat(rows, apportion(len(here), self.firms.size[rows]))
        return employer


def drawn(p: Parameters, draw: Streams, count: int) -> dict[str, object]:
    """What chance gives researchers: `skill` and `openness`, each (r,).

    Args:
        p: parameters.
        draw: keyed streams.
        count: number of researchers in the world.
    """
    rows = np.arange(count)
    z = draw.normal("skill", 0, rows) if count else np.zeros(0)
    luck = draw.uniform("openness", 0, rows) - 1 / 2 if count else z
    return {
        "skill": exp(p.skill_noise * z - p.skill_noise * p.skill_noise / 2),
        "openness": np.clip(p.openness_mean + p.openness_noise * luck, 0, 1),
    }


def _talent_shares(inputs: Inputs) -> tuple[Float, Float]:
    """(n,) shares of the real world's researchers by place of work and by origin.

    What talent.csv leaves out follows publications. A nation has the same part in whatever table it stands.
    """
    counted = shipped(DATA / "talent.csv")
    shares = []
    for column in ("work", "origin"):
        known = {row["iso3"]: float(row[column]) for row in counted if row[column]}
        world, papers = _blank(load_inputs(), known), _blank(inputs, known)
        left = 1 - sum(known.values())
        given = np.array([known.get(iso3, 0.0) for iso3 in inputs.nations["iso3"]])
        shares.append(given + left * papers / world.sum())
    return shares[0], shares[1]


def _blank(inputs: Inputs, known: dict[str, float]) -> Float:
    """(n,) AI publications of nations without a share on record, 0 for the others."""
    papers = inputs.nations["ai_publications"].to_numpy(float)
    return np.where(inputs.nations["iso3"].isin(list(known)), 0, papers)


_ROUNDING = 1e-9
_FIRST_YEAR = 2022
"""Year of quarter 0."""
