"""A sweep's folder: whose it is, what of it is finished, and how a shard gets there whole.

A shard's companions are renamed into place before its file of runs, whose presence means finished.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sovereigns.experiments.results import given, store
from sovereigns.experiments.results.desktop import is_desktops
from sovereigns.experiments.results.seal import told
from sovereigns.experiments.results.sweep_results import (
    FINISHED,
    SHARDS,
    TABLES,
    faults,
    number_of,
    run_files,
    shard_file,
)
from sovereigns.experiments.results.whole import ASIDE, write_whole
from sovereigns.experiments.sweeps.plan import Plan
from sovereigns.experiments.sweeps.shard import Parcel
from sovereigns.model.errors import InputError, reason

try:
    import fcntl
except ImportError:  # Windows has none: there nobody keeps two sweeps from the same work
    fcntl = None  # type: ignore[assignment]

PLAN, MANIFEST, LOCK = "plan.toml", "manifest.json", "sweep.lock"
ANALYSIS = ("analysis.json", "figures", "report.html")
OURS = (given.INPUTS, PLAN, PLAN + ASIDE, MANIFEST, MANIFEST + ASIDE, LOCK, SHARDS, *ANALYSIS)
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
        folder.refuse_others(plan)
        try:
            folder.shards.mkdir(parents=True, exist_ok=True)
            with folder._alone():
                folder.refuse_others(plan)
                folder._sweep_up()
                folder._refuse_strays(plan)
                if not folder._has_manifest():
                    write_whole(path / PLAN, plan.text.encode())
                    given.keep(plan.files, path)
                    write_whole(path / MANIFEST, store.json_bytes(manifest(plan, command)))
                yield folder
                folder._sweep_up()
        except OSError as error:
            raise InputError(
                f"--out {path}: cannot be written: {reason(error)}; what is finished stays. Make "
                f"room and call again to go on, or {REMEDY}"
            ) from error

    def finished(self) -> list[int]:
        """Numbers of the shards that are there, sorted."""
        return [number_of(path) for path in run_files(self.path)]

    def sound(self, plan: Plan) -> list[Path]:
        """Shards that are there and as they should be, in order: their files of runs."""
        files = run_files(self.path)
        wrong = {number_of(path) for path in faults(self.path, plan.digest, plan.keep, files)}
        return [path for path in files if number_of(path) not in wrong]

    def keep(self, number: int, parcel: Parcel) -> None:
        """Put a shard in its place.

        Raises:
            OSError: it cannot be written; nothing of it is left then.
        """
        for name in reversed(TABLES):
            if name in parcel.tables:
                write_whole(self.shards / shard_file(number, name), parcel.tables[name])

    def end(self, shards: int) -> None:
        """Write down that the first shards are finished, so that one that is lost later is missed.

        Raises:
            OSError: it cannot be written; the manifest is then as it was.
        """
        told = store.read_manifest(self.path)
        if told.get(FINISHED, 0) < shards:
            write_whole(self.path / MANIFEST, store.json_bytes(told | {FINISHED: shards}))

    def refuse_others(self, plan: Plan) -> None:
        """Refuse a folder that holds, or lies where, a sweep of the plan cannot be.

        Raises:
            InputError: it holds another plan or foreign files, is no folder, or may not be written.
        """
        path = self.path
        there = next(place for place in (path, *path.absolute().parents) if place.exists())
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            what = "may not be written to" if there.is_dir() else "is no folder"
            raise InputError(f"--out {path}: cannot be written: {there} {what}; {REMEDY}")
        try:
            present = (
                sorted(child.name for child in path.iterdir() if not is_desktops(child))
                if path.exists()
                else []
            )
        except OSError as error:
            raise store.unwritable(path, error) from error
        if MANIFEST in present and self._has_manifest():
            return _refuse_another_plan(path, plan)
        foreign = [name for name in present if name not in OURS]
        if PLAN in present and (path / PLAN).read_bytes() != plan.text.encode():
            foreign.append(PLAN)
        if not foreign and SHARDS in present and not self._holds_only(plan):
            foreign.append(SHARDS)
        if foreign:
            raise InputError(f"--out {path}: holds '{foreign[0]}', which is no sweep of ours; {REMEDY}")
        return None

    def _has_manifest(self) -> bool:
        """Whether the manifest is there; one that was cut off is lost like one that is gone."""
        try:
            store.read_manifest(self.path)
        except InputError:
            return False
        return True

    def _holds_only(self, plan: Plan) -> bool:
        """Whether the shards are none or, by what they say themselves, a plan's."""
        there = [path for path in self.shards.iterdir() if not is_desktops(path) and path.suffix != ASIDE]
        said = [told(path) for path in there if path in run_files(self.path)]
        return not there or (len(said) > 0 and {words[0] for words in said if words} == {plan.digest})

    def _refuse_strays(self, plan: Plan) -> None:
        """Remove copies of the plan's shards whose number lies beyond it.

        Raises:
            InputError: something else has such a number.
        """
        for path in run_files(self.path):
            if number_of(path) >= plan.shards:
                if told(path)[:1] != (plan.digest,):
                    raise InputError(f"{path}: is no shard of this plan ({plan.shards} shards); remove it")
                path.unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the folder's lock.

        The system frees it when this process ends in any way; its file, which is then left, is the next
        one's.
        """
        lock = self.path / LOCK
        while True:
            with lock.open("a+b") as file:
                try:
                    if fcntl:
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise InputError(
                        f"--out {self.path}: another sweep is at work there; wait for it, or {REMEDY}"
                    ) from None
                if not _is_still(lock, file.fileno()):
                    continue  # its last holder has removed it meanwhile
                try:
                    yield
                finally:
                    lock.unlink(missing_ok=True)
                return

    def _sweep_up(self) -> None:
        """Remove what a sweep that was killed has left."""
        for folder in (self.path, self.shards):
            for path in folder.glob(f"*{ASIDE}"):
                path.unlink()


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def manifest(plan: Plan, command: str) -> dict[str, Any]:
    """What the sweep is, and with what it was begun."""
    about: dict[str, Any] = {
        "kind": "sweep",
        "name": plan.name,
        "question": plan.question,
        "plan": plan.digest,
        "command": command,
        "sealed": True,
    }
    about["references"] = {scenario: reference for scenario, reference, _ in plan.scenarios}
    about |= {"nations_file": plan.nations[0]} if plan.nations else {}
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
