// Colours that survive colour blindness, never alone: lineages have patterns and names, numbers have Cividis and a
// scale.

import { scaleLinear, scaleLog } from 'd3-scale';
import { interpolateCividis } from 'd3-scale-chromatic';
import { atlas } from './atlas.js';
import { s } from './dom.js';
import { futures, nationLineages, nationValues } from './store.js';
import { bodyName } from './words.js';

/** Okabe and Ito's colours with a pattern each. */
const STYLES = [
  ['#56B4E9', ''],
  ['#E69F00', 'M0,6L6,0'],
  ['#009E73', 'M3,2.4h.01'],
  ['#F0E442', 'M0,0L6,6M6,0L0,6'],
  ['#CC79A7', 'M0,0L6,6'],
  ['#0072B2', 'M0,3H6'],
  ['#D55E00', 'M3,0V6'],
];
const OTHER = ['#9AA0A6', 'M0,3H6M3,0V6'];
const POOLED = ['#B39DDB', 'M0,0L6,6M3,0V6'];
const OWN = ['#FFFFFF', 'M0,6L6,0M-1,1L1,-1M5,7L7,5'];
export const NONE = 'var(--land)';

/** The model that nations train together has a style of its own. */
const POOL = 'cern-for-ai';
/** Developers that often lead have the style of their place here, unless another has it already. */
const LEADERS = ['Alphabet (Google)', 'Meta', 'ByteDance', 'EU27', 'OpenAI', 'Nvidia', 'xAI'];
const styleOf = new Map();

/** Lineages of a run by the quarters and nations that use them, most first. */
function prominent(run) {
  const counts = new Map();
  const { data } = run.arrays.lineage;
  for (let i = 0; i < data.length; i += 1) counts.set(data[i], (counts.get(data[i]) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([index]) => run.lineages[index]);
}

const isFree = (style) => ![...styleOf.values()].includes(style);

/** Takes back the styles of lineages that no run on the page uses. */
function forget() {
  const used = new Set(Object.values(futures).flatMap((run) => run?.lineages ?? []));
  for (const name of styleOf.keys()) if (!used.has(name)) styleOf.delete(name);
}

/** Gives prominent lineages a style, which they keep as long as a run of the page uses them. */
export function meetLineages(run) {
  const newcomers = prominent(run).filter((name) => name && lineageStyle(name) === 'other');
  for (const name of newcomers)
    if (LEADERS.includes(name) && isFree(LEADERS.indexOf(name))) styleOf.set(name, LEADERS.indexOf(name));
  if (!run.complete) return;
  for (const name of newcomers.filter((one) => !styleOf.has(one))) {
    if (!STYLES.some((_, style) => isFree(style))) forget();
    const free = STYLES.findIndex((_, style) => isFree(style));
    if (free >= 0) styleOf.set(name, free);
  }
}

export function lineageStyle(name) {
  if (!name) return 'none';
  if (name === POOL) return 'pooled';
  if (name.endsWith(' programme')) return 'own';
  return styleOf.get(name) ?? 'other';
}

export const lineageName = (name) => (name === POOL ? bodyName(name) : name);
export const STYLE_NAMES = { none: 'no AI', own: 'programmes of their own, from scratch', other: 'other developers' };

/** <defs> with the patterns; `id` keeps those of two maps apart. */
export function patterns(id) {
  const entries = [...STYLES.map((style, i) => [i, style]), ['other', OTHER], ['pooled', POOLED], ['own', OWN]];
  return s(
    'defs',
    {},
    entries.map(([key, [colour, lines]]) =>
      s(
        'pattern',
        { id: `${id}-${key}`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' },
        s('rect', { width: 6, height: 6, fill: colour }),
        lines &&
          s('path', {
            d: lines,
            stroke: '#111',
            'stroke-opacity': 0.45,
            'stroke-width': key === 2 ? 2 : 0.9,
            'stroke-linecap': 'round',
            fill: 'none',
          }),
      ),
    ),
  );
}

export const patternFill = (id, style) => (style === 'none' ? NONE : `url(#${id}-${style})`);

/** Range of a metric over whole runs, so that colours mean the same in every quarter and in each of them. */
function range(runs, metric) {
  let [low, high] = [Infinity, -Infinity];
  for (const run of runs) {
    for (let t = 0; t < run.done; t += 1) {
      for (const value of nationValues(run, metric, t)) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  }
  return [low, high];
}

const scales = new WeakMap();

/** { position: value -> 0..1, low, high, log } of a metric in a run, or in one of two that share it. */
export function metricScale(run, metric, beside = run) {
  if (!scales.has(run)) scales.set(run, new WeakMap());
  if (!scales.get(run).has(beside)) scales.get(run).set(beside, {});
  const known = scales.get(run).get(beside);
  if (!known[metric]) {
    const kind = atlas.nation_metrics[metric].scale;
    let [low, high] = kind === 'share' ? [0, 1] : range(run === beside ? [run] : [run, beside], metric);
    const log = kind === 'log' && high > 0;
    if (log) low = Math.max(low, high / 1e6);
    const scale = (log ? scaleLog() : scaleLinear())
      .domain([low, high > low ? high : low + 1])
      .range([0, 1])
      .clamp(true);
    known[metric] = { position: (value) => (log && value <= 0 ? 0 : scale(value)), low, high, log, scale };
  }
  return known[metric];
}

export const cividis = (position) => interpolateCividis(position);

/** The fill of each nation at a quarter. */
export function nationFills(run, t, metric, id, beside = run) {
  if (metric === 'lineage') {
    const lineages = nationLineages(run, t);
    return (row) => patternFill(id, lineageStyle(run.lineages[lineages[row]]));
  }
  const values = nationValues(run, metric, t);
  const scale = metricScale(run, metric, beside);
  return (row) => (Number.isNaN(values[row]) ? NONE : cividis(scale.position(values[row])));
}
