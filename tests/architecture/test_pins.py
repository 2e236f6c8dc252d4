"""A stranger gets, years later, the very versions that were tested."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def constraints() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return set(project["tool"]["uv"]["constraint-dependencies"])


def locked() -> set[str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9._-]+==[^\s;\\]+)", text, flags=re.M))


def test_both_lists_hold_the_same_exact_versions() -> None:
    assert constraints() == locked()
    assert len(locked()) > 50


def test_every_locked_package_has_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9._-]+==)", text, flags=re.M)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_no_lock_names_a_registry_host() -> None:
    for name in ("requirements.lock", "pyproject.toml"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8"), name


def test_direct_dependencies_are_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    direct = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.match(r"[A-Za-z0-9._-]+", line).group().lower() for line in direct}  # type: ignore[union-attr]
    assert names <= {pin.split("==")[0] for pin in constraints()}
