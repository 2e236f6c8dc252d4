// The few numbers that tell a future, at the quarter shown, with their way since the start and beside another future.

import { line } from 'd3-shape';
import { atlas, metricsOf } from '../atlas.js';
import { h, replace, s } from '../dom.js';
import { futures, listen, runAt, shownQuarter, titles, worldSeries } from '../store.js';
import { change, meaningOf, unitWords, worldAmount } from '../words.js';

const [W, H] = [120, 30];

function spark(series, t) {
  const known = series.filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i) => 2 + (i / Math.max(series.length - 1, 1)) * (W - 4);
  const y = (value) => H - 3 - ((value - low) / (high - low || 1)) * (H - 6);
  const path = line((_, i) => x(i), y).defined((value) => !Number.isNaN(value));
  return s(
    'svg',
    { viewBox: `0 0 ${W} ${H}`, class: 'spark', 'aria-hidden': 'true' },
    s('path', { d: path(series) }),
    Number.isNaN(series[t]) ? null : s('circle', { cx: x(t), cy: y(series[t]), r: 3 }),
  );
}

/** '+3 since 2025Q1', or that nothing differs at the digits shown; `start` is null beside another future. */
function difference(metric, value, before, start) {
  if (Number.isNaN(value) || Number.isNaN(before)) return '';
  if (worldAmount(metric, value) === worldAmount(metric, before)) return `as in ${start ?? titles.ghost}`;
  return (
    `${change(value - before, atlas.world_metrics[metric].unit)} ` +
    `${start ? `since ${start}` : `beside ${titles.ghost}`}`
  );
}

/** One number; while `waiting` for the new future it is still the one of the future before, and says so. */
function card(metric, run, t, ghost, waiting) {
  const { title, unit } = atlas.world_metrics[metric];
  const series = worldSeries(run, metric);
  const value = series[t];
  const before = ghost ? worldSeries(ghost, metric)[Math.min(t, ghost.done - 1)] : series[0];
  const moved = waiting ? 'computing …' : difference(metric, value, before, ghost ? null : run.quarters[0]);
  return h(
    'li',
    { class: 'number', title: meaningOf(metric) },
    h('span', { class: 'name' }, title, ' ', h('small', {}, unitWords(unit))),
    h('span', { class: 'value' }, worldAmount(metric, value)),
    h('span', { class: 'change' }, moved),
    spark(series, t),
  );
}

export function headlines({ el, props, signal }) {
  const { future = 'main' } = props();
  const list = h('ul', { class: 'numbers', 'aria-label': 'Headline numbers' });
  const draw = () => {
    const run = runAt(future);
    if (!run) return;
    const t = shownQuarter(run);
    const waiting = run !== futures[future];
    replace(
      list,
      metricsOf('headline').map((metric) => card(metric, run, t, future === 'main' ? futures.ghost : null, waiting)),
    );
  };
  draw();
  listen(signal, (what) => ['t', 'ghost', future].includes(what) && draw());
  el.append(list);
}
