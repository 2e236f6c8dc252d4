"""Plans: one schema, checked whole; errors name line and key; one order of runs, seeds in common."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sovereigns.experiments.results.sweep_results import KEEPS
from sovereigns.experiments.sweeps import plan as plans
from sovereigns.experiments.sweeps import sweep as sweeps
from sovereigns.experiments.sweeps.design import KINDS
from sovereigns.experiments.sweeps.factors import Factor, read_factor
from sovereigns.experiments.sweeps.plan import Plan, line_of, load_plan
from sovereigns.experiments.sweeps.studies import study_names
from sovereigns.experiments.sweeps.sweep import disk_bytes, refuse_too_large
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import rows
from sovereigns.model.metrics import METRICS
from sovereigns.model.places import EXPERIMENTS

Write = Callable[[str], str]

EXAMPLE = """name = "fragmentation"
scenarios = ["no-controls", "sovereign-193"]
replications = 20
quarters = 40
keep = "final"
[design]
kind = "latin-hypercube"
samples = 256
[factors]
smuggling_share = "range"    # low to high of the parameter table
threat_gain = [0.1, 0.3]
tariff_share = { low = 0, high = 0.4 }
"strategy.USA" = ["tit-for-tat", "grim"]
"""
SMALL = 'scenarios = ["no-controls"]\n'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(text: str) -> str:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return to_file


@pytest.fixture
def example(write: Write) -> Plan:
    return load_plan(write(EXAMPLE))


def test_the_example_of_the_docs_is_read_whole(example: Plan) -> None:
    assert (example.name, example.size, example.shards) == ("fragmentation", 256 * 2 * 20, 205)
    smuggling, threat, tariff, usa = example.factors
    row = next(row for row in rows() if row.name == "smuggling_share")
    assert (smuggling.low, smuggling.high) == (row.low, row.high)
    assert threat.levels == (0.1, 0.3)
    assert (tariff.low, tariff.high) == (0, 0.4)
    assert usa == Factor("strategy.USA", ("tit-for-tat", "grim"))


def test_every_run_is_one_scenario_point_and_seed(example: Plan) -> None:
    runs = [example.run(number) for shard in range(example.shards) for number in example.runs_of(shard)]
    assert [run.number for run in runs] == list(range(example.size))
    assert len({(run.scenario, run.point, run.recipe.seed) for run in runs}) == example.size
    values = {run.point: tuple(run.values.values()) for run in runs}
    assert all(values[run.point] == tuple(run.values.values()) for run in runs)


def test_replications_share_their_seeds_at_every_point(write: Write) -> None:
    plan = load_plan(write(SMALL + "replications = 3\n[factors]\nthreat_gain = [0.1, 0.2]"), seed=5)
    assert [(run.point, run.recipe.seed) for run in map(plan.run, range(plan.size))] == [
        (point, seed) for point in (0, 1) for seed in (5, 6, 7)
    ]


def test_without_factors_there_is_one_point(write: Write) -> None:
    assert load_plan(write(SMALL)).points == [()]
    assert load_plan(write(SMALL + "[design]\nkind = 'sobol'\nsamples = 8")).size == 1


def test_shards_hold_50_runs_or_fewer_where_workers_would_idle(write: Write) -> None:
    assert load_plan(write(SMALL + "replications = 2000")).shard_runs == 50
    assert load_plan(write(SMALL + "replications = 24")).shards == 8
    assert load_plan(write(SMALL)).shards == 1


def test_the_digest_tells_plans_seeds_and_code_apart(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SMALL + "[design]\nkind = 'sobol'\nsamples = 4\n[factors]\nthreat_gain = 'range'"
    digest = load_plan(write(text)).digest
    assert load_plan(write("# words\n" + text)).digest == digest
    assert load_plan(write(text), seed=1).digest != digest
    assert load_plan(write(text.replace("4", "8"))).digest != digest
    monkeypatch.setattr(plans, "code_digest", lambda: "other")
    assert load_plan(write(text)).digest != digest


def test_full_takes_the_published_sizes(write: Write) -> None:
    text = SMALL + "[design]\nkind = 'sobol'\nsamples = 4\n[factors]\nthreat_gain = 'range'\n"
    path = write(text + "[full]\nsamples = 64\nreplications = 5")
    assert (load_plan(path).size, load_plan(path, full=True).size) == (4, 320)
    with pytest.raises(InputError, match="--full.*no \\[full\\]"):
        load_plan(write(text), full=True)


def test_designs_without_correlation_or_balance_say_so(write: Write) -> None:
    text = SMALL + "[design]\nkind = '{}'\nsamples = {}\n[factors]\nthreat_gain = 'range'"
    notes = {kind: list(load_plan(write(text.format(kind, 6))).notes) for kind in KINDS[1:]}
    assert "independently" in notes["saltelli"][0] + notes["morris"][0]
    assert "power of two" in notes["sobol"][0] + notes["saltelli"][1]
    assert notes["latin-hypercube"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("scenaros = []", ["line 1, scenaros: unknown key 'scenaros'; did you mean scenarios"]),
        ("quarters = 2", ["scenarios: is missing or empty", "sovereigns scenarios"]),
        (
            'scenarios = ["no-contrls"]',
            ["line 1", "unknown scenario 'no-contrls'", "did you mean no-controls"],
        ),
        ("scenarios = ['absent.toml']", ["line 1, scenarios", "absent.toml", "cannot be read"]),
        ("scenarios = 'no-controls'", ["is not a list in [ ]"]),
        ("scenarios = ['no-controls', 'no-controls']", ["'no-controls' stands twice"]),
        (SMALL + "replications = 0", ["line 2, replications: 0 will not do", "from 1"]),
        (SMALL + "replications = true", ["True will not do"]),
        (SMALL + "quarters = 2.5", ["2.5 will not do", "whole number from 1 to 4000"]),
        (SMALL + "keep = 'nation'", ["unknown keep 'nation'; did you mean nations"]),
        (SMALL + "start = '2024Q1'", ["unknown start '2024Q1'"]),
        (SMALL + "name = '../../etc'", ["names no folder"]),
        (SMALL + "[design]\nknid = 'sobol'", ["line 3, [design] knid: unknown key", "did you mean kind"]),
        (SMALL + "[design]\nkind = 'sobal'\nsamples = 2", ["line 3, [design] kind", "did you mean sobol"]),
        (SMALL + "design.kind = 'sobol'", ["line 2, [design] kind: sobol needs samples"]),
        (SMALL + "[design]\nsamples = 2", ["line 3, [design] samples", "takes every point"]),
        (SMALL + "[design]\nkind = 'morris'\nsamples = 2\nlevels = 3", ["line 5", "even number"]),
        (SMALL + "[full]\nsample = 2", ["line 3, [full] sample", "did you mean samples"]),
        (SMALL + "quarters = 1 1", ["broken TOML", "line 2"]),
        (
            SMALL + "replications = 10000000\n[factors]\nthreat_gain = [0, 1]",
            ["20,000,000 runs", "more than 10,000,000"],
        ),
    ],
)
def test_a_bad_plan_is_refused_with_line_and_key(write: Write, text: str, said: list[str]) -> None:
    path = write(text)
    with pytest.raises(InputError) as error:
        load_plan(path)
    for words in (path, *said):
        assert words in str(error.value)


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        ("threat_gian = 'range'", ["[factors] threat_gian: unknown factor", "did you mean threat_gain"]),
        ("threat_gain = 'rnage'", ["unknown way to vary 'rnage'; did you mean range"]),
        ("threat_gain = 0.2", ["0.2 is no factor", "list of levels", "{ low = 0.05, high = 0.5 }"]),
        ("threat_gain = []", ["empty"]),
        ("threat_gain = [0.1, 0.1]", ["stands twice"]),
        ("threat_gain = [0.1, 99]", ["threat_gain = 99 is out of range", "from 0 to 5"]),
        ("threat_gain = { low = 0.1 }", ["high is missing"]),
        ("threat_gain = { low = 0.1, hihg = 0.2 }", ["unknown key 'hihg'; did you mean high"]),
        ("threat_gain = { low = 0.3, high = 0.2 }", ["low 0.3 is not below high 0.2"]),
        ("severity = { low = 0, high = 0.2 }", ["not above 0", "lognormal"]),
        ("one_chip = 'range'", ["not below high"]),
        ("hazard_form = ['exponental']", ["unknown choice of hazard_form", "did you mean exponential"]),
        ("hazard_form = { low = 0, high = 1 }", ["is no factor"]),
        ("'strategy.USA' = ['grimm']", ["unknown strategy 'grimm'; did you mean grim"]),
        ("'strategy.UAS' = ['grim']", ["unknown nation 'UAS'", "USA (United States"]),
        ("'strategy.USA' = 'grim'", ["no list of strategies"]),
        ("strategy.USA = ['grimm']", ["line 3, [factors] strategy.USA", "did you mean grim"]),
    ],
)
def test_a_bad_factor_is_refused_with_line_and_key(write: Write, factor: str, said: list[str]) -> None:
    with pytest.raises(InputError) as error:
        load_plan(write(f"{SMALL}[factors]\n{factor}"))
    for words in ("mine.toml line 3", *said):
        assert words in str(error.value)


def test_every_parameter_and_group_can_be_varied() -> None:
    for row in rows():
        if row.choices or row.low < row.high:  # type: ignore[operator]
            assert read_factor(row.name, "range", "here").ends
    assert read_factor("strategy.all", ["grim"], "here").levels == ("grim",)
    assert read_factor("strategy.EU27", ["grim"], "here").levels == ("grim",)


def test_no_factor_is_named_as_a_column() -> None:
    columns = {"run", "scenario", "point", "seed", "status", "error", "quarter", *METRICS}
    assert not columns & {row.name for row in rows()}


def test_lines_are_found_in_every_way_to_write_toml() -> None:
    text = "a = 1\n[b]\n# c = 2\nc = 3\n'd.e' = 4\n[f.g]\nh = 5\n[i]\nj = { k = 6 }"
    found = {key: line_of(text, key) for key in ("a", "b", "b.c", "b.d.e", "f.g.h", "i.j.k", "z")}
    assert found == {"a": 1, "b": 2, "b.c": 4, "b.d.e": 5, "f.g.h": 7, "i.j.k": 9, "z": None}


def test_a_plan_larger_than_the_disk_is_refused(example: Plan, tmp_path: Path) -> None:
    refuse_too_large(example, tmp_path)
    huge = replace(example, keep="nations", replications=10_000)
    assert disk_bytes(huge) > 1e11
    with pytest.raises(InputError, match="the plan still needs about .* MB, the disk has"):
        refuse_too_large(replace(huge, quarters=4000), tmp_path)


def test_what_is_done_of_a_plan_needs_no_more_room(
    example: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep that fitted the disk goes on when it has filled much of it."""
    needed = disk_bytes(example)
    monkeypatch.setattr(sweeps, "free_bytes", lambda _: needed // 2)
    with pytest.raises(InputError, match="the disk has"):
        refuse_too_large(example, tmp_path)
    (tmp_path / "shards").mkdir()
    (tmp_path / "shards" / "00000.parquet").write_bytes(bytes(needed - needed // 2))
    refuse_too_large(example, tmp_path)


def test_the_editors_schema_says_the_same() -> None:
    path = EXPERIMENTS / "sweeps" / "plan.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))["properties"]
    assert set(schema) == set(plans.KEYS)
    assert tuple(schema["keep"]["enum"]) == KEEPS
    assert tuple(schema["design"]["properties"]["kind"]["enum"]) == KINDS
    assert set(schema["design"]["properties"]) == set(plans.DESIGN_KEYS)
    assert set(schema["full"]["properties"]) == set(plans.FULL_KEYS)


def test_shipped_studies_are_plans_with_a_published_size() -> None:
    for name in study_names():
        assert load_plan(name).size <= load_plan(name, full=True).size
