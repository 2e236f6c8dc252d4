"""A run's folder: written whole or not at all, and read back.

Tables are Parquet with fixed settings and no time stamps, so that equal data give equal bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email import message_from_string
from email.message import Message
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sovereigns.experiments.results import given
from sovereigns.experiments.results.desktop import is_desktops
from sovereigns.experiments.results.plain import plain
from sovereigns.experiments.results.query import frame
from sovereigns.experiments.results.sweep_results import KEEPS, SweepResults, run_files
from sovereigns.model.errors import InputError, reason, unknown
from sovereigns.model.facts.numbers import shown
from sovereigns.model.facts.texts import json_value, read_text
from sovereigns.model.places import ROOT
from sovereigns.model.standard import KEPT

if TYPE_CHECKING:
    from sovereigns.model.simulation import Simulation

TABLES = ("world", "nations", "usage", "orders", "events")
TABLE_FILES = tuple(f"{name}.parquet" for name in (*TABLES, *KEPT))
CONTENT = ("manifest.json", "summary.json", "report.html", "figures", given.INPUTS, *TABLE_FILES)
DIGEST_LENGTH = 8
REMEDY = "give another folder with --out"
FORMS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("kind", "plan", "command", "scenario", "scenario_digest", "config"), str),
    **dict.fromkeys(("strategies", "parameters", "data", "files", "scenarios"), dict),
    **dict.fromkeys(("named", "sources", "notes", "factors"), list),
    "keep": (str, list),
    "start": (str, type(None)),
    **dict.fromkeys(("seed", "runs", "finished"), int),
}
"""What others read of a manifest: key -> of what kind it is."""

Config = dict[str, Any]


def configuration(simulation: Simulation, quarters: int) -> Config:
    """All that determines a run's numbers, as JSON values.

    Args:
        simulation: the run, before or after its quarters.
        quarters: how many it runs.
    """
    return {
        "scenario": simulation.setting.name,
        "scenario_digest": simulation.setting.digest,
        "start": simulation.start,
        "quarters": quarters,
        "firms": len(simulation.world.firm_name),
        "researchers": len(simulation.world.skill),
        "seed": simulation.seed,
        "strategies": dict(simulation.strategies),
        "named": [iso3 for iso3, kept in zip(simulation.world.iso3, simulation.named, strict=True) if kept],
        "parameters": simulation.parameters.as_dict(),
        "data": dict(simulation.inputs.digests),
    }


def digest(config: Config) -> str:
    """SHA-256 of a configuration."""
    return hashlib.sha256(json.dumps(config, sort_keys=True).encode()).hexdigest()


def default_folder(config: Config) -> Path:
    """Where a run goes when nobody says where: runs/<scenario>-<seed>-<start of the digest>."""
    return Path("runs") / f"{config['scenario']}-{config['seed']}-{digest(config)[:DIGEST_LENGTH]}"


@contextmanager
def whole_folder(out: Path, config: Config) -> Iterator[Path]:
    """A temporary sibling of `out` to write into; it takes the place of `out` when the block ends well.

    Args:
        out: the folder to make or, if it holds the same configuration, to replace.
        config: of the run to come.

    Raises:
        InputError: `out` holds another run or foreign files, or cannot be written; nothing is touched then.
    """
    target = out.resolve()
    refuse_foreign(target, out, config)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise unwritable(out, error) from error
    try:
        yield temporary
        temporary.chmod(0o755)
        refuse_foreign(target, out, config)
        _exchange(temporary, target)
    except OSError as error:
        raise unwritable(out, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def unwritable(out: Path, error: OSError) -> InputError:
    """An error for a folder that cannot be written."""
    return InputError(f"--out {out}: cannot be written: {reason(error)}; {REMEDY}")


def refuse_foreign(target: Path, out: Path, config: Config) -> None:
    """Check that a folder is absent, empty or a run of the same configuration.

    Raises:
        InputError: it is not.
    """
    try:
        there = target.iterdir() if target.exists() else ()
        present = sorted(child.name for child in there if not is_desktops(child))
    except OSError as error:
        raise unwritable(out, error) from error
    if target in (Path.cwd(), *Path.cwd().parents):
        raise InputError(
            f"--out {out}: is or holds the folder you stand in, and a run replaces its folder whole; {REMEDY}"
        )
    foreign = [name for name in present if name not in CONTENT]
    if foreign or (present and "manifest.json" not in present):
        raise InputError(
            f"--out {out}: holds '{(foreign or present)[0]}', which is no part of a run; {REMEDY}"
        )
    if present and (other := read_manifest(target)).get("config") != digest(config):
        what = f"scenario {other.get('scenario')}, seed {other.get('seed')}"
        raise InputError(f"--out {out}: holds another run ({what}); {REMEDY} or remove it")


def _exchange(temporary: Path, target: Path) -> None:
    if not target.exists():
        temporary.rename(target)
        return
    for path in filter(is_desktops, target.rglob("*")):
        place = temporary / path.relative_to(target)
        if place.parent.is_dir():
            shutil.copy2(path, place)
    old = temporary.with_name(temporary.name + ".old")
    target.rename(old)
    try:
        temporary.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_run(
    simulation: Simulation,
    config: Config,
    command: str,
    folder: Path,
    inputs: Iterable[tuple[Path, str]] = (),
) -> None:
    """Write a finished run's tables, summary and manifest.

    Args:
        simulation: after its quarters.
        config: its `configuration`.
        command: the command line that reproduces it.
        folder: where; it exists.
        inputs: files of the user that it was made from, each with its SHA-256; they are kept beside it.

    Raises:
        InputError: such a file has changed since it was read.
    """
    given.keep(inputs, folder)
    tables = simulation.tables()
    for name, table in tables.items():
        write_parquet(table, folder / f"{name}.parquet")
    write_json(summary(tables["world"], config), folder / "summary.json")
    files = {path.name: file_digest(path) for path in sorted(folder.iterdir()) if path.is_file()}
    write_json(manifest(simulation, config, command) | {"files": files}, folder / "manifest.json")


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write a table so that equal data give equal bytes; not-a-number becomes null."""
    path.write_bytes(parquet_bytes(table))


def parquet_bytes(table: pd.DataFrame) -> bytes:
    """A table as `write_parquet` writes it."""
    rows = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    buffer = io.BytesIO()
    pq.write_table(rows.combine_chunks(), buffer, version="2.6", compression="zstd", store_schema=False)
    return buffer.getvalue()


def write_json(value: object, path: Path) -> None:
    """Write one JSON value, indented."""
    path.write_bytes(json_bytes(value))


def json_bytes(value: object) -> bytes:
    """One JSON value, indented, as a file holds it."""
    return (json.dumps(plain(value), indent=2, ensure_ascii=False) + "\n").encode()


def summary(world: pd.DataFrame, config: Config) -> dict[str, Any]:
    """What `run --json` prints: every world metric at the start and at the end.

    Args:
        world: a row a quarter.
        config: of the run.
    """
    ends = {"start": world.iloc[0].to_dict(), "final": world.iloc[-1].to_dict()}
    about = {key: config[key] for key in ("scenario", "seed", "quarters")}
    result: dict[str, Any] = plain(about | ends)
    return result


def manifest(simulation: Simulation, config: Config, command: str) -> dict[str, Any]:
    """What was run, with what, on what."""
    return {
        **provenance(),
        "config": digest(config),
        "command": command,
        "keep": [name for name in KEPT if getattr(simulation.recorder, name)],
        **config,
        "title": simulation.setting.title,
        "assumes": simulation.setting.assumes,
        "sources": list(simulation.setting.sources),
        "notes": list(simulation.notes),
    }


def provenance() -> dict[str, Any]:
    """Version, commit, packages and platform of this program."""
    return {
        "version": metadata.version("sovereigns"),
        **commit(),
        "packages": _packages(),
        "platform": {
            "python": platform.python_version(),
            "system": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
        },
    }


def commit() -> dict[str, Any]:
    """Commit of the project, and whether tracked files differ from it; None where there is no repository."""

    def git(*words: str) -> str | None:
        try:
            done = subprocess.run(
                ["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            return None
        return done.stdout.strip()

    if not (ROOT / ".git").exists():
        return {"commit": None, "changed": None}
    changes = git("status", "--porcelain", "--untracked-files=no")
    return {"commit": git("rev-parse", "HEAD"), "changed": None if changes is None else bool(changes)}


def _packages() -> dict[str, str]:
    told = [_headers(distribution) for distribution in metadata.distributions()]
    named = {one["Name"]: one["Version"] for one in told}
    return dict(sorted(named.items(), key=lambda item: item[0].casefold()))


def _headers(distribution: metadata.Distribution) -> Message:
    """What a package says of itself, without the pages that it may append."""
    whole = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    return message_from_string(whole.partition("\n\n")[0])


def read_manifest(folder: Path) -> dict[str, Any]:
    """A folder's manifest.

    Raises:
        InputError: it is absent or broken.
    """
    path = folder / "manifest.json"
    try:
        content = json_value(read_text(path, "JSON").body, str(path))
    except InputError as error:
        remedy = "give the folder of a run or a sweep"
        if run_files(folder):
            remedy = (
                f"the sweep command that made this folder writes it anew: sovereigns sweep "
                f"{folder / 'plan.toml'} --out {folder} (with the --seed and --full of then)"
            )
        broken = (
            f"{path}: no readable manifest ({error})"
            if path.exists()
            else f"{folder}: no manifest.json in it"
        )
        raise InputError(f"{broken}; {remedy}") from error
    if not isinstance(content, dict):
        raise InputError(f"{path}: holds no manifest; give a folder that a run wrote")
    _refuse_edited(path, content)
    return content


def _refuse_edited(path: Path, content: Config) -> None:
    """Check that what others read of a manifest is of the kind that was written.

    Raises:
        InputError: it is not; names the key.
    """
    needed = ("plan", "keep", "command", "runs") if content.get("kind") == "sweep" else ()
    for key in dict.fromkeys((*needed, *(key for key in FORMS if key in content))):
        there = content.get(key)
        if not isinstance(there, FORMS[key]) or isinstance(there, bool) or (key in needed and not there):
            raise InputError(
                f"{path}: {key} is {shown(there)}, not what was written there; put the file back "
                "as it was, or remove it and give the command that made the folder once more"
            )
    if content.get("kind") == "sweep" and content["keep"] not in KEEPS:
        raise unknown("keep", content["keep"], KEEPS, str(path))


class Results:
    """The tables of a run's folder, read when asked for."""

    unfinished = ""
    """Nothing, ever: a run's folder is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)

    def _table(self, name: str, rows: list[tuple[str, str, Any]] | None = None) -> pd.DataFrame:
        path = self.folder / f"{name}.parquet"
        try:
            self._refuse_damaged(path)
            return pd.read_parquet(path, filters=rows)
        except (OSError, pa.ArrowInvalid) as error:
            raise InputError(
                f"{path}: cannot be read ({reason(error)}); run it again: {self._again}"
            ) from error

    def _refuse_damaged(self, path: Path) -> None:
        written = self.manifest.get("files", {}).get(path.name)
        if written and file_digest(path) != written:
            raise InputError(
                f"{path}: is damaged (its digest is not the manifest's); run it again: {self._again}"
            )

    @property
    def _again(self) -> str:
        return f"{self.manifest.get('command')} --out {self.folder}"

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What `run --json` prints."""
        path = self.folder / "summary.json"
        self._refuse_damaged(path)
        content: dict[str, Any] = json_value(read_text(path, "JSON").body, str(path))
        return content

    @cached_property
    def world(self) -> pd.DataFrame:
        """A row a quarter: the world metrics."""
        return self._table("world")

    @cached_property
    def nations(self) -> pd.DataFrame:
        """A row a nation and quarter."""
        return self._table("nations")

    @cached_property
    def usage(self) -> pd.DataFrame:
        """A row a nation, quarter and lineage that enough of its AI users use."""
        return self._table("usage")

    @cached_property
    def orders(self) -> pd.DataFrame:
        """A row a lever that a nation moved."""
        return self._table("orders")

    def orders_of(self, iso3: list[str]) -> pd.DataFrame:
        """The rows of `orders` of some nations."""
        return self._table("orders", [("iso3", "in", iso3)])

    @cached_property
    def events(self) -> pd.DataFrame:
        """A row an event."""
        return self._table("events")

    @property
    def keeps(self) -> tuple[str, ...]:
        """The tables that it was asked to keep beside those of every run."""
        return tuple(name for name in KEPT if f"{name}.parquet" in self.manifest.get("files", {}))

    @cached_property
    def relations(self) -> pd.DataFrame:
        """A row an ordered pair of nations, at the start, every fourth quarter and the end.

        Raises:
            InputError: the run was not asked to keep them.
        """
        return self._kept("relations")

    @cached_property
    def firms(self) -> pd.DataFrame:
        """A row a decision of a firm.

        Raises:
            InputError: the run was not asked to keep them.
        """
        return self._kept("firms")

    def _kept(self, name: str) -> pd.DataFrame:
        if name not in self.keeps:
            raise InputError(
                f"{self.folder}: keeps no {name}; run it again with them: "
                f"{self.manifest.get('command')} --keep {name} --out {self.folder}"
            )
        return self._table(name)

    @property
    def quarters(self) -> pd.DataFrame:
        """`world` with the number of the run in front."""
        return self.world.assign(run=0)[["run", *self.world.columns]]

    @property
    def runs(self) -> pd.DataFrame:
        """One row: the run and its metrics at the end."""
        about = {"run": 0, "scenario": self.manifest["scenario"], "point": 0, "seed": self.manifest["seed"]}
        row = about | {"status": "ok", "error": None} | self.world.iloc[-1].to_dict()
        return pd.DataFrame([row])

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """What SQL can ask: runs, quarters, nations, usage, orders, events, and what else the run kept."""
        return {name: getattr(self, name) for name in ("runs", "quarters", *TABLES[1:], *self.keeps)}

    def sql(self, text: str) -> pd.DataFrame:
        """Answer to one SQL query of `tables`.

        Raises:
            InputError: the SQL is wrong, would do more than read them, or the answer is too long to hold.
        """
        return frame(self.tables, text)


def open_results(folder: Path | str) -> Results | SweepResults:
    """Open the folder of a run or a sweep for reading: `.runs`, `.quarters`, `.nations`, `.sql(text)`.

    `.unfinished` says how far an unfinished sweep is, and is blank where all is there.

    Raises:
        InputError: there is no such folder, or no results in it.
    """
    path = Path(folder)
    if not path.is_dir():
        what = "is a file" if path.exists() else "no such folder"
        raise InputError(f"{path}: {what}; give a folder that sovereigns run or sovereigns sweep has made")
    manifest = read_manifest(path)
    if manifest.get("kind") == "sweep":
        return SweepResults(path, manifest)
    if lacking := [key for key in ("scenario", "seed") if key not in manifest]:
        raise InputError(
            f"{path / 'manifest.json'}: has no {lacking[0]}; give the folder of a run or a sweep"
        )
    return Results(path)
