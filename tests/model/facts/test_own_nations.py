"""A table of nations of the user: the least that must be given, and what is refused with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs
from tests.model.facts.shipped import MEMBERS, Rows


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
