"""The documents say what the code does: generated parts agree, and hand-written ones point at what exists."""

import re
import shutil
from pathlib import Path

import pytest

from sovereigns.experiments.documents import marks, odd
from sovereigns.experiments.documents.odd_blocks import blocks, claim_rows
from sovereigns.experiments.documents.odd_source import (
    PHASES,
    modules,
    parameters_read,
    schedule,
    step_source,
)
from sovereigns.experiments.report.references import bibliography
from sovereigns.model import simulation
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import rows
from sovereigns.model.places import ROOT

DOCUMENTS = sorted(odd.DOCS.glob("*.md"))
PROTOCOL = odd.DOCS / "ODD.md"
CODE = blocks()
IDS = [row["id"] for row in claim_rows()]


def generated(document: Path) -> list[str]:
    """Names of a document's generated parts."""
    return [part.name for part in marks.parts(document) if part.kind == "generated"]


def swapped(step: str, one: str, other: str) -> str:
    """The source of a step in which two phases have changed places."""
    lines = step.splitlines()
    first, second = (
        next(k for k, line in enumerate(lines) if re.search(rf"\b{name}\(", line)) for name in (one, other)
    )
    lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A copy of the documents with their generated parts fresh."""
    folder = tmp_path / "docs"
    shutil.copytree(odd.DOCS, folder, ignore=shutil.ignore_patterns("images"))
    odd.write(folder, CODE)
    return folder


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_source_files_that_a_document_names_exist(document: Path) -> None:
    named = set(re.findall(r"`((?:\w+/)+\w+\.py)`", document.read_text(encoding="utf-8")))
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_generated_parts_agree_with_the_code() -> None:
    assert odd.drifted(made=CODE) == [], "run uv run sovereigns reproduce tables"


@pytest.mark.parametrize(
    ("one", "other"),
    [("train", "research"), ("incidents", "govern"), ("adopt", "account"), ("observe", "narrate")],
)
def test_a_swapped_phase_is_seen(docs: Path, one: str, other: str) -> None:
    step = swapped(step_source(), one, other)
    assert odd.drifted(docs, CODE) == []
    assert odd.drifted(docs, CODE | {"schedule": blocks(step)["schedule"]}) == ["ODD.md: schedule"]


def test_a_phase_left_out_is_seen(docs: Path) -> None:
    step = re.sub(r".*\btrade\(.*\n", "", step_source())
    assert odd.drifted(docs, CODE | {"schedule": blocks(step)["schedule"]}) == ["ODD.md: schedule"]


def test_what_was_changed_by_hand_is_rewritten(docs: Path) -> None:
    path = docs / "ODD.md"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("| 1 | `happen`", "| 1 | `hapen`"), encoding="utf-8")
    assert odd.drifted(docs, CODE) == ["ODD.md: schedule"]
    odd.write(docs, CODE)
    assert path.read_text(encoding="utf-8") == whole
    assert odd.drifted(docs, CODE) == []


def test_an_unknown_part_is_refused_with_the_near_match(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("<!-- generated: shedule -->\n<!-- end -->\n", encoding="utf-8")
    with pytest.raises(InputError, match="schedule"):
        odd.write(tmp_path)


def test_a_mark_without_its_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("<!-- generated: schedule -->\n", encoding="utf-8")
    with pytest.raises(InputError, match="<!-- end -->"):
        odd.write(tmp_path)


def test_the_protocol_holds_every_generated_part() -> None:
    there = set(generated(PROTOCOL))
    whole = {name for name in blocks() if not name.startswith("parameters of ")}
    elsewhere = {"metrics.md": {"nation metrics"}, "claims.md": {"changes", "hypotheses", "arms", "probes"}}
    assert whole - there == set().union(*elsewhere.values())
    for document, parts in elsewhere.items():
        assert parts <= set(generated(odd.DOCS / document))


def test_every_file_that_reads_parameters_has_its_place_in_the_protocol() -> None:
    there = generated(PROTOCOL)
    missing = [file for file in modules() if parameters_read(file) and f"parameters of {file}" not in there]
    assert not missing, "give each a part `parameters of FILE` in the section that describes it"


def test_every_parameter_is_used_in_a_submodel() -> None:
    text = PROTOCOL.read_text(encoding="utf-8")
    submodels = text[: text.index("## A Parameters")]
    assert [row.name for row in rows() if f"`{row.name}`" not in submodels] == []


def processes() -> list[tuple[int, str]]:
    """Number and name of each process, in the order in which a quarter runs them; 0 for what comes before."""
    lines = [(name, re.match(r"(?:Process (\d+),|Before the processes:)", line)) for name, line in schedule()]
    return [(int((said and said[1]) or 0), name) for name, said in lines if said]


def test_a_quarter_runs_every_phase_once_and_the_simulation_counts_its_processes() -> None:
    phases = sorted(path.stem for path in PHASES.glob("[a-z]*.py"))
    assert sorted(name for name, _ in schedule()) == sorted(name for _, name in processes()) == phases
    numbers = [number for number, _ in processes()]
    assert numbers == sorted(numbers) and numbers.count(0) == 2
    assert list(filter(None, numbers)) == list(range(1, 13))
    assert "events, learning by governments, then the twelve processes" in (simulation.__doc__ or "")


def test_every_process_has_its_section() -> None:
    titles = re.findall(r"^### 7\.(\d+) (\w+)", PROTOCOL.read_text(encoding="utf-8"), re.MULTILINE)
    found = [(int(number), title.lower()) for number, title in titles]
    assert found == [one for one in processes() if one != (0, "learn")], "learn is told of in 7.3"


def test_every_id_has_one_row_that_points_at_what_exists() -> None:
    text = PROTOCOL.read_text(encoding="utf-8")
    numbers = set(re.findall(r"^### (\d+\.\d+) ", text, re.MULTILINE))
    phases = {name for name, _ in schedule()}
    for letter in "CKT":
        own = [int(name[1:]) for name in IDS if name[0] == letter]
        assert own == list(range(1, len(own) + 1)) != [], f"{letter}: every number once, in order"
    for row in claim_rows():
        assert all((ROOT / file).is_file() for file in row["files"].split(";")), row
        assert set(row["sections"].split(";")) <= numbers, row
        assert set(filter(None, row["processes"].split(";"))) <= phases, row
        assert set(row["sources"].split(";")) <= set(bibliography()), row


def test_parameters_serve_ids_that_exist() -> None:
    known = {*IDS, *(str(k) for k in range(1, 13))}
    strange = {row.name: row.serves for row in rows() if not set(row.serves.split(";")) <= known}
    assert not strange


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", path.read_text(encoding="utf-8")):
        aim = path.parent / target if target else path
        assert aim.exists(), target
        if anchor:
            titles = re.findall(r"^#+ (.*)$", aim.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in [slug(title) for title in titles], anchor


def slug(title: str) -> str:
    """A heading's anchor as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
