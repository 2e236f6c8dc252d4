"""Build world.json, the borders of the map, from npm's `world-atlas`.

Needs npm; run it from any folder: `python experiments/report/geometry/build.py`.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]
Polygon = list[Line]

ATLAS = "world-atlas@2.0.2"
CODES = "i18n-iso-countries@7.14.0"
OUT = Path(__file__).with_name("world.json")

UNITS_PER_DEGREE = 100
TOLERANCE = 0.06
"""degrees at the equator that a simplified border may stray"""
SMALLEST = 0.02
"""square degrees at the equator: smaller islands are left out, unless they are a nation's largest"""
SMALL_STATE = 1.0
"""square degrees at the equator: nations below it are drawn as dots too"""
LEFT_OUT = ("Antarctica",)


def main() -> None:
    """Fetch the atlas, simplify it, write world.json."""
    with tempfile.TemporaryDirectory() as folder:
        medium, fine, codes = fetch(Path(folder))
    iso3 = {number: alpha3 for _, alpha3, number, *_ in codes}
    shapes: dict[str, list[Polygon]] = {}
    for number, name, shape in [
        *countries(medium),
        *(tuvalu for tuvalu in countries(fine) if "Tuvalu" in tuvalu),
    ]:
        if name not in LEFT_OUT:
            shapes.setdefault(iso3.get(number, name), []).extend(shape)
    borders = {
        key: [[encode(ring) for ring in polygon] for polygon in drawn(shapes[key])] for key in sorted(shapes)
    }
    small = [key for key in sorted(shapes) if sum(area(polygon[0]) for polygon in shapes[key]) < SMALL_STATE]
    dots = {key: [round(x, 2) for x in middle(largest(shapes[key])[0])] for key in small}
    content = {"source": ATLAS, "units_per_degree": UNITS_PER_DEGREE, "dots": dots, "borders": borders}
    OUT.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{OUT}: {OUT.stat().st_size} bytes, {len(borders)} countries and territories, {len(dots)} dots")


def fetch(folder: Path) -> tuple[Any, Any, Any]:
    """The 1:50m and 1:10m topologies and the table of country codes."""
    subprocess.run(
        ["npm", "pack", "--silent", ATLAS, CODES], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    files = {}
    for archive in folder.glob("*.tgz"):
        with tarfile.open(archive) as tar:
            for name in ("countries-50m.json", "countries-10m.json", "codes.json"):
                if f"package/{name}" in tar.getnames():
                    files[name] = json.load(tar.extractfile(f"package/{name}"))  # type: ignore[arg-type]
    return files["countries-50m.json"], files["countries-10m.json"], files["codes.json"]


def countries(topology: Any) -> Iterator[tuple[str, str, list[Polygon]]]:
    """Number, name and polygons of each country; a border that neighbours share is simplified once."""
    scale, translate = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [simplify(np.cumsum(np.array(arc), axis=0) * scale + translate) for arc in topology["arcs"]]
    for country in topology["objects"]["countries"]["geometries"]:
        pieces = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        polygons = [[stitch(arcs, ring) for ring in piece] for piece in pieces]
        yield country.get("id", ""), country["properties"]["name"], polygons


def stitch(arcs: list[Line], ring: list[int]) -> Line:
    """One ring from its arcs; a negative number is an arc walked backwards."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
    return np.concatenate([part[:-1] for part in parts])


def simplify(line: Line) -> Line:
    """Douglas-Peucker: leave out points that lie within TOLERANCE of the line without them."""
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        distance = stray(line[first : last + 1])
        worst = first + int(distance.argmax())
        if distance.max() > TOLERANCE:
            keep[worst] = True
            spans += [(first, worst), (worst, last)]
    return line[keep]


def stray(line: Line) -> Line:
    """Distance of each point from the chord between the ends, degrees at the equator."""
    flat = line * [np.cos(np.radians(line[:, 1].mean())), 1]
    chord, offset = flat[-1] - flat[0], flat - flat[0]
    length = float(np.hypot(*chord))
    distance: Line = np.hypot(offset[:, 0], offset[:, 1])
    if length > 0:
        distance = np.abs(chord[0] * offset[:, 1] - chord[1] * offset[:, 0]) / length
    return distance


def area(ring: Line) -> float:
    """Square degrees at the equator."""
    x, y = ring[:, 0] * np.cos(np.radians(ring[:, 1].mean())), ring[:, 1]
    return float(abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2)


def middle(ring: Line) -> tuple[float, float]:
    """Middle of the ring's box, longitude and latitude."""
    x, y = (ring.min(axis=0) + ring.max(axis=0)) / 2
    return float(x), float(y)


def largest(shape: list[Polygon]) -> Polygon:
    """The polygon with the largest area."""
    return max(shape, key=lambda polygon: area(polygon[0]))


def drawn(shape: list[Polygon]) -> list[Polygon]:
    """The polygons worth drawing: the largest, and all that are not too small; none crosses the date line."""
    main_land = largest(shape)
    big = [polygon for polygon in shape if polygon is main_land or area(polygon[0]) >= SMALLEST]
    whole = [[part for ring in polygon for part in cut(ring) if len(part) >= 3] for polygon in big]
    return [polygon for polygon in whole if polygon]


def cut(ring: Line) -> list[Line]:
    """The parts of a ring on either side of the date line, each within -180 to 180 degrees."""
    longitude = np.unwrap(ring[:, 0], period=360)
    if longitude.min() >= -180 and longitude.max() <= 180:
        return [ring]
    parts = []
    for turn in (-360, 0, 360):
        moved = np.stack([longitude + turn, ring[:, 1]], axis=1)
        parts.append(clip(clip(moved, 180, 1), -180, -1))
    return parts


def clip(ring: Line, edge: float, side: int) -> Line:
    """Sutherland-Hodgman: the part of a ring with side * longitude <= side * edge."""
    kept = []
    for here, there in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        inside, next_inside = side * here[0] <= side * edge, side * there[0] <= side * edge
        if inside:
            kept.append(here)
        if inside != next_inside:
            way = (edge - here[0]) / (there[0] - here[0])
            kept.append(np.array([edge, here[1] + way * (there[1] - here[1])]))
    return np.array(kept).reshape(-1, 2)


def encode(ring: Line) -> list[int]:
    """x, y of the first point, then steps, in units."""
    points = np.round(ring * UNITS_PER_DEGREE).astype(int)
    return [int(step) for step in np.diff(points, axis=0, prepend=0).ravel()]


if __name__ == "__main__":
    main()
