// What does not change with a run: nations, borders, tiles, metrics, scenarios, levers, claims. Asked for once.

import { geoEqualEarth } from 'd3-geo';

export const atlas = { nations: [], shapes: [], byIso: new Map() };
export const WIDTH = 960;
export const HEIGHT = 452;
const SOUTH = 12;
const projection = geoEqualEarth()
  .scale(178)
  .translate([WIDTH / 2, HEIGHT / 2 + SOUTH])
  .rotate([-11, 0]);

/**
 * Flat steps in hundredths of a degree -> "M..L..Z" on the map; a ring that jumps over the seam of the map is cut
 * there.
 */
function ringPath(steps, units) {
  let [lon, lat] = [0, 0];
  let path = '';
  let before = null;
  for (let i = 0; i < steps.length; i += 2) {
    lon += steps[i] / units;
    lat += steps[i + 1] / units;
    const [x, y] = projection([lon, lat]);
    path += `${before === null || Math.abs(x - before) > WIDTH / 3 ? 'M' : 'L'}${x.toFixed(1)},${y.toFixed(1)}`;
    before = x;
  }
  return `${path}Z`;
}

async function json(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function load() {
  const [content, world] = await Promise.all([json('/atlas.json'), json('/world.json')]);
  Object.assign(atlas, content);
  atlas.nations.forEach((nation, row) => {
    nation.row = row;
    [nation.x, nation.y] = projection(world.dots[nation.iso3] ?? [nation.lon, nation.lat]);
    nation.small = nation.iso3 in world.dots;
    atlas.byIso.set(nation.iso3, nation);
  });
  atlas.shapes = Object.entries(world.borders).map(([key, polygons]) => ({
    key,
    nation: atlas.byIso.get(key),
    path: polygons
      .flat()
      .map((ring) => ringPath(ring, world.units_per_degree))
      .join(''),
  }));
  atlas.geometry = world.source;
}

/** World metrics, in their order. */
export const worldMetrics = () => Object.keys(atlas.world_metrics);

/** World metrics that stand in a place (`PLACES` of model/metrics.py), in their order. */
export const metricsOf = (place) => worldMetrics().filter((name) => atlas.world_metrics[name].shown.includes(place));

export const atlasReady = load();
