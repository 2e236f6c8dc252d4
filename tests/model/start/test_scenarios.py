"""Scenario files: one schema, checked whole, with errors that a person can mend."""

import json
from pathlib import Path

import pytest

from sovereigns.agents.contract import LAYER, LAYERS, LEVERS
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.quarters import parse
from sovereigns.model.law.statutes import build_law
from sovereigns.model.places import DATA
from sovereigns.model.scenario import Scenario
from sovereigns.model.start import scenarios
from sovereigns.model.start.presets import scenario_names
from sovereigns.model.start.scenarios import load_scenario, unmet
from tests.worlds import few_nations

PRESETS = (
    *("no-controls", "chip-controls-2022", "diffusion-rule-2025", "diffusion-rescinded", "full-decoupling"),
    *("zero-sum-spiral", "data-localised", "sovereign-193", "inference-shift", "safety-coalition"),
    *("cern-for-ai", "manhattan-projects", "cooperation-turn", "as-it-happened", "dated-law-off"),
)

EVENT = """
[[events]]
quarter = "2026Q1"
by = ["USA", "TWN"]
on = "BRICS"
layer = "chips"
action = "tighten"
value = 0.9
until = "2028Q3"
text = "A threshold is lowered"
"""


def load(folder: Path, text: str, nations: Path | None = None) -> Scenario:
    """A file that states an assumption before what it says."""
    return read(folder, f'assumes = "It holds."\n{text}', nations)


def read(folder: Path, text: str, nations: Path | None = None) -> Scenario:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path, load_inputs(nations))


def test_a_file_that_says_no_more_is_the_plain_world(tmp_path: Path) -> None:
    plain = load(tmp_path, "")
    assert (plain.name, plain.title, plain.start) == ("mine", "mine", "2025Q1")
    assert not (plain.rules or plain.events or plain.set or plain.strategies or plain.locks or plain.bodies)


def test_an_event_keeps_what_the_file_says(tmp_path: Path) -> None:
    (event,) = load(tmp_path, EVENT).events
    assert (event.quarter, event.until) == (parse("2026Q1"), parse("2028Q3"))
    assert event.by == ("USA", "TWN")
    assert set(event.on) == set(load_inputs().groups["BRICS"])
    assert (event.layer, event.action, event.value, event.kind) == ("chips", "tighten", 0.9, "")


def test_packages_become_rules_once_each(tmp_path: Path) -> None:
    inputs = load_inputs()
    package = inputs.packages["october-2022"]
    rules = load(tmp_path, f'rules = ["october-2022", "{package[0]}"]').rules
    assert sorted(rules) == sorted(package)


def test_a_nation_wins_over_its_group(tmp_path: Path) -> None:
    played = load(
        tmp_path, '[strategies]\nFRA = "grim"\nEU27 = "hedge"\ndefault = "tit-for-tat"\n'
    ).strategies
    assert (played["FRA"], played["DEU"], played["default"]) == ("grim", "hedge", "tit-for-tat")
    assert "USA" not in played


def test_what_concerns_absent_nations_is_left_out_with_a_note(tmp_path: Path) -> None:
    few = few_nations(tmp_path, "USA", "FRA")
    text = (
        'rules = ["as-it-happened"]\n[strategies]\nCHN = "grim"\nFRA = "hedge"\n'
        + EVENT
        + EVENT.replace('"BRICS"', '["FRA", "CHN"]')
    )
    small = load(tmp_path, text, few)
    assert small.strategies == {"FRA": "hedge"}
    assert [event.on for event in small.events] == [("FRA",)]
    assert set(small.rules) <= set(load_inputs(few).rules["id"])
    assert any("CHN" in note for note in small.notes)
    assert any("event 1" in note for note in small.notes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rulse = []", "unknown key 'rulse'; did you mean rules"),
        ("start = '2024Q1'", "start: '2024Q1' is not a start; data exist for 2025Q1 and 2022Q1"),
        ("assumes = 3", "assumes: 3 is not text"),
        ("sources = [1]", "sources: 1 is not text"),
        ("set = 3", "set: 3 is not a table"),
        ("rules = ['october-202']", "unknown rule or package 'october-202'; did you mean october-202[23]"),
        ("locks = ['controls']", "unknown lever 'controls'; did you mean control"),
        ("[set]\nthreat_gain = '0.4'", "threat_gain = '0.4' is text; write the number without quotes"),
        ("[set]\nthreat_gain = true", "threat_gain = True is not a finite number"),
        ("[set]\nthreat_gain = [0.4]", r"threat_gain = \[0.4\] is not a finite number"),
        ("[set]\nthreat_gian = 1", "unknown parameter 'threat_gian'.*sovereigns parameters"),
        ("[set]\nrules = ['october-2022']", "'rules' is a key of the whole file; move it above"),
        (
            "[strategies]\nUSA = 'tit-for-tta'",
            "USA: unknown strategy 'tit-for-tta'; did you mean tit-for-tat",
        ),
        ("[strategies]\nUSA = 1", "USA: 1 is not text"),
        ("[strategies]\nUAS = 'grim'", r"unknown nation 'UAS'; did you mean .*USA \(United States"),
        ("[strategies]\nChina = 'grim'", r"unknown nation 'China'; did you mean CHN \(China\)"),
        (
            "[bodies.safety-colaition]",
            r"\[bodies\]: unknown body 'safety-colaition'; did you mean safety-coalition",
        ),
        ("[bodies.safety-coalition]\nmember = 'USA'", "unknown key 'member'; did you mean members"),
        ("[bodies.safety-coalition]\nmembers = 'US'", "members: unknown nation 'US'"),
        ("[events]\nquarter = '2026Q1'", r"events: .* is not a list.*\[\[events\]\]"),
        ("events = [3]", "event 1: 3 is not a table"),
        (EVENT.replace("layer =", "layr ="), "event 1: unknown key 'layr'; did you mean layer"),
        (EVENT.replace('"chips"', '"chip"'), "event 1, layer: unknown layer 'chip'; did you mean chips"),
        (
            EVENT.replace("tighten", "tightn"),
            "event 1, action: unknown action 'tightn'; did you mean tighten",
        ),
        (EVENT.replace("2026Q1", "2026Q5"), "event 1, quarter: '2026Q5' is no quarter"),
        (EVENT.replace('"2026Q1"', "2026"), "event 1, quarter: 2026 is not text"),
        (EVENT.replace("2028Q3", "2026Q1"), "event 1, until: '2026Q1' is not after"),
        (EVENT.replace("0.9", "'high'"), "event 1, value: 'high' is not a number"),
        (EVENT.replace("0.9", "true"), "event 1, value: True is not a number"),
        (EVENT.replace("0.9", "1.5"), "event 1, value: 1.5 is out of range; give a level from 0 to 1"),
        (EVENT.replace("0.9", "nan"), "event 1, value: nan is out of range"),
        (EVENT.replace('"BRICS"', '"BRIC"'), "event 1, on: unknown nation 'BRIC'; did you mean BRICS"),
        (
            EVENT.replace('"BRICS"', "[]"),
            "event 1: on is missing; action 'tighten' needs quarter, by, on, layer",
        ),
        (EVENT + 'kind = "bust"', "event 1, kind: only a shock has a kind"),
        (EVENT + EVENT.replace("chips", "chisp"), "event 2, layer: unknown layer 'chisp'"),
        (
            '[[events]]\nquarter = "2026Q1"\naction = "shock"',
            "event 1: kind is missing; give one of blockade",
        ),
        ('[[events]]\nquarter = "2026Q1"', "event 1: action is missing; give one of announce"),
        ("assumes = \n", "broken TOML: .*line 1, column"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=f"(?s)mine.toml.*{message}"):
        (read if text.startswith("assumes") else load)(tmp_path, text)


@pytest.mark.parametrize("text", ["", "start = '2025Q1'", "assumes = ' '", "# nothing"])
def test_a_scenario_must_say_what_it_assumes(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"mine.toml: assumes is missing; say in one sentence"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"2026Q1": "1999Q1", "2028Q3": "2001Q1"}, "'1999Q1' reaches no run; give a quarter from 2022Q1 to"),
        ({"2026Q1": "2099Q1", "2028Q3": "2099Q2"}, "'2099Q1' reaches no run"),
        ({'["USA", "TWN"]': '"USA"', '"BRICS"': '"USA"'}, "on: USA cannot act on itself here"),
        ({"value = 0.9": "", "tighten": "loosen"}, "value is missing; give the level that stays.*rescind"),
    ],
)
def test_an_event_that_can_do_nothing_is_refused(
    tmp_path: Path, changed: dict[str, str], message: str
) -> None:
    text = EVENT
    for old, new in changed.items():
        text = text.replace(old, new)
    with pytest.raises(InputError, match=f"mine.toml, event 1.*{message}"):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("action", "quarter"), [("shock", "2021Q4"), ("shock", "2072Q1"), ("government", "1999Q1")]
)
def test_what_strikes_once_must_strike_in_a_run(tmp_path: Path, action: str, quarter: str) -> None:
    kind = "kind = 'bust'" if action == "shock" else "by = 'USA'"
    with pytest.raises(InputError, match=f"'{quarter}' reaches no run"):
        load(tmp_path, f"[[events]]\nquarter = '{quarter}'\naction = '{action}'\n{kind}")


def test_a_law_older_than_any_run_holds_from_its_start(tmp_path: Path) -> None:
    old = EVENT.replace("2026Q1", "1999Q1").replace('until = "2028Q3"', "")
    inputs = load_inputs()
    law = build_law(inputs, load(tmp_path, old), Parameters.defaults())
    usa, chn = (list(inputs.nations["iso3"]).index(iso3) for iso3 in ("USA", "CHN"))
    assert law.levels(parse("2025Q1"))[usa, LAYER["chips"], chn] == 0.9


def test_a_nation_may_set_a_subsidy_for_itself(tmp_path: Path) -> None:
    own = EVENT.replace('["USA", "TWN"]', '"USA"').replace('"BRICS"', '"USA"').replace("chips", "subsidy")
    assert load(tmp_path, own).events[0].on == ("USA",)


def test_sources_are_keys_or_words(tmp_path: Path) -> None:
    cited = ("knight2025", "own", "Doe, J. (2024), A book", "https://example.org/a")
    assert load(tmp_path, f"sources = {list(cited)}").sources == cited
    with pytest.raises(InputError, match=r"sources: unknown source 'knight2052'; did you mean knight2025"):
        load(tmp_path, "sources = 'knight2052'")


def test_a_run_notes_what_it_does_not_meet(tmp_path: Path) -> None:
    bust = "[[events]]\nquarter = '{}'\naction = 'shock'\nkind = 'bust'\n"
    events = load(tmp_path, "".join(map(bust.format, ("2024Q4", "2026Q1", "2040Q1")))).events
    notes = unmet(events, parse("2025Q1"), parse("2034Q4"))
    assert [note.split(" (")[0] for note in notes] == ["the event of 2024Q4", "the event of 2040Q1"]
    assert "before this run" in notes[0]
    assert "after this run" in notes[1]


def test_dropped_rules_are_noted_only_where_they_were_chosen(tmp_path: Path) -> None:
    inputs = load_inputs(few_nations(tmp_path, "USA", "FRA"))
    assert load_scenario("no-controls", inputs).notes == ()
    assert "dated rules of nations not in this world" in load_scenario("full-decoupling", inputs).notes[0]


def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    inputs = load_inputs()
    with pytest.raises(InputError, match=r"absent\.toml: cannot be read: No such file"):
        load_scenario(tmp_path / "absent.toml", inputs)
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        load_scenario(tmp_path, inputs)
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8 text"):
        load_scenario(tmp_path / "bytes.toml", inputs)
    with pytest.raises(InputError, match="unknown scenario 'no-such'.*sovereigns scenarios"):
        load_scenario("no-such", inputs)


def test_the_presets_of_the_article_are_there() -> None:
    assert set(PRESETS) <= set(scenario_names())


def test_every_preset_loads_and_states_what_it_assumes() -> None:
    for name in scenario_names():
        preset = load_scenario(name, load_inputs())
        assert preset.assumes.endswith("."), name
        assert preset.sources, name
        assert preset.title != name, name


def test_the_editors_schema_says_the_same() -> None:
    path = DATA / "scenario.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    event = schema["$defs"]["event"]["properties"]
    assert set(schema["properties"]) == set(scenarios.KEYS)
    assert set(event) == set(scenarios.EVENT_KEYS)
    assert tuple(event["layer"]["enum"]) == LAYERS
    assert tuple(event["action"]["enum"]) == scenarios.ACTIONS
    assert tuple(event["kind"]["enum"]) == scenarios.SHOCKS
    assert tuple(schema["properties"]["start"]["enum"]) == scenarios.STARTS
    assert set(schema["properties"]["locks"]["items"]["enum"]) == set(LEVERS)
    body = schema["properties"]["bodies"]["additionalProperties"]["properties"]
    assert set(body) == set(scenarios.BODY_KEYS)
