"""A user's text is read in one way, however an editor or a spreadsheet has saved it.

What cannot be read is said with its line and the remedy.
"""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sovereigns.experiments.sweeps.plan import load_plan
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import NATIONS, load_inputs
from sovereigns.model.start.scenarios import load_scenario
from tests.worlds import few_nations

Call = Callable[..., tuple[int, str, str]]
SCENARIO = 'title = "mine"\nassumes = "Nothing."\n'
PLAN = 'scenarios = ["no-controls"]\nreplications = 1\n'
ENDS = ("\n", "\r\n", "\r")


def saved(path: Path, text: str, end: str = "\n", mark: bool = True) -> Path:
    path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + text.replace("\n", end).encode())
    return path


def european(path: Path) -> str:
    """A table as a European spreadsheet writes it: semicolons, decimal commas, comments in quotes."""
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerows([f"{comment}; and more"] for comment in comments)
    for row in csv.reader(rows):
        table.writerow([_with_comma(field) for field in row])
    return out.getvalue()


def _with_comma(field: str) -> str:
    try:
        float(field)
    except ValueError:
        return field
    return field.replace(".", ",")


@pytest.mark.parametrize("end", ENDS)
def test_any_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path, end: str) -> None:
    assert load_scenario(saved(tmp_path / "mine.toml", SCENARIO, end), load_inputs()).title == "mine"
    assert load_plan(str(saved(tmp_path / "plan.toml", PLAN, end))).size == 1
    few = few_nations(tmp_path, "USA", "KEN")
    plain = load_inputs(few).nations
    again = load_inputs(saved(tmp_path / "other.csv", few.read_text(encoding="utf-8"), end)).nations
    assert again.equals(plain)


@pytest.mark.parametrize("end", ENDS)
def test_a_european_table_says_the_same(tmp_path: Path, end: str) -> None:
    few = few_nations(tmp_path, "USA", "KEN", "FRA")
    text = european(few)
    assert text.startswith('"#')
    for name, whole in (("european", text), ("named", f"sep=;\n{text}")):
        other = load_inputs(saved(tmp_path / f"{name}.csv", whole, end)).nations
        assert other.equals(load_inputs(few).nations)


LINES = [line for line in NATIONS.read_text(encoding="utf-8").splitlines() if line.startswith("iso3,")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            f"{LINES[0]},\n".encode(),
            f"column {LINES[0].count(',') + 2} .after .*. has no name; name it or take it out",
        ),
        (f"{LINES[0]}\nUSA,a,\0".encode(), "line 2: holds a NUL byte"),
        ("iso3,name\nCIV,Côte".encode("latin-1"), "line 2: is not UTF-8 text .byte 0xf4.; save it as CSV"),
        ("iso3,name".encode("utf-16"), "UTF-16; save it as CSV in UTF-8"),
        (b"PK\x03\x04xl/workbook.xml", "is a spreadsheet or an archive, not text; save it as CSV"),
        (b"", "has no header"),
        (b"\xef\xbb\xbf", "has no header"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_where_and_how(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "lands.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=f"lands.csv.*{said}"):
        load_inputs(path)


def test_a_decimal_comma_is_told_the_point(call: Call, tmp_path: Path) -> None:
    row = (
        few_nations(tmp_path, "KEN").read_text(encoding="utf-8").splitlines()[-1].replace("KEN,Kenya,", "", 1)
    )
    longitude, rest = row.split(",", 1)
    path = tmp_path / "lands.csv"
    path.write_text(f'{LINES[0]}\nKEN,Kenya,"{longitude.replace(".", ",")}",{rest}\n', encoding="utf-8")
    with pytest.raises(InputError, match=f"lon: '.*' is no number; write {longitude}, with a decimal point"):
        load_inputs(path)
    code, _, err = call("run", "--set", "threat_gain=0,3")
    assert code == 2 and "write 0.3, with a decimal point" in err
    (tmp_path / "mine.toml").write_text("[set]\nthreat_gain = 0,3\n")
    with pytest.raises(InputError, match="line 2.*write a decimal point, not a comma"):
        load_scenario(tmp_path / "mine.toml", load_inputs())
    (tmp_path / "mine.toml").write_text("title = “mine”\n", encoding="utf-8")
    with pytest.raises(InputError, match="write straight quotes"):
        load_scenario(tmp_path / "mine.toml", load_inputs())


def test_a_saved_game_is_text_too(call: Call, tmp_path: Path) -> None:
    path = saved(tmp_path / "game.json", json.dumps({"version": 1}))
    code, _, err = call("replay", path)
    assert code == 2 and "must be a table of" in err
    path.write_bytes("{}".encode("utf-16"))
    code, _, err = call("replay", path)
    assert code == 2 and "UTF-16; save it as JSON in UTF-8" in err
