"""What a folder of results holds, as one message for the browser; read in a worker."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sovereigns.experiments.app.folders import CLAIMS, RUN, SWEEP
from sovereigns.experiments.app.trajectory import LINEAGE, MAPPED, pack
from sovereigns.experiments.report.happenings import happenings
from sovereigns.experiments.results.store import Results, read_manifest
from sovereigns.experiments.results.sweep_results import KEEPS, SweepResults
from sovereigns.experiments.sweeps.shard import OK
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.texts import json_value, read_text
from sovereigns.model.metrics import METRICS

PARTS = (0.1, 0.5, 0.9)
"""Quantiles over runs that bands show."""
TOLD = ("command", "version", "commit", "title", "assumes", "notes", "question", "name")
"""What a manifest says that the page repeats."""


@dataclass(frozen=True)
class Asked:
    """Which folder is to be read, and in which state of its files."""

    path: str
    kind: str
    stamp: float


def open_folder(asked: Asked) -> Iterator[bytes]:
    """The message of a folder.

    Args:
        asked: which.

    Raises:
        InputError: it is broken, half-written or foreign.
    """
    folder = Path(asked.path)
    readers = {RUN: run_message, SWEEP: sweep_message, CLAIMS: claims_message}
    try:
        yield readers[asked.kind](folder)
    except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{folder.name}: is half-written, or of another version ({type(error).__name__}: {error}); "
            "make it again or open another"
        ) from error


def run_message(folder: Path) -> bytes:
    """One run, in the form of `trajectory.packed`, with what its manifest tells in `about`."""
    results = Results(folder)
    world, nations, events = results.world, results.nations, results.events
    quarters = world["quarter"].astype(str).tolist()
    names = sorted({"", *nations[LINEAGE].fillna("").astype(str)})
    header = {
        "about": told(results.manifest),
        "query": str(results.manifest.get("command", "")),
        "scenario": results.manifest["scenario"],
        "seed": results.manifest["seed"],
        "quarters": quarters,
        "done": len(quarters),
        "complete": True,
        "nation_metrics": MAPPED,
        "world_metrics": list(METRICS),
        "lineages": names,
        "events": _events(events, quarters),
    }
    lineage = _grid(nations, LINEAGE, quarters).fillna("").astype(str)
    return pack(
        header,
        {
            "nations": np.stack([_numbers(_grid(nations, name, quarters)) for name in MAPPED]),
            "lineage": np.searchsorted(names, lineage.to_numpy(str)).astype(np.uint16),
            "world": _numbers(world.reindex(columns=list(METRICS))),
        },
    )


def sweep_message(folder: Path) -> bytes:
    """A sweep: every finished run with its factors, lines by scenario where it kept them, its analysis."""
    manifest = read_manifest(folder)
    results = SweepResults(folder, manifest)
    runs = results.runs
    ended = runs[runs["status"] == OK].reset_index(drop=True)
    if ended.empty:
        raise InputError(f"{folder.name}: no run has come to its end yet; {manifest.get('command')} goes on")
    factors = [_factor(factor) for factor in manifest["factors"]]
    scenarios = list(manifest["references"])
    header = {
        "about": told(manifest),
        "runs": manifest["runs"],
        "ended": len(ended),
        "failed": len(runs) - len(ended),
        "design": manifest["design"]["kind"],
        "scenarios": scenarios,
        "factors": factors,
        "metrics": [name for name in METRICS if name in ended],
        "seeds": ended["seed"].tolist(),
        "analysis": _json(folder / "analysis.json"),
        "quarters": [],
    }
    arrays: dict[str, NDArray[Any]] = {
        "finals": _numbers(ended[header["metrics"]]),
        "settings": np.stack([_setting(ended, factor) for factor in factors], axis=1)
        if factors
        else np.zeros((len(ended), 0), dtype=np.float32),
        "scenario": pd.Categorical(ended["scenario"], scenarios).codes.astype(np.uint16),
    }
    if manifest["keep"] != KEEPS[0]:
        told_quarters = results.quarters.merge(ended[["run", "scenario"]], on="run")
        header["quarters"] = sorted(told_quarters["quarter"].unique())
        arrays["lines"] = _lines(told_quarters, header["metrics"], scenarios, header["quarters"])
    return pack(header, arrays)


def claims_message(folder: Path) -> bytes:
    """Verdicts on claims as `sovereigns claims` wrote them."""
    file = folder / "claims.json"
    if not file.exists():
        points = len(list(folder.glob("point-*.parquet")))
        raise InputError(
            f"{folder.name}: no verdicts yet, {points} points are done; the same command goes on"
        )
    verdicts = json_value(read_text(file, "JSON").body, str(file))
    for verdict in verdicts:
        if not {"id", "claim", "verdict", "share", "effect", "low", "high", "parts"} <= set(verdict):
            raise InputError(f"{folder.name}: claims.json holds something else than verdicts; open another")
    return pack({"about": {}, "claims": verdicts}, {})


def told(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What the page repeats of a manifest."""
    return {key: manifest[key] for key in TOLD if manifest.get(key)}


def _grid(nations: pd.DataFrame, name: str, quarters: list[str]) -> pd.DataFrame:
    """(quarters, 193) of a column, in the order of the nations on the map; blank where there is none."""
    iso3 = load_inputs().nations["iso3"]
    if name not in nations:
        return pd.DataFrame(np.nan, quarters, iso3)
    return nations.pivot(index="quarter", columns="iso3", values=name).reindex(index=quarters, columns=iso3)


def _numbers(table: pd.DataFrame) -> NDArray[np.float32]:
    return table.to_numpy(dtype=float, na_value=np.nan).astype(np.float32)


def _events(events: pd.DataFrame, quarters: list[str]) -> list[list[Any]]:
    """(number of the quarter, kind, text, who, on)."""
    number = {quarter: i for i, quarter in enumerate(quarters)}
    listed = happenings(events) if len(events) else []
    return [
        [number[one.quarter], one.kind, one.text, one.who, one.on] for one in listed if one.quarter in number
    ]


def _factor(factor: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": factor["name"], "levels": [str(level) for level in factor.get("levels", [])]}


def _setting(runs: pd.DataFrame, factor: Mapping[str, Any]) -> NDArray[np.float32]:
    """Numbers as they are, names as their place among the levels."""
    values = runs[factor["name"]]
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return values.to_numpy(dtype=np.float32)
    levels = factor["levels"] or sorted(values.astype(str).unique())
    return pd.Categorical(values.astype(str), levels).codes.astype(np.float32)


def _lines(
    table: pd.DataFrame, metrics: list[str], scenarios: list[str], quarters: list[str]
) -> NDArray[np.float32]:
    """(scenarios, PARTS, quarters, metrics) quantiles over runs."""
    parts = table.groupby(["scenario", "quarter"])[metrics].quantile(np.array(PARTS))
    places = pd.MultiIndex.from_product([scenarios, PARTS, quarters])
    found = parts.reorder_levels([0, 2, 1]).reindex(places)
    return _numbers(found).reshape(len(scenarios), len(PARTS), len(quarters), len(metrics))


def _json(path: Path) -> Any:
    """What a file holds; None where there is none or it is broken."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
