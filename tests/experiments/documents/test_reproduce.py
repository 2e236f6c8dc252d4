"""What stands in the documents is made again by name, and a check says whether it comes out as it stands."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from sovereigns.experiments.claims import match
from sovereigns.experiments.documents import findings, marks, reproduce
from sovereigns.experiments.documents.reproduce import Finding
from sovereigns.experiments.sweeps.studies import study_names
from sovereigns.model.places import ROOT
from tests.faults.sweeps import TEXT, threads, write_plan

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project" / "docs" / "images").mkdir(parents=True)
    (tmp_path / "project" / "README.md").write_text("ours")
    (tmp_path / "project" / "docs" / "page.md").write_text("seven")
    (tmp_path / "project" / "docs" / "images" / "old.png").write_bytes(b"old")
    return tmp_path / "project"


def says(text: str) -> Finding:
    def make(root: Path, runs: Path, full: bool, by: str) -> None:
        (root / "docs" / "page.md").write_text(text + " in full" * full)
        (root / "docs" / "images" / "old.png").unlink()
        (root / "docs" / "images" / "new.png").write_bytes(b"new")

    return Finding("page", "a page", make, sized=True)


def test_a_check_writes_nothing_and_names_what_differs(root: Path, tmp_path: Path) -> None:
    made = reproduce.reproduce(says("eight"), False, True, root, tmp_path)
    assert made.files == ("docs/images/new.png", "docs/images/old.png", "docs/page.md")
    assert (root / "docs" / "page.md").read_text() == "seven"
    assert (root / "docs" / "images" / "old.png").exists()


def test_what_is_made_again_takes_the_place_of_what_stood(root: Path, tmp_path: Path) -> None:
    assert not reproduce.reproduce(says("eight"), True, False, root, tmp_path).equal
    assert (root / "docs" / "page.md").read_text() == "eight in full"
    assert [path.name for path in (root / "docs" / "images").iterdir()] == ["new.png"]


def test_points_that_history_leaves_are_made_where_they_are_named_alone(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = [one for one in reproduce.known().values() if one.tunes]
    assert [one.name for one in inputs] == ["calibration", "points"]
    monkeypatch.setattr(match, "match", lambda: ([match.Fit(3, 1.5, "ai_use")], {"ai_use": 0.1}))
    file = root / inputs[1].tunes
    file.parent.mkdir(parents=True)
    file.write_text("old")
    assert reproduce.reproduce(inputs[1], False, True, root, tmp_path).files == (inputs[1].tunes,)
    assert file.read_text() == "old"
    reproduce.reproduce(inputs[1], False, False, root, tmp_path)
    assert file.read_text().endswith("point,implausibility\n3,1.5000\n")
    assert (root / "docs" / "page.md").read_text() == "seven"


def test_every_file_of_points_says_how_it_is_made() -> None:
    for one in reproduce.known().values():
        assert not one.tunes or f"`sovereigns reproduce {one.name}`" in (ROOT / one.tunes).read_text()


def test_what_a_person_writes_while_it_is_made_stays(root: Path, tmp_path: Path) -> None:
    page, part = root / "docs" / "page.md", "<!-- measured: size -->\n\n{}\n\n<!-- end -->\n"
    page.write_text("In all:\n" + part.format("seven"))

    def makes(copy: Path, runs: Path, full: bool, by: str) -> None:
        page.write_text("By now:\n" + part.format("seven"))
        (root / "README.md").write_text("ours and more")
        marks.write(copy / "docs" / "page.md", "size", "eight")

    made = reproduce.reproduce(Finding("size", "a size", makes), False, False, root, tmp_path)
    assert made.files == ("docs/page.md",)
    assert page.read_text() == "By now:\n" + part.format("eight")
    assert (root / "README.md").read_text() == "ours and more"


def test_a_maker_that_fails_leaves_all_as_it_stood(root: Path, tmp_path: Path) -> None:
    def breaks(copy: Path, runs: Path, full: bool, by: str) -> None:
        (copy / "docs" / "page.md").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reproduce.reproduce(Finding("page", "a page", breaks), False, False, root, tmp_path)
    assert (root / "docs" / "page.md").read_text() == "seven"


def test_what_stands_at_one_size_is_made_at_that_and_checked_at_that() -> None:
    page, asked = says("seven"), (False, True)
    for check in asked:
        assert [page.size(full, check, {"page --full"}) for full in asked] == [True, True]
        assert [page.size(full, check, {"page", "page --full"}) for full in asked] == [False, True]
    assert [page.size(full, False, {"page"}) for full in asked] == [False, True]
    assert [page.size(full, True, {"page"}) for full in asked] == [False, False], "none stands to compare"


def test_a_size_takes_the_place_of_the_other_where_that_stands_alone(root: Path, tmp_path: Path) -> None:
    page, part = root / "docs" / "page.md", "<!-- measured: {} -->\n\n{}\n\n<!-- end -->\n"

    def makes(copy: Path, runs: Path, full: bool, by: str) -> None:
        page.write_text("By now:\n" + page.read_text())
        marks.write(copy / "docs" / "page.md", "size" + marks.FULL * full, "large" if full else "small")

    page.write_text(part.format("size", "seven"))
    size = Finding("size", "a size", makes, sized=True)
    reproduce.reproduce(size, True, False, root, tmp_path)
    assert page.read_text() == "By now:\n" + part.format("size --full", "large")
    reproduce.reproduce(size, False, False, root, tmp_path)
    assert page.read_text() == "By now:\nBy now:\n" + part.format("size --full", "large"), "as it stands"
    page.write_text(page.read_text() + part.format("size", "seven"))
    reproduce.reproduce(size, False, False, root, tmp_path)
    assert page.read_text().endswith(part.format("size --full", "large") + part.format("size", "small"))


@pytest.mark.slow
def test_a_study_made_twice_is_equal(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run anew, without what an earlier run has kept: the same words and the same pictures."""
    monkeypatch.setattr(findings, "local", lambda: nullcontext(threads()))
    plan = write_plan(tmp_path, TEXT.replace('keep = "nations"', 'keep = "final"'))
    (root / "docs" / "studies.md").write_text("<!-- measured: small -->\nnothing\n<!-- end -->")

    def make(copy: Path, runs: Path, full: bool, by: str) -> None:
        findings.study(str(plan), False, copy / "docs", runs, "0" * 8)

    small = Finding("small", "small", make)
    assert not reproduce.reproduce(small, False, False, root, tmp_path / "runs").equal
    assert "16 runs" in (root / "docs" / "studies.md").read_text()
    assert reproduce.reproduce(small, False, True, root, tmp_path / "runs").equal


def test_the_tables_of_the_documents_are_those_of_the_code(call: Call) -> None:
    code, out, _ = call("reproduce", "tables", "--check", "--json")
    assert (code, json.loads(out)) == (0, [{"name": "tables", "equal": True, "files": []}])


def test_names_are_listed_and_checked(call: Call) -> None:
    code, out, _ = call("reproduce", "--list", "--json")
    assert code == 0
    assert {row["name"] for row in json.loads(out)} == {
        "calibration",
        "points",
        "tables",
        "presets",
        "backtest",
        "patterns",
        "removed",
        "claims",
        "claims --full",
        "performance",
        *study_names(),
    }
    code, _, err = call("reproduce", "fragmentatoin")
    assert code == 2 and "fragmentation" in err
    code, _, err = call("reproduce")
    assert code == 2 and "--all" in err


def test_what_measures_the_machine_or_tunes_runs_is_made_only_by_name() -> None:
    every = {one.name for one in reproduce.chosen([], True)}
    assert every == {*reproduce.known()} - {"performance", "calibration", "points"}
    assert [one.name for one in reproduce.chosen(["performance"], False)] == ["performance"]
