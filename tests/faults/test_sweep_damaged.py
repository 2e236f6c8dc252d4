"""No number is read from a shard that is damaged, missing, or in another's place; the command mends it."""

import json
import os
import pty
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sovereigns.experiments.results.store import open_results
from sovereigns.experiments.sweeps import folder as sweep_folder
from sovereigns.experiments.sweeps.plan import load_plan
from sovereigns.experiments.sweeps.sweep import sweep
from sovereigns.model.errors import InputError
from tests.faults.sweeps import RUNS, SHARDS, names, shards, threads, undisturbed, write_plan

Call = Callable[..., tuple[int, str, str]]
Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    undisturbed(folder, folder / "sweep")
    return folder / "sweep"


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


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # how a terminal ends
        return b""


def test_an_answer_in_a_pipe_keeps_every_row(call: Call, whole: Path) -> None:
    code, printed, err = call("query", whole, "SELECT run, iso3 FROM nations")
    assert (code, err) == (0, "")
    assert len(printed.splitlines()) == 2 + RUNS * 2 * 193
