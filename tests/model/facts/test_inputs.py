"""Nations and firms as shipped: who is there, what each column says of itself, how blanks are filled."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sovereigns.model.facts.fills import RULES
from sovereigns.model.facts.inputs import Inputs
from sovereigns.model.facts.quarters import NEVER
from sovereigns.model.facts.tables import DATA, read_columns
from tests.model.facts.shipped import MEMBERS, Rows, raw

CHECKED = ("nations", "firms", "chips", "controls")


class TestNations:
    def test_they_are_the_members_of_the_united_nations(self, inputs: Inputs) -> None:
        assert len(MEMBERS) == 193
        assert list(inputs.nations["iso3"]) == MEMBERS

    def test_the_file_is_sorted_and_namibia_is_no_missing_value(self, shipped: Rows) -> None:
        codes = [row["iso3"] for row in shipped]
        assert codes == sorted(codes)
        assert next(row["name"] for row in shipped if row["iso3"] == "NAM") == "Namibia"

    def test_names_are_there_once(self, inputs: Inputs) -> None:
        names = inputs.nation_names
        assert names["CIV"] == "Côte d'Ivoire"
        assert len(set(names.values())) == 193

    @pytest.mark.parametrize(
        ("group", "size"),
        [
            ("EU27", 27),
            ("NATO", 32),
            ("OECD", 38),
            ("G7", 7),
            ("G20", 19),
            ("ASEAN", 10),
            ("AU", 54),
            ("ALL", 193),
        ],
    )
    def test_groups_have_their_known_sizes(self, inputs: Inputs, group: str, size: int) -> None:
        assert len(inputs.groups[group]) == size

    def test_tiers_of_the_diffusion_rule(self, inputs: Inputs) -> None:
        tiers = [set(inputs.groups[f"TIER{k}"]) for k in range(4)]
        assert tiers[0] == {"USA"}
        assert len(tiers[1]) == 17, "18 with Taiwan"
        assert tiers[3] == set(inputs.groups["D5"])
        assert sum(len(tier) for tier in tiers) == 193

    def test_the_union_decides_for_its_members(self, inputs: Inputs) -> None:
        nations = inputs.nations
        assert set(nations["iso3"][nations["bloc"] == "EU27"]) == set(inputs.groups["EU27"])
        assert inputs.blocs == ("EU27",)
        assert "regulation" in inputs.delegations[0]

    def test_orders_of_magnitude(self, inputs: Inputs) -> None:
        nations = inputs.nations.set_index("iso3")
        assert 7500 < nations["population"].sum() < 8500
        assert 90_000 < nations["gdp"].sum() < 130_000
        assert nations["gdp"].nlargest(2).index.tolist() == ["USA", "CHN"]
        assert nations["ideal_point"]["USA"] > nations["ideal_point"]["CHN"]
        assert nations["materials_share"].sum() == pytest.approx(1)


class TestColumns:
    @pytest.mark.parametrize("name", CHECKED)
    def test_every_column_says_what_it_is(self, name: str) -> None:
        keys = set(re.findall(r"^@\w+\{([^,]+),", (DATA / "sources.bib").read_text("utf-8"), re.MULTILINE))
        for column in read_columns(DATA / f"{name}_columns.csv"):
            assert column.unit and column.meaning, column.column
            assert column.fill in RULES, column.column
            if column.numeric:
                assert column.source in keys | {"per row"}, column.column
                assert column.licence, column.column
                assert float(column.min) < float(column.max), column.column

    def test_every_source_is_in_the_bibliography_once(self) -> None:
        keys = re.findall(r"^@\w+\{([^,]+),", (DATA / "sources.bib").read_text("utf-8"), re.MULTILINE)
        cited = {
            key for name in ("firms", "chips", "controls") for key in ";".join(raw(name)["source"]).split(";")
        }
        assert len(keys) == len(set(keys))
        assert cited <= set(keys)

    def test_only_redistributable_sources(self) -> None:
        words = {column.licence for name in CHECKED for column in read_columns(DATA / f"{name}_columns.csv")}
        words |= set(raw("firms")["licence"]) | set(raw("chips")["licence"])
        assert words - {""} <= {"CC BY 4.0", "CC0", "public domain", "public facts", "own work, CC BY 4.0"}

    def test_numbers_are_rounded(self, shipped: Rows) -> None:
        columns = [c.column for c in read_columns(DATA / "nations_columns.csv") if c.numeric]
        figures = [re.sub("[-.]", "", row[name]).strip("0") for row in shipped for name in columns]
        assert max(len(text) for text in figures) <= 5


class TestFills:
    @pytest.mark.parametrize("table", ["nations", "firms", "chips", "rules"])
    def test_no_number_is_missing(self, inputs: Inputs, table: str) -> None:
        numbers = getattr(inputs, table).select_dtypes("number")
        assert not numbers.isna().any().any()
        assert np.isfinite(numbers.drop(columns="cap_h100e", errors="ignore").to_numpy()).all()

    @pytest.mark.parametrize("name", ["nations", "firms", "chips"])
    def test_a_known_value_stays(self, inputs: Inputs, name: str) -> None:
        table, given = getattr(inputs, name), raw(name)
        for column in read_columns(DATA / f"{name}_columns.csv"):
            if column.numeric:
                known = given[column.column] != ""
                assert (table[column.column][known] == given[column.column][known].astype(float)).all(), (
                    column.column
                )

    def test_a_blank_is_zero_only_where_it_means_none(self, inputs: Inputs) -> None:
        given = raw("nations")
        for column in read_columns(DATA / "nations_columns.csv"):
            blank = given[column.column] == ""
            if column.fill == "zero":
                assert "blank: " in column.meaning or column.column.endswith("_2022"), column.column
            elif column.numeric and float(column.min) == 0 and blank.any():
                assert (inputs.nations[column.column][blank] > 0).all(), column.column

    def test_filled_counts_are_a_small_part_of_the_world(self, inputs: Inputs) -> None:
        given = raw("nations")
        for column in ("ai_publications", "ai_patents", "ai_funding_musd"):
            blank = given[column] == ""
            assert inputs.nations[column][blank].sum() < 0.01 * inputs.nations[column].sum()

    def test_a_firm_without_models_trained_nothing(self, inputs: Inputs) -> None:
        firms = inputs.firms
        none = firms["models_to_2024"] == 0
        assert none.any()
        assert (firms["max_training_flop"][none] == 0).all()
        assert (firms["max_training_flop"][~none] > 0).all()
        assert (firms["first_model"][none] == NEVER).all()


class TestFirms:
    def test_names_are_unique_and_nations_exist(self, inputs: Inputs) -> None:
        firms = inputs.firms
        assert firms["name"].is_unique
        assert set(firms["iso3"]) <= {*MEMBERS, "TWN"}
        assert set(firms["name"][firms["external"]]) == {"TSMC"}

    def test_every_kind_is_there(self, inputs: Inputs) -> None:
        assert set(inputs.firms["kind"]) == {"lab", "hyperscaler", "vendor", "investor", "university"}

    @pytest.mark.parametrize(
        ("name", "kind", "iso3"),
        [
            ("DeepSeek", "lab", "CHN"),
            ("Nvidia", "vendor", "USA"),
            ("Alphabet (Google)", "hyperscaler", "USA"),
            ("ASML", "vendor", "NLD"),
            ("Tsinghua University", "university", "CHN"),
            ("Mistral AI", "lab", "FRA"),
        ],
    )
    def test_well_known_firms(self, inputs: Inputs, name: str, kind: str, iso3: str) -> None:
        firm = inputs.firms.set_index("name").loc[name]
        assert (firm["kind"], firm["iso3"]) == (kind, iso3)

    def test_a_voice_has_its_source(self, inputs: Inputs) -> None:
        firms = inputs.firms
        assert set(firms["voice"]) == {"", "win", "cooperate"}
        assert ((firms["voice"] == "") == (firms["voice_source"] == "")).all()
