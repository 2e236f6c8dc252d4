"""A sweep's folder: whose it is, what of it is finished, and how a shard gets there whole.

A shard's companions are renamed into place before its file of runs, whose presence means finished.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sovereigns.experiments.results import store
from sovereigns.experiments.results.sweep_results import SHARDS, TABLES, run_files, shard_file
from sovereigns.experiments.results.whole import ASIDE, write_whole
from sovereigns.experiments.sweeps.plan import Plan
from sovereigns.experiments.sweeps.shard import Parcel
from sovereigns.model.errors import InputError

try:
    import fcntl
except ImportError:  # Windows has none: there nobody keeps two sweeps from the same work
    fcntl = None  # type: ignore[assignment]

PLAN, MANIFEST = "plan.toml", "manifest.json"
REMEDY = "give another folder with --out"


class SweepFolder:
    """A folder that belongs to one plan."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.shards = path / SHARDS

    @classmethod
    @contextmanager
    def claim(cls, path: Path, plan: Plan, command: str) -> Iterator[Self]:
        """Make the folder, or go on with it if it is this plan's; nobody else works on it meanwhile.

        Args:
            path: the folder.
            plan: whose it is to be.
            command: the command line, for the manifest.

        Raises:
            InputError: it holds another plan or foreign files, another sweep is at work there, or it cannot
                be written.
        """
        folder = cls(path)
        folder._refuse_others(plan)
        try:
            folder.shards.mkdir(parents=True, exist_ok=True)
            if not (path / MANIFEST).exists():
                write_whole(path / PLAN, plan.text.encode())
                write_whole(path / MANIFEST, store.json_bytes(manifest(plan, command)))
            with folder._alone():
                folder._sweep_up()
                yield folder
                folder._sweep_up()
        except OSError as error:
            raise InputError(
                f"--out {path}: cannot be written: {error.strerror or error}; what is finished stays. Make "
                f"room and call again to go on, or {REMEDY}"
            ) from error

    def finished(self) -> list[int]:
        """Numbers of the shards that are there, sorted."""
        return sorted(int(path.name[:-8]) for path in run_files(self.path))

    def keep(self, number: int, parcel: Parcel) -> None:
        """Put a shard in its place.

        Raises:
            OSError: it cannot be written; nothing of it is left then.
        """
        for name in reversed(TABLES):
            if name in parcel.tables:
                write_whole(self.shards / shard_file(number, name), parcel.tables[name])

    def _refuse_others(self, plan: Plan) -> None:
        path = self.path
        try:
            present = sorted(child.name for child in path.iterdir()) if path.exists() else []
        except OSError as error:
            raise store.unwritable(path, error) from error
        if MANIFEST in present:
            return _refuse_another_plan(path, plan)
        ours = (PLAN, PLAN + ASIDE, MANIFEST + ASIDE, SHARDS)
        foreign = [name for name in present if name not in ours]
        if PLAN in present and (path / PLAN).read_bytes() != plan.text.encode():
            foreign.append(PLAN)
        if foreign or (SHARDS in present and any((path / SHARDS).iterdir())):
            raise InputError(
                f"--out {path}: holds '{(foreign or [SHARDS])[0]}', which is no sweep of ours; {REMEDY}"
            )
        return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.path / MANIFEST).open("r+b") as file:
            try:
                if fcntl:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InputError(
                    f"--out {self.path}: another sweep is at work there; wait for it, or {REMEDY}"
                ) from None
            yield

    def _sweep_up(self) -> None:
        """Remove what a sweep that was killed has left."""
        for folder in (self.path, self.shards):
            for path in folder.glob(f"*{ASIDE}"):
                path.unlink()


def manifest(plan: Plan, command: str) -> dict[str, Any]:
    """What the sweep is, and with what it was begun."""
    about: dict[str, Any] = {
        "kind": "sweep",
        "name": plan.name,
        "question": plan.question,
        "plan": plan.digest,
        "command": command,
    }
    about["references"] = {scenario: reference for scenario, reference, _ in plan.scenarios}
    return store.provenance() | about | plan.config | {"notes": list(plan.notes)}


def _refuse_another_plan(path: Path, plan: Plan) -> None:
    there = store.read_manifest(path)
    if there.get("kind") != "sweep":
        raise InputError(f"--out {path}: holds a run, not a sweep; {REMEDY}")
    if there.get("plan") == plan.digest:
        return
    now = plan.config
    other = [key for key in now if there.get(key) != json.loads(store.json_bytes(now[key]))]
    if other == ["code"]:
        raise InputError(
            f"--out {path}: was begun with another version of the model or its data (version "
            f"{there.get('version')}, commit {there.get('commit')}); go on with that one, or {REMEDY}"
        )
    raise InputError(
        f"--out {path}: holds another plan ('{there.get('name')}', other {', '.join(other)}); {REMEDY} or "
        "remove it"
    )
