"""A measured part of a document is what its code gives, or its page says that it is not."""

from pathlib import Path

import pytest

from sovereigns.experiments.documents import marks, reproduce
from sovereigns.experiments.documents.freshness import CHANGED, DECLARED, FRESH, STALE, Maker, declare, states
from sovereigns.model.places import ROOT

REMEDY = "make it again with `sovereigns reproduce NAME`, or let its page say so with --mark-stale"
MAKERS = {"small": Maker((), ("plan.toml",))}


def test_every_measured_part_is_what_the_code_gives_or_says_that_it_is_not() -> None:
    states = reproduce.states()
    assert {name: state for name, state in states.items() if state not in (FRESH, DECLARED)} == {}, REMEDY
    for one in reproduce.known().values():
        assert not one.maker or states.keys() & set(one.parts), one.name
    assert states.keys() == {part.name for part in marks.measured(ROOT)}


def test_what_is_declared_out_of_date_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reproduce, "states", lambda: {"claims": DECLARED})
    every = {one.name for one in reproduce.chosen((), True)}
    assert every - {one.name for one in reproduce.chosen((), True, check=True)} == {"claims"}
    assert [one.name for one in reproduce.chosen(["claims"], False, check=True)] == ["claims"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for place, text in {
        "model/step.py": '"""Steps."""\nfrom model.a import f\n\n\ndef step(x):\n    return f(x) + 1\n',
        "agents/nation.py": "def decide():\n    return 2\n",
        "model/data/facts.csv": "# a source\nx,y\n1,2\n",
        "plan.toml": "runs = 3\n",
        "README.md": "ours\n",
        "docs/images/small.png": "picture",
        "docs/page.md": "Before\n<!-- measured: small -->\n<!-- end -->\nAfter\n",
    }.items():
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    make(tmp_path)
    return tmp_path


def make(root: Path) -> None:
    text = "| a |\n\n![Small](images/small.png)"
    marks.write(root / "docs" / "page.md", "small", text, MAKERS["small"].digest(root))


def state(root: Path) -> str:
    return states(root, MAKERS)["small"]


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        ("model/step.py", "+ 1", "+ 2"),
        ("agents/nation.py", "2", "3"),
        ("model/data/facts.csv", "1,2", "1,3"),
        ("plan.toml", "3", "4"),
    ],
)
def test_what_changes_numbers_makes_a_part_out_of_date(root: Path, place: str, old: str, new: str) -> None:
    assert state(root) == FRESH
    (root / place).write_text((root / place).read_text().replace(old, new))
    assert state(root) == STALE


def test_a_move_a_comment_and_a_docstring_change_nothing(root: Path) -> None:
    (root / "model" / "phases").mkdir()
    moved = (root / "model" / "step.py").rename(root / "model" / "phases" / "stepping.py")
    text = moved.read_text().replace("Steps.", "A quarter.").replace("model.a", "sovereigns.model.b.a")
    moved.write_text(text + "# nothing\n")
    assert state(root) == FRESH


def test_a_path_that_is_gone_is_no_empty_digest(root: Path) -> None:
    (root / "plan.toml").rename(root / "other.toml")
    with pytest.raises(FileNotFoundError, match=r"plan\.toml"):
        state(root)


def test_a_page_may_say_that_it_is_out_of_date_until_it_is_made_again(root: Path) -> None:
    assert declare(root, MAKERS, ["small"]) == []
    (root / "plan.toml").write_text("runs = 4\n")
    assert declare(root, MAKERS, ["small"]) == ["small"]
    page = (root / "docs" / "page.md").read_text()
    assert "**Out of date.** Made by commit `unknown`" in page and "sovereigns reproduce small" in page
    assert page.startswith("Before\n") and page.endswith("After\n")
    assert state(root) == DECLARED
    make(root)
    assert state(root) == FRESH and "Out of date" not in (root / "docs" / "page.md").read_text()


def test_a_summary_above_what_is_out_of_date_says_so_too(root: Path) -> None:
    page = root / "docs" / "page.md"
    page.write_text("# Other\n\nIn short: other.\n\n## Small\n\nIn short: one row.\n\n" + page.read_text())
    (root / "plan.toml").write_text("runs = 4\n")
    for _ in range(2):
        declare(root, MAKERS, ["small"])
        assert "In short: other." in page.read_text()
        assert page.read_text().count("In short, as of commit `unknown` and **out of date**: one row.") == 1
    make(root)
    assert "and **out of date**: one row." in page.read_text(), "until a person has written it anew"


def test_no_summary_of_the_documents_hides_that_it_is_out_of_date() -> None:
    for part in marks.measured(ROOT):
        if part.notice:
            above = part.document.read_text(encoding="utf-8").partition(part.opening)[0].rpartition("\n#")[2]
            assert "In short:" not in above, f"{part.document.name}, {part.name}: {REMEDY}"


def test_a_row_or_a_picture_of_another_version_is_seen(root: Path) -> None:
    (root / "docs" / "images" / "small.png").write_text("other")
    assert state(root) == CHANGED
    make(root)
    page = root / "docs" / "page.md"
    page.write_text(page.read_text().replace("| a |", "| b |"))
    assert state(root) == CHANGED
