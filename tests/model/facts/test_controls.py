"""Dated rules as shipped: which chips they stop, in which order they stand, and how a broken one is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from sovereigns.agents.contract import LAYERS
from sovereigns.model.errors import InputError
from sovereigns.model.facts.controls import load_rules
from sovereigns.model.facts.inputs import Inputs
from sovereigns.model.facts.quarters import parse
from sovereigns.model.facts.tables import DATA
from tests.model.facts.shipped import MEMBERS, raw


class TestChipRules:
    """Which chips pass follows from performance (Bureau of Industry and Security 2022, 2023, 2025)."""

    def passing(self, inputs: Inputs, rule: str) -> set[str]:
        held = np.zeros(len(inputs.chips), dtype=bool)
        for _, row in inputs.rules[inputs.rules["rule"] == rule].iterrows():
            held |= caught(inputs.chips, row)
        return set(inputs.chips["chip"][~held])

    def test_october_2022_stops_the_a100_and_lets_the_slowed_variants_pass(self, inputs: Inputs) -> None:
        passing = self.passing(inputs, "US-2022-10-CHIPS")
        assert {"A800 SXM 80GB", "H800 SXM", "H20", "L40S", "RTX 4090"} <= passing
        assert not {"A100 SXM 80GB", "H100 SXM", "H200 SXM", "MI250X"} & passing

    def test_october_2023_closes_that_loophole_and_opens_the_next(self, inputs: Inputs) -> None:
        passing = self.passing(inputs, "US-2023-10-CHIPS-A") & self.passing(inputs, "US-2023-10-CHIPS-B")
        assert {
            "H20",
            "L20",
            "L2",
            "MI308X",
            "RTX 4090 D",
            "RTX Pro 6000D",
            "V100 SXM2 32GB",
            "A10 PCIe",
        } <= passing
        assert not {"A800 SXM 80GB", "H800 SXM", "L4", "L40", "L40S", "RTX 4090", "A30"} & passing

    def test_the_letter_of_april_2025_stops_the_h20(self, inputs: Inputs) -> None:
        passing = self.passing(inputs, "US-2025-04-H20")
        assert {"L20", "RTX Pro 6000D"} <= passing
        assert not {"H20", "MI308X"} & passing

    def test_variants_fit_the_rule_of_their_day(self, inputs: Inputs) -> None:
        chips = inputs.chips.set_index("chip")
        assert chips["variant"]["H20"] and not chips["variant"]["H100 SXM"]
        assert (
            parse("2022Q4") <= chips["release"]["A800 SXM 80GB"] < parse("2023Q4") <= chips["release"]["H20"]
        )

    def test_china_shuts_out_foreign_chips_only(self, inputs: Inputs) -> None:
        row = inputs.rules.set_index("id").loc["CN-2025-11-DC"]
        stopped = set(inputs.chips["vendor_iso3"][caught(inputs.chips, row)])
        assert row["door"] == "import"
        assert stopped == {"USA"}

    def test_a_rule_on_another_layer_catches_no_chip(self, inputs: Inputs) -> None:
        row = inputs.rules.set_index("id").loc["US-2024-12-HBM"]
        assert not caught(inputs.chips, row).any()


class TestRules:
    def test_dates_are_in_order(self, inputs: Inputs) -> None:
        rules = inputs.rules
        assert (rules["announced"] <= rules["effective"]).all()
        assert (rules["effective"] < rules["ended"]).all()

    def test_levels_are_shares_and_layers_known(self, inputs: Inputs) -> None:
        assert inputs.rules["level"].between(0, 1).all()
        assert set(inputs.rules["layer"]) == set(LAYERS)

    def test_nobody_but_a_subsidy_falls_on_its_imposer(self, inputs: Inputs) -> None:
        both = {"subsidy", "civilian_research"}
        for _, rule in inputs.rules.iterrows():
            assert rule["layer"] in both or not set(rule["by"]) & set(rule["on"]), rule["id"]

    def test_what_is_replaced_exists_and_came_before(self, inputs: Inputs) -> None:
        first = inputs.rules.groupby("rule")["effective"].min()
        for _, rule in inputs.rules.iterrows():
            for old in rule["replaces"]:
                assert first[old] <= rule["effective"], rule["id"]

    def test_the_diffusion_rule_never_bound_and_stands_alone_as_a_package(self, inputs: Inputs) -> None:
        rules = inputs.rules.set_index("id")
        ids = list(inputs.packages["diffusion-2025"])
        assert not rules.loc[ids, "enforced"].any()
        assert set(rules.loc[ids, "announced"]) == {parse("2025Q1")}
        assert set(rules.loc[ids, "effective"]) == {parse("2025Q2")}
        cap = rules.loc["US-2025-01-DIFF-T2CAP"]
        assert len(cap["on"]) == 152
        assert cap["cap_h100e"] == pytest.approx(790e6 / 15_832, rel=1e-4)

    def test_packages_hold_what_they_name(self, inputs: Inputs) -> None:
        packages = inputs.packages
        assert set(packages["as-it-happened"]) == set(inputs.rules["id"])
        assert set(packages["october-2022"]) < set(packages["chip-controls-2022"])
        rules = inputs.rules.set_index("id")
        assert (rules.loc[list(packages["chip-controls-2022"]), "effective"] <= parse("2023Q1")).all()
        assert (rules.loc[list(packages["known-2025q1"]), "effective"] <= parse("2025Q1")).all()
        assert all(packages.values())

    def test_everything_announced_by_2025q1_and_bound_then_is_known(self, inputs: Inputs) -> None:
        rules = inputs.rules
        bound = rules[rules["enforced"] & (rules["effective"] <= parse("2025Q1"))]
        assert set(bound["id"]) <= set(inputs.packages["known-2025q1"])

    def test_alternatives_of_one_rule_go_by_its_id(self, inputs: Inputs) -> None:
        assert inputs.packages["US-2023-10-CHIPS-A"] == ("US-2023-10-CHIPS-Aa", "US-2023-10-CHIPS-Ab")

    @pytest.mark.parametrize(
        ("column", "value", "message"),
        [
            ("layer", "chip", r"controls\.csv line \d+, layer: unknown layer 'chip'; did you mean chips"),
            ("by", "USB", r"line \d+, by: unknown nation or group 'USB'; did you mean .*USA"),
            ("on", "CHN;D55", r"line \d+, on: unknown nation or group 'D55'; did you mean D5"),
            ("policy", "denied", r"line \d+, policy: unknown policy 'denied'; did you mean denial"),
            ("action", "lossen", r"line \d+, action: unknown action 'lossen'; did you mean loosen"),
            ("scope", "1.5", r"line \d+, scope: 1.5 is out of range; give a number from 0 to 1"),
            ("effective", "2022-10", r"line \d+, effective: '2022-10' is no quarter"),
            ("package", "", r"line \d+, package: is blank"),
            ("id", "NL-2019-EUV", r"id 'NL-2019-EUV' stands twice"),
        ],
    )
    def test_a_broken_rule_is_refused(
        self,
        inputs: Inputs,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        column: str,
        value: str,
        message: str,
    ) -> None:
        for file in DATA.glob("*.csv"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
        comments = [
            line for line in (DATA / "controls.csv").read_text("utf-8").splitlines() if line[0] == "#"
        ]
        table = raw("controls")
        table.loc[0, column] = value
        with (tmp_path / "controls.csv").open("w", encoding="utf-8") as file:
            file.write("\n".join(comments) + "\n" + table.to_csv(index=False))
        monkeypatch.setattr("sovereigns.model.facts.tables.DATA", tmp_path)
        with pytest.raises(InputError, match=message):
            load_rules(inputs.groups, (*MEMBERS, "TWN"))


CONDITIONS = {
    "tpp_min": "tpp",
    "io_min_gb_s": "interconnect_gb_s",
    "density_min": "density",
    "bandwidth_min_tb_s": "bandwidth_tb_s",
}
"""Condition of a rule -> column of the chips."""


def caught(chips: pd.DataFrame, rule: pd.Series) -> NDArray[np.bool_]:
    """Which chips one row of the rules catches: those for which every condition given holds.

    Args:
        chips: the chips of `Inputs`.
        rule: a row of the rules of `Inputs`; a condition of 0, a blank class and no vendors do not restrict.

    Returns:
        (chips,) True where caught; nothing is caught by a rule on another layer than chips.
    """
    held = np.full(len(chips), rule["layer"] == "chips")
    for condition, column in CONDITIONS.items():
        held &= chips[column].to_numpy(float) >= rule[condition]
    if rule["chip_class"]:
        held &= (chips["class"] == rule["chip_class"]).to_numpy()
    if rule["vendors"]:
        held &= chips["vendor_iso3"].isin(rule["vendors"]).to_numpy()
    return held
