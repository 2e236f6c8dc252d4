from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sovereigns.agents.contract import LAYERS
from sovereigns.model.errors import InputError
from sovereigns.model.facts.controls import caught, load_rules
from sovereigns.model.facts.fills import RULES
from sovereigns.model.facts.inputs import Inputs, load_inputs
from sovereigns.model.facts.quarters import NEVER, parse
from sovereigns.model.facts.tables import DATA, read_columns, read_lines

CHECKED = ("nations", "firms", "chips", "controls")

# Written by continent, apart from the tables and from any package.
AFRICA = """
DZA AGO BEN BWA BFA BDI CPV CMR CAF TCD COM COG COD CIV DJI EGY GNQ ERI SWZ ETH GAB GMB GHA GIN GNB KEN
LSO LBR LBY MDG MWI MLI MRT MUS MAR MOZ NAM NER NGA RWA STP SEN SYC SLE SOM ZAF SSD SDN TZA TGO TUN UGA
ZMB ZWE
"""
AMERICAS = """
ATG ARG BHS BRB BLZ BOL BRA CAN CHL COL CRI CUB DMA DOM ECU SLV GRD GTM GUY HTI HND JAM MEX NIC PAN PRY
PER KNA LCA VCT SUR TTO USA URY VEN
"""
ASIA = """
AFG ARM AZE BHR BGD BTN BRN KHM CHN CYP GEO IND IDN IRN IRQ ISR JPN JOR KAZ KWT KGZ LAO LBN MYS MDV MNG
MMR NPL PRK OMN PAK PHL QAT SAU SGP KOR LKA SYR TJK THA TLS TUR TKM ARE UZB VNM YEM
"""
EUROPE = """
ALB AND AUT BLR BEL BIH BGR HRV CZE DNK EST FIN FRA DEU GRC HUN ISL IRL ITA LVA LIE LTU LUX MLT MDA MCO
MNE NLD MKD NOR POL PRT ROU RUS SMR SRB SVK SVN ESP SWE CHE UKR GBR
"""
OCEANIA = "AUS FJI KIR MHL FSM NRU NZL PLW PNG WSM SLB TON TUV VUT"
MEMBERS = sorted(" ".join((AFRICA, AMERICAS, ASIA, EUROPE, OCEANIA)).split())

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return load_inputs()


@pytest.fixture(scope="module")
def shipped() -> Rows:
    lines = read_lines(DATA / "nations.csv")
    return [dict(zip(lines.header, row, strict=True)) for _, row in lines.rows]


@pytest.fixture
def own(tmp_path: Path, shipped: Rows) -> Callable[..., Path]:
    """A file of some shipped nations, after a change to its rows."""

    def write(*iso3: str, change: Callable[[Rows], object] = lambda rows: None) -> Path:
        rows = [dict(row) for row in shipped if row["iso3"] in iso3]
        change(rows)
        path = tmp_path / "own.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write("# my nations\n")
            writer = csv.DictWriter(file, list(rows[0]) if rows else list(shipped[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def raw(name: str) -> pd.DataFrame:
    lines = read_lines(DATA / f"{name}.csv")
    return pd.DataFrame([row for _, row in lines.rows], columns=list(lines.header))


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


class TestOwnFile:
    def test_two_nations_make_a_world(self, own: Callable[..., Path]) -> None:
        world = load_inputs(own("USA", "CHN"))
        assert list(world.nations["iso3"]) == ["CHN", "USA"]
        assert set(world.firms["iso3"]) == {"CHN", "USA", "TWN"}
        assert {nation for on in world.rules["on"] for nation in on} <= {"CHN", "USA"}
        assert world.groups["EU27"] == ()
        assert world.blocs == ()
        assert any("left out" in note for note in world.notes)

    def test_an_invented_nation_with_the_least_that_must_be_given(self, own: Callable[..., Path]) -> None:
        def change(rows: Rows) -> None:
            given = {
                "iso3": "ZZZ",
                "name": "Zedland",
                "lon": "0",
                "lat": "0",
                "population": "10",
                "gdp": "100",
            }
            rows[0] = dict.fromkeys(rows[0], "") | given

        nation = load_inputs(own("FRA", change=change)).nations.iloc[0]
        assert (nation["iso3"], nation["language"], nation["diffusion_tier"]) == ("ZZZ", "ZZZ", 2)
        assert 0 < nation["electricity_kwh_pc"] < 50_000
        assert nation["compute_2025q1"] == 0

    def test_own_rows_lend_before_the_standard_table(self, own: Callable[..., Path]) -> None:
        def change(rows: Rows) -> None:
            for row in rows:
                row["rd_share"] = "" if row["iso3"] == "BEL" else "0.123"

        nations = load_inputs(own("BEL", "FRA", "DEU", "NLD", change=change)).nations
        assert (nations["rd_share"] == 0.123).all()

    def test_a_poor_nation_is_filled_from_poor_ones(self, own: Callable[..., Path]) -> None:
        def change(rows: Rows) -> None:
            for row, gdp in zip(rows, ("5", "900"), strict=True):
                row.update(
                    population="10", gdp=gdp, region="Western Asia", electricity_kwh_pc="", gdp_pc_ppp=""
                )

        nations = load_inputs(own("JOR", "KWT", change=change)).nations.set_index("iso3")
        assert nations["electricity_kwh_pc"]["JOR"] < nations["electricity_kwh_pc"]["KWT"] / 2
        assert nations["gdp_pc_ppp"]["JOR"] < nations["gdp_pc_ppp"]["KWT"] / 10

    def test_columns_may_stand_in_any_order(self, own: Callable[..., Path]) -> None:
        def change(rows: Rows) -> None:
            rows[0] = dict(reversed(rows[0].items()))

        assert list(load_inputs(own("JPN", change=change)).nations["iso3"]) == ["JPN"]

    def test_the_same_content_is_read_once_and_other_content_again(self, own: Callable[..., Path]) -> None:
        one = load_inputs(own("JPN"))
        assert load_inputs(own("JPN")) is one
        assert load_inputs(own("KOR")) is not one
        assert load_inputs() is load_inputs()

    def test_digests_tell_files_apart(self, own: Callable[..., Path]) -> None:
        one, two = load_inputs(own("JPN")).digests, load_inputs(own("KOR")).digests
        assert one["own.csv"] != two["own.csv"]
        assert one["chips.csv"] == two["chips.csv"]
        assert len(one["own.csv"]) == 64


def test_the_shipped_file_must_be_whole(own: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = own(*MEMBERS[1:])
    monkeypatch.setattr("sovereigns.model.facts.inputs.NATIONS", path)
    with pytest.raises(InputError, match="has 192 nations, not the 193"):
        load_inputs()


def put(column: str, value: str) -> Callable[[Rows], object]:
    return lambda rows: rows[0].update({column: value})


class TestBrokenFiles:
    """A broken file is refused with the file, the line, the column, the value and what would be right."""

    @pytest.mark.parametrize(
        ("column", "value", "message"),
        [
            ("gdp", "", r"own\.csv line 3, gdp: is blank .* a number from .* \(bn USD a year\)"),
            ("gdp", "lots", r"line 3, gdp: 'lots' is no number"),
            ("gdp", "nan", r"line 3, gdp: 'nan' is no number"),
            ("gdp", "inf", r"line 3, gdp: 'inf' is no number"),
            ("gdp", "0", r"line 3, gdp: 0 is out of range"),
            ("gdp", "1,5", r"line 3, gdp: '1,5' is no number"),
            ("lat", "91", r"line 3, lat: 91 is out of range; give a number from -90 to 90 \(degrees north\)"),
            (
                "internet_share",
                "93",
                r"line 3, internet_share: 93 is out of range; give a number from 0 to 1",
            ),
            ("diffusion_tier", "1.5", r"line 3, diffusion_tier: '1\.5' is no number; give a whole number"),
            ("iso3", "", r"line 3, iso3: is blank"),
            ("iso3", "us", r"line 3, iso3: 'us' is no code; give three capital letters"),
            ("groups", "NATOO", r"line 3, groups: unknown group 'NATOO'; did you mean NATO"),
            ("groups", "NATO;G77", r"line 3, groups: unknown group 'G77'; did you mean G7"),
            ("bloc", "EU", r"line 3, bloc: unknown group 'EU'"),
        ],
    )
    def test_a_bad_value(self, own: Callable[..., Path], column: str, value: str, message: str) -> None:
        with pytest.raises(InputError, match=message):
            load_inputs(own("FRA", "DEU", change=put(column, value)))

    def test_a_nation_twice(self, own: Callable[..., Path]) -> None:
        with pytest.raises(InputError, match=r"iso3 'FRA' stands twice \(lines 3 and 4\)"):
            load_inputs(own("FRA", change=lambda rows: rows.append(rows[0])))

    def test_no_nation(self, own: Callable[..., Path]) -> None:
        with pytest.raises(InputError, match="has no rows"):
            load_inputs(own())

    def test_a_column_that_does_not_exist(self, own: Callable[..., Path]) -> None:
        def change(rows: Rows) -> None:
            rows[0]["gdpp"] = rows[0].pop("gdp")

        with pytest.raises(InputError, match=r"unknown column 'gdpp'; did you mean gdp"):
            load_inputs(own("FRA", change=change))

    def test_a_column_that_is_missing(self, own: Callable[..., Path]) -> None:
        with pytest.raises(InputError, match="the header lacks gdp"):
            load_inputs(own("FRA", change=lambda rows: rows[0].pop("gdp")))

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "has no header"),
            (b"# only a comment\n", "has no header"),
            (b"iso3,name\nFRA\n", "line 2: has 1 fields, the header 2"),
            (b"iso3,iso3\nFRA,FRA\n", "names 'iso3' twice"),
            (b'iso3,name\nFRA,"France\n', "is no CSV"),
            (b"iso3,name\nCIV,C\xf4te d'Ivoire\n", "is not UTF-8"),
        ],
    )
    def test_a_file_that_is_no_table(self, tmp_path: Path, content: bytes, message: str) -> None:
        path = tmp_path / "broken.csv"
        path.write_bytes(content)
        with pytest.raises(InputError, match=message) as error:
            load_inputs(path)
        assert "broken.csv" in str(error.value)

    @pytest.mark.parametrize("name", ["absent.csv", ""])
    def test_a_file_that_is_not_there(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(InputError, match="cannot be read"):
            load_inputs(tmp_path / name)
