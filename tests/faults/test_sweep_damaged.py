"""No number is read from a shard that is damaged, missing, or in another's place; the command mends it."""

import json
import os
import pty
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sovereigns.experiments.results import sweep_results
from sovereigns.experiments.results.store import open_results
from sovereigns.experiments.sweeps import folder as sweep_folder
from sovereigns.experiments.sweeps.plan import load_plan
from sovereigns.experiments.sweeps.sweep import sweep
from sovereigns.model.errors import InputError
from tests.faults.sweeps import RUNS, SHARDS, names, shards, threads, write_plan

Call = Callable[..., tuple[int, str, str]]
Damage = Callable[[Path], object]


@pytest.fixture
def out(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "out"))


def again(whole: Path, out: Path) -> None:
    plan = load_plan(str(whole.parent / "small.toml"))
    assert sweep(plan, out, threads(), "sovereigns sweep").done == RUNS
    assert shards(out) == shards(whole)
    assert names(out) == names(whole)


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def copy(to: str) -> Damage:
    return lambda folder: shutil.copy(folder / "00002.parquet", folder / to)


def swap(folder: Path) -> None:
    (folder / "00002.parquet").rename(folder / "x")
    (folder / "00003.parquet").rename(folder / "00002.parquet")
    (folder / "x").rename(folder / "00003.parquet")


def lose(folder: Path, names: str) -> None:
    for path in folder.glob(names):
        path.unlink()


DAMAGES: dict[str, tuple[str, Damage]] = {
    "copied over": ("00005.parquet: is a copy", copy("00005.parquet")),
    "copied beyond": ("00099.parquet: is a copy", copy("00099.parquet")),
    "companion's place": ("00005.nations.parquet: is a copy", copy("00005.nations.parquet")),
    "swapped": ("00002.parquet: is a copy of another file .shard 3", swap),
    "cut off": ("00001.parquet: is damaged", lambda f: os.truncate(f / "00001.parquet", 900)),
    "emptied": ("00001.quarters.parquet: is damaged", lambda f: os.truncate(f / "00001.quarters.parquet", 0)),
    "gone": ("00001.nations.parquet: is missing", lambda f: (f / "00001.nations.parquet").unlink()),
    "lost": ("00001.parquet: is missing", lambda f: (f / "00001.parquet").unlink()),
    "lost with its companions": ("00007.parquet: is missing", lambda f: lose(f, "00007*")),
    "all lost": (r"00000.parquet: is missing .and 23 more", lambda f: lose(f, "*")),
    "first byte": ("00004.parquet: is damaged", lambda f: flip(f / "00004.parquet", 0)),
    "a byte of data": ("00004.parquet: is damaged", lambda f: flip(f / "00004.parquet", 60)),
    "a companion's byte": (
        "00004.nations.parquet: is damaged",
        lambda f: flip(f / "00004.nations.parquet", 99),
    ),
    "a byte of the footer": ("00004.parquet: is damaged", lambda f: flip(f / "00004.parquet", -300)),
    "the digest itself": ("00004.parquet: is damaged", lambda f: flip(f / "00004.parquet", -20)),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_faulty_shard_is_named_and_the_same_sweep_mends_it(
    call: Call, whole: Path, out: Path, kind: str
) -> None:
    said, damage = DAMAGES[kind]
    damage(out / "shards")
    with pytest.raises(InputError, match=f"{out}/shards/{said}.*sovereigns sweep"):
        open_results(out)
    for command in (("query", out, "SELECT count(*) FROM runs"), ("analyse", out)):
        code, printed, err = call(*command)
        assert (code, printed) == (2, ""), err
    again(whole, out)


@pytest.mark.parametrize("lost", [Path.unlink, lambda path: path.write_text('{"kind": "sw')])
def test_a_lost_manifest_is_written_anew_from_what_the_shards_say(
    call: Call, whole: Path, out: Path, lost: Damage
) -> None:
    (out / "report.html").write_text("")
    lost(out / "manifest.json")
    code, _, err = call("query", out, "SELECT 1")
    assert code == 2 and f"sovereigns sweep {out / 'plan.toml'} --out {out}" in err
    before = {path: path.stat().st_mtime_ns for path in (out / "shards").iterdir()}
    (out / "report.html").unlink()
    again(whole, out)
    assert {path: path.stat().st_mtime_ns for path in (out / "shards").iterdir()} == before


EDITS: list[tuple[str, Any]] = [
    ("plan", None),
    ("plan", 3),
    ("keep", "all"),
    ("keep", []),
    ("command", "sovereigns sweep 'unclosed"),
    ("command", None),
    ("kind", []),
    ("factors", "x"),
    ("scenarios", []),
    ("sealed", None),
]


@pytest.mark.parametrize(("key", "value"), EDITS, ids=[f"{key} {value}" for key, value in EDITS])
@pytest.mark.parametrize("kind", ["copied over", "a byte of data"])
def test_a_manifest_edited_by_hand_hides_no_faulty_shard(
    call: Call, out: Path, key: str, value: object, kind: str
) -> None:
    manifest = out / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {key: value}))
    DAMAGES[kind][1](out / "shards")
    for command in (("query", out, "SELECT count(*) FROM runs"), ("analyse", out)):
        code, printed, err = call(*command)
        assert (code, printed) == (2, ""), (command, err)
        assert "Traceback" not in err


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 5000, "null", '{"kind": "sweep"}', "{}", "\0"])
def test_a_manifest_that_is_none_is_bad_input(call: Call, out: Path, text: str) -> None:
    (out / "manifest.json").write_text(text)
    for command in (("query", out, "SELECT count(*) FROM runs"), ("analyse", out), ("rerun", out)):
        code, printed, err = call(*command)
        assert (code, printed) == (2, ""), (command, err)
        assert "Traceback" not in err


def test_shards_of_another_plan_are_not_taken_for_ours(whole: Path, out: Path, tmp_path: Path) -> None:
    (out / "manifest.json").unlink()
    (out / "plan.toml").unlink()
    other = load_plan(str(write_plan(tmp_path)), seed=7)
    with pytest.raises(InputError, match="holds 'shards', which is no sweep of ours"):
        sweep(other, out, threads(), "sovereigns sweep")
    assert shards(out) == shards(whole)


def test_two_sweeps_begun_at_once_do_not_both_work(tmp_path: Path) -> None:
    """Both find no folder; only one may go on, whoever makes what first."""
    plan, out = load_plan(str(write_plan(tmp_path))), tmp_path / "out"
    meet, inside, refused = threading.Barrier(2), [], []
    write = sweep_folder.write_whole

    def late(path: Path, content: bytes) -> None:
        if path.name == "plan.toml":
            with suppress(threading.BrokenBarrierError):
                meet.wait(1)
        write(path, content)

    def begin() -> None:
        try:
            with sweep_folder.SweepFolder.claim(out, plan, "sweep"):
                inside.append(1)
                threading.Event().wait(1)
        except InputError as error:
            refused.append(str(error))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep_folder, "write_whole", late)
        both = [threading.Thread(target=begin) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    assert len(inside) == 1
    assert len(refused) == 1 and "another sweep is at work there" in refused[0]
    assert names(out) == {"plan.toml", "manifest.json", "shards"}


def test_what_a_desktop_leaves_is_kept_and_no_hindrance(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "shards").mkdir(parents=True)
    left = [out / ".DS_Store", out / "desktop.ini", out / "shards" / "Thumbs.db"]
    for path in left:
        path.write_text("mine")
    plan = load_plan(str(write_plan(tmp_path)))
    assert sweep(plan, out, threads(), "sovereigns sweep").done == RUNS
    assert all(path.read_text() == "mine" for path in left)
    assert len(open_results(out).runs) == RUNS
    assert len(shards(out)) == 3 * SHARDS + 1


@pytest.mark.parametrize("finished", [-1, RUNS + 1, 10**12, True])
def test_a_manifest_that_tells_of_impossible_shards_is_refused(call: Call, out: Path, finished: int) -> None:
    told = json.loads((out / "manifest.json").read_text())
    (out / "manifest.json").write_text(json.dumps(told | {"finished": finished}))
    code, _, err = call("query", out, "SELECT count(*) FROM runs")
    assert code == 2 and f"finished is {finished}" in err


def test_how_far_a_whole_sweep_is_needs_no_look_into_every_shard(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    look = sweep_results.pq.read_metadata
    monkeypatch.setattr(sweep_results.pq, "read_metadata", lambda file: looked.append(file) or look(file))
    results = sweep_results.SweepResults(out, json.loads((out / "manifest.json").read_text()))
    looked.clear()
    assert results.unfinished == results.unfinished == "" and len(looked) == 1


def test_what_is_asked_of_an_unfinished_sweep_is_told_how_far_it_is(call: Call, tmp_path: Path) -> None:
    plan, out = load_plan(str(write_plan(tmp_path))), tmp_path / "out"
    sweep(plan, out, threads(), f"sovereigns sweep small.toml --out {out}", limit=RUNS // 2)
    said = f"unfinished: {RUNS // 2} of {RUNS} runs are here; sovereigns sweep small.toml --out {out} goes on"
    code, printed, err = call("query", out, "SELECT count(*) AS runs FROM runs")
    assert code == 0 and str(RUNS // 2) in printed and said in err
    code, _, err = call("analyse", out)
    assert code == 0 and said in err and f"{RUNS // 2} of {RUNS} runs" in (out / "report.html").read_text()
    (out / "shards" / "00003.parquet").unlink()
    with pytest.raises(InputError, match="00003.parquet: is missing"):
        open_results(out)
    (out / "shards" / "00003.nations.parquet").unlink()
    assert sweep(plan, out, threads(), "sovereigns sweep").done == RUNS
    assert call("query", out, "SELECT count(*) FROM runs")[2] == ""


def test_running_a_sweep_again_misses_a_shard_that_was_lost(call: Call, out: Path) -> None:
    lose(out / "shards", "00003*")
    code, printed, err = call("rerun", out, "--workers", "1")
    assert code == 4 and "00003.parquet" in printed, err


WIDE = """
from sovereigns.experiments.cli.show import print_table
names = tuple(f"column_{i}" for i in range(40))
print_table([{name: 1234.5 for name in names}], names)
"""


def test_a_table_in_a_pipe_keeps_every_column() -> None:
    done = subprocess.run([sys.executable, "-c", WIDE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0].split() == [f"column_{i}" for i in range(40)]
    assert len(done.stdout.splitlines()[-1].split()) == 40


def test_a_table_in_a_narrow_terminal_keeps_every_cell() -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": "40", "TERM": "xterm"}
    with subprocess.Popen([sys.executable, "-c", WIDE], stdout=theirs, env=environment) as shown:
        os.close(theirs)
        said = b""
        while chunk := _read(ours):
            said += chunk
        assert shown.wait() == 0
    lines = said.decode().split()
    assert [line for line in lines if line.startswith("column")] == [f"column_{i}:" for i in range(40)]
    assert len(lines) == 80


STEERS = "a" + "".join(map(chr, (27, 93, 0, 7, 8, 13, 0x7F, 0x9B))) + "z"
"""Begins a command to the terminal in seven bits and in eight, rings, and goes back over the line."""


@pytest.mark.parametrize("way", [[], ["--json"]])
def test_an_answer_does_not_steer_the_terminal(call: Call, whole: Path, way: list[str]) -> None:
    numbers = ", ".join(str(ord(letter)) for letter in STEERS)
    text = f"SELECT array_to_string([chr(n) FOR n IN [{numbers}]], '') AS \"b{STEERS[1]}\" FROM runs LIMIT 1"
    code, printed, err = call("query", whole, text, *way)
    assert (code, err) == (0, "")
    assert not [letter for letter in printed if not letter.isprintable() and letter != "\n"]
    if way:
        assert json.loads(printed) == [{f"b{STEERS[1]}": STEERS}]


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # how a terminal ends
        return b""


def test_an_answer_in_a_pipe_keeps_every_row(call: Call, whole: Path) -> None:
    code, printed, err = call("query", whole, "SELECT run, iso3 FROM nations")
    assert (code, err) == (0, "")
    assert len(printed.splitlines()) == 2 + RUNS * 2 * 193


def test_an_answer_as_csv_is_written_as_it_comes_and_whole_or_not_at_all(
    call: Call, whole: Path, tmp_path: Path
) -> None:
    """More rows than are fetched at a time; a late fault leaves what was there."""
    file = tmp_path / "answer.csv"
    rows = "SELECT range AS n FROM range(25000)"
    assert call("query", whole, rows, "--csv", file)[0] == 0
    assert len(file.read_bytes().splitlines()) == 25_001
    before = file.read_bytes()
    fails = "SELECT CASE WHEN range < 24000 THEN 1 ELSE error('no more') END AS n FROM range(25000)"
    code, _, err = call("query", whole, fails, "--csv", file)
    assert code == 2 and "no more" in err
    assert file.read_bytes() == before and list(tmp_path.glob("answer*")) == [file]


def test_an_answer_as_csv_goes_into_a_pipe(call: Call, whole: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with ThreadPoolExecutor(1) as beside:
        got = beside.submit((tmp_path / "pipe").read_text)
        asked = "SELECT 1 AS n, NULL AS gone, 'nan'::DOUBLE AS nan, 0.5 AS half, 'a,b' AS word"
        assert call("query", whole, asked, "--csv", tmp_path / "pipe")[0] == 0
        assert got.result(10).splitlines() == ["n,gone,nan,half,word", '1,,,0.5,"a,b"']


def test_a_forecast_is_refused_where_the_sweep_itself_is(call: Call, whole: Path, tmp_path: Path) -> None:
    plan, file, other = whole.parent / "small.toml", tmp_path / "file", tmp_path / "other.toml"
    (tmp_path / "theirs").mkdir()
    file.touch()
    (tmp_path / "theirs" / "letter.txt").touch()
    other.write_text(plan.read_text().replace("replications = 2", "replications = 3"))
    for asked, out in (plan, tmp_path / "theirs"), (plan, file), (plan, file / "x"), (other, whole):
        code, printed, err = call("sweep", asked, "--out", out, "--dry-run")
        assert (code, printed, err) == (2, "", call("sweep", asked, "--out", out)[2])


@pytest.mark.parametrize("command", ["sweep", "rerun", "fuzz"])
def test_more_workers_than_a_machine_bears_are_refused(call: Call, whole: Path, command: str) -> None:
    place = {"sweep": [whole.parent / "small.toml"], "rerun": [whole], "fuzz": []}[command]
    code, printed, err = call(command, *place, "--workers", "100000")
    assert (code, printed) == (2, "")
    assert "100000 is more than" in err and "core" in err
