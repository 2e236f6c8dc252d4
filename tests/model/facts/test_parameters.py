"""Parameters: a table that checks itself, values that cannot drift."""

import copy
import pickle
from pathlib import Path

import pytest

from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import Parameters, rows

HEADER = "name,value,unit,min,max,low,high,distribution,group,choices,source,serves,meaning"
GROWTH = "growth_rate,0.02,1/quarter,0,1,0.01,0.03,uniform,,,assumed,C1,Growth of output."
HAZARD = "hazard_form,power,name,,,,,uniform,,power;logistic,assumed,C16,Form of the hazard."


def table(folder: Path, *lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(["# a comment", HEADER, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def parameters(tmp_path: Path) -> Parameters:
    return Parameters.defaults(table(tmp_path, GROWTH, HAZARD))


def test_defaults_are_the_table(parameters: Parameters) -> None:
    assert parameters.growth_rate == 0.02
    assert parameters.hazard_form == "power"
    assert list(parameters.as_dict()) == ["growth_rate", "hazard_form"]


def test_replace_leaves_the_first_set_alone(parameters: Parameters) -> None:
    other = parameters.replace({"growth_rate": "0.5", "hazard_form": "logistic"})
    assert (other.growth_rate, other.hazard_form) == (0.5, "logistic")
    assert (parameters.growth_rate, parameters.hazard_form) == (0.02, "power")


def test_a_choice_may_be_given_by_its_number(parameters: Parameters) -> None:
    assert parameters.replace({"hazard_form": "1"}).hazard_form == "logistic"


def test_the_ends_of_the_range_are_accepted(parameters: Parameters) -> None:
    assert parameters.replace({"growth_rate": 0}).growth_rate == 0.0
    assert parameters.replace({"growth_rate": 1}).growth_rate == 1.0


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("growth_rat", 0.1, "did you mean growth_rate"),
        ("growth_rate", "fast", "not a finite number"),
        ("growth_rate", "nan", "not a finite number"),
        ("growth_rate", "inf", "not a finite number"),
        ("growth_rate", True, "not a finite number"),
        ("growth_rate", None, "not a finite number"),
        ("growth_rate", 10**400, "not a finite number"),
        ("growth_rate", 2, r"growth_rate = 2 is out of range; give a number from 0 to 1 \(1/quarter\)"),
        ("growth_rate", -0.1, "out of range"),
        ("hazard_form", "logistik", "did you mean logistic"),
        ("hazard_form", 2, "unknown choice of hazard_form '2'"),
    ],
)
def test_a_bad_value_is_refused(parameters: Parameters, name: str, value: object, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        parameters.replace({name: value}, place="mine.toml [set]")
    assert str(error.value).startswith("mine.toml [set]: ")


def test_parameters_are_frozen(parameters: Parameters) -> None:
    with pytest.raises(AttributeError, match="frozen"):
        parameters.growth_rate = 1.0
    with pytest.raises(AttributeError, match="frozen"):
        del parameters.growth_rate
    with pytest.raises(AttributeError, match="no parameter 'growth'"):
        _ = parameters.growth


def test_equal_values_are_equal_everywhere(parameters: Parameters) -> None:
    for twin in (copy.deepcopy(parameters), pickle.loads(pickle.dumps(parameters)), parameters.replace({})):
        assert twin == parameters
        assert hash(twin) == hash(parameters)
    assert parameters != parameters.replace({"growth_rate": 0.03})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (GROWTH.replace("0.01", "0.025"), "min <= low <= value <= high <= max"),
        (GROWTH.replace("0,1,", "0.5,1,"), "min <= low <= value <= high <= max"),
        (GROWTH.replace(",1,0.01", ",inf,0.01"), "max 'inf' is not a finite number"),
        (GROWTH.replace("0.02", "much"), "value 'much' is not a finite number"),
        (GROWTH.replace("uniform", "unifrom"), "did you mean uniform"),
        (GROWTH.replace("assumed", ""), "source is blank"),
        (GROWTH.replace("growth_rate", "growth-rate"), "letters, digits"),
        (GROWTH.replace("growth_rate", "replace"), "new word"),
        (GROWTH + ",more", "quote cells with commas"),
        (GROWTH.replace("0.01", "0").replace("uniform", "lognormal"), "must lie above 0"),
        (HAZARD.replace("form,power", "form,cubic"), "unknown choice 'cubic'"),
    ],
)
def test_a_broken_row_is_refused(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        rows(table(tmp_path, line))
    assert "table.csv" in str(error.value)


def test_a_broken_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="growth_rate has two rows"):
        rows(table(tmp_path, GROWTH, GROWTH))
    with pytest.raises(InputError, match="cannot be read"):
        rows(tmp_path / "absent.csv")
    headless = tmp_path / "headless.csv"
    headless.write_text(GROWTH + "\n")
    with pytest.raises(InputError, match="the columns are"):
        rows(headless)


def test_the_shipped_table_holds() -> None:
    assert len(rows()) > 0
    assert Parameters.defaults() == Parameters.defaults().replace(Parameters.defaults().as_dict())
