"""What vendors offer to whom: chips on sale, chips designed to fit the rules, and the best lawful one.

Vendors answer a rule with a chip just outside it, as they did with reduced interconnect in 2022 and reduced
processing performance in 2023: the designs tried here are the frontier chip with each measured quantity cut
to just below some condition in force.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from sovereigns.model.facts.inputs import Inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.quarters import NEVER
from sovereigns.model.kernels.numerics.elementary import power
from sovereigns.model.kernels.numerics.limits import LARGEST
from sovereigns.model.law.law import CHIPS, RAISES, Designs, Float, Law

REMEMBERED = 16
"""Menus kept for further runs."""


@dataclass(frozen=True)
class Assortment:
    """The best lawful chip for each nation, against the chip that a free buyer takes. Arrays (n,)."""

    train: Float
    """H100e in training per H100e of foundry output spent on it, 0 to 1"""
    infer: Float
    """H100e in inference per H100e of foundry output spent on it"""
    value: Float
    """worth per dollar against an unrestricted buyer, 0 to 1"""
    top: float
    """H100e in training of the chip that a free buyer takes"""


@dataclass(frozen=True)
class Menu:
    """Chips of the catalogue, and the vendors' answer to the rules in force."""

    chips: pd.DataFrame
    law: Law
    rows: dict[str, int]
    """row of each nation"""
    parameters: Parameters
    exporters: tuple[str, ...]
    """ISO3 of the nations whose vendors supply the world"""

    @classmethod
    @lru_cache(maxsize=REMEMBERED)
    def of(cls, inputs: Inputs, law: Law, parameters: Parameters, exporters: tuple[str, ...]) -> Menu:
        """The menu of a world; runs that differ by seed only share it, with all its offers."""
        rows = {iso3: row for row, iso3 in enumerate(inputs.nations["iso3"])}
        return cls(inputs.chips, law, rows, parameters, exporters)

    @cached_property
    def catalogue(self) -> Designs:
        """The real chips made at the foundry node; other vendors serve their own nation only."""
        table = self.chips[~self.chips["proposed"] & self.chips["vendor_iso3"].isin(self.exporters)]
        columns = {name: table[source].to_numpy(float) for name, source in _MEASURES.items()}
        return Designs(
            **columns,
            kind=table["class"].to_numpy(str),
            vendor=np.array([self.rows.get(iso3, -1) for iso3 in table["vendor_iso3"]], dtype=np.int64),
            release=table["release"].to_numpy(np.int64),
            infer=self._infer(columns["tpp"], columns["bandwidth"]),
        )

    def offer(self, quarter: int) -> Assortment:
        """The best lawful chip for each nation in a quarter."""
        if quarter not in self._offers:
            self._offers[quarter] = self._offer(quarter)
        return self._offers[quarter]

    def frontier(self, quarter: int) -> float:
        """H100e in training of the best chip that vendors have brought out by a quarter."""
        return self._frontier(quarter)[0] / self.parameters.h100_tpp

    @cached_property
    def _offers(self) -> dict[int, Assortment]:
        return {}

    def _offer(self, quarter: int) -> Assortment:
        p = self.parameters
        designs = self._on_sale(quarter)
        denied = self.law.denied(quarter, designs)
        worth = (1 - p.inference_value) * designs.train + p.inference_value * designs.infer
        worth = worth / np.sqrt(np.maximum(designs.train, p.least_price_ratio))
        free = self._choice(worth[:, None])[:, 0]
        top = float((free * designs.train).sum())
        foreign = worth[:, None] * (1 - denied)
        share = self._choice(foreign)
        return Assortment(
            train=(share * designs.train[:, None]).sum(axis=0) / top,
            infer=(share * designs.infer[:, None]).sum(axis=0) / top,
            value=np.clip(foreign.max(axis=0) / worth.max(), 0, 1),
            top=top,
        )

    def _choice(self, worth: Float) -> Float:
        """(c, m) what each buyer takes: the chip worth most per dollar, in equal parts where several are."""
        best = worth.max(axis=0)
        chosen = (worth >= best * (1 - self.parameters.choice_tolerance)) & (worth > 0)
        return chosen / np.maximum(chosen.sum(axis=0), 1)

    def _on_sale(self, quarter: int) -> Designs:
        """Foreign vendors' chips that a buyer finds in the shops, with the designs that fit the rules."""
        known = self.catalogue
        age = quarter - known.release
        fresh = (age >= 0) & (age <= self.parameters.sale_quarters)
        return known.take(fresh).join(self._answers(quarter))

    def _frontier(self, quarter: int) -> tuple[float, float, float]:
        """TPP, interconnect and memory bandwidth of the best chip; they grow where the catalogue ends."""
        p = self.parameters
        known = self.catalogue
        sold = known.release <= quarter
        years = max(0, quarter - int(known.release.max())) / 4
        growth = min(float(power(1 + p.chip_performance_growth, years)), LARGEST)
        tpp = float(known.train[sold].max()) * growth * p.h100_tpp
        return tpp, float(known.interconnect[sold].max()), float(known.bandwidth[sold].max()) * growth

    def _answers(self, quarter: int) -> Designs:
        """The frontier chip of the quarter, whole and with each quantity cut to just below a condition."""
        p = self.parameters
        top, fast, wide = self._frontier(quarter)
        ruled = [
            c
            for c, _ in self.law.binding(quarter)
            if c.layer == CHIPS
            and c.action in RAISES
            and not c.imports
            and c.effective + p.variant_lag <= quarter
        ]
        tpps = _cuts(top, [c.tpp for c in ruled], p.variant_margin)
        speeds = _cuts(fast, [c.interconnect for c in ruled], p.variant_margin)
        widths = _cuts(wide, [c.bandwidth for c in ruled], p.variant_margin)
        grid = np.array(list(itertools.product(tpps, speeds, widths)))
        tpp, bandwidth = grid[:, 0], grid[:, 2]
        count = len(grid)
        return Designs(
            tpp=tpp,
            interconnect=grid[:, 1],
            density=tpp / p.reticle_mm2,
            bandwidth=bandwidth,
            kind=np.full(count, "data centre"),
            vendor=np.full(count, self.rows.get(self.exporters[0], -1)),
            release=np.full(count, -NEVER),
            train=tpp / p.h100_tpp,
            infer=self._infer(tpp, bandwidth),
        )

    def _infer(self, tpp: Float, bandwidth: Float) -> Float:
        """H100e in inference: processing and memory bandwidth, weighted geometrically."""
        p = self.parameters
        weight = p.bandwidth_weight
        relative = np.stack([tpp / p.h100_tpp, bandwidth / p.h100_bandwidth])
        parts = power(relative, np.array([[1 - weight], [weight]]))
        return parts[0] * parts[1]


def _cuts(top: float, conditions: list[float], margin: float) -> list[float]:
    return [top, *sorted({c * (1 - margin) for c in conditions if 0 < c <= top})]


_MEASURES = {
    "tpp": "tpp",
    "interconnect": "interconnect_gb_s",
    "density": "density",
    "bandwidth": "bandwidth_tb_s",
    "train": "train_h100e",
}
