// A line chart of one world metric, with unit, source, and its data to take away.

import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { atlas } from './atlas.js';
import { chartActions, fileName, ofRun } from './actions.js';
import { h, replace, s } from './dom.js';
import { look, titles } from './store.js';
import { amount, quantile, tick, unitWords } from './words.js';

export const HEIGHT = 168;
export const EDGE = { left: 52, right: 14, top: 8, bottom: 22 };
export const known = (value) => value !== null && !Number.isNaN(value);

/** [low, middle, high] of the seeds at each quarter. */
export function band(seeds) {
  return seeds[0].map((_, t) => {
    const sorted = seeds
      .map((series) => series[t])
      .filter(known)
      .sort((a, b) => a - b);
    return sorted.length ? [quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9)] : [NaN, NaN, NaN];
  });
}

export function domain(values, unit) {
  const numbers = values.filter(known);
  if (!numbers.length) return [0, 1];
  let [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (low >= 0 && (unit.startsWith('share') || unit.startsWith('chance') || low < high / 2)) low = 0;
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}

/** Rules with their values as `label` says them, and the years below; frame: { width, height, edge }. */
export function axes(x, y, { width, height = HEIGHT, edge = EDGE }, quarters, rules, label) {
  const years = quarters.flatMap((quarter, t) =>
    quarter.endsWith('Q1') && (t % 8 === 0 || quarters.length < 17) ? [t] : [],
  );
  return [
    rules.map((value) =>
      s(
        'g',
        {},
        s('line', { x1: edge.left, x2: width - edge.right, y1: y(value), y2: y(value), class: 'rule' }),
        s('text', { x: edge.left - 6, y: y(value) + 4, 'text-anchor': 'end' }, label(value)),
      ),
    ),
    years.map((t) => s('text', { x: x(t), y: height - 5, 'text-anchor': 'middle' }, quarters[t].slice(0, 4))),
  ];
}

/** { metric, node, update(run, { main, ghost, seeds }), cursor() } */
export function chart(metric, width) {
  const { title, unit, meaning, denominator } = atlas.world_metrics[metric];
  const now = h('span', { class: 'now-value' });
  const svg = s('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img' });
  const mark = s('g', { class: 'cursor' });
  let shown = null;

  function cursor() {
    if (!shown) return;
    const { x, y, main, run } = shown;
    const t = Math.min(look.t ?? 0, main.length - 1);
    now.textContent = `${amount(main[t], unit)} ${unitWords(unit)}`;
    replace(
      mark,
      s('line', { x1: x(t), x2: x(t), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }),
      known(main[t]) ? s('circle', { cx: x(t), cy: y(main[t]), r: 3.5 }) : null,
    );
    svg.setAttribute('aria-label', `${title}: ${now.textContent} in ${run.quarters[t]}`);
  }

  function update(run, { main, ghost, seeds }) {
    const edges = seeds ? band(seeds) : null;
    const x = scaleLinear([0, run.quarters.length - 1], [EDGE.left, width - EDGE.right]);
    const y = scaleLinear(domain([...main, ...(ghost ?? []), ...(edges?.flat() ?? [])], unit), [
      HEIGHT - EDGE.bottom,
      EDGE.top,
    ]).nice(4);
    const path = line((_, t) => x(t), y).defined(known);
    const ribbon = area(
      (_, t) => x(t),
      (edge) => y(edge[0]),
      (edge) => y(edge[2]),
    ).defined((edge) => known(edge[0]));
    replace(
      svg,
      axes(x, y, { width }, run.quarters, y.ticks(4), (value) => tick(value, unit)),
      edges && s('path', { d: ribbon(edges), class: 'band' }),
      ghost && s('path', { d: path(ghost), class: 'ghost' }),
      s('path', { d: path(main), class: 'main' }),
      mark,
    );
    shown = { x, y, main, run, ghost, edges };
    cursor();
  }

  const table = () => ({
    columns: [
      'quarter',
      metric,
      ...(shown.edges ? ['seeds_10', 'seeds_50', 'seeds_90'] : []),
      ...(shown.ghost ? [titles.ghost] : []),
    ],
    rows: shown.main.map((value, t) => [
      shown.run.quarters[t],
      value,
      ...(shown.edges?.[t] ?? (shown.edges ? [NaN, NaN, NaN] : [])),
      ...(shown.ghost ? [shown.ghost[t]] : []),
    ]),
  });
  const node = h(
    'figure',
    { class: 'chart' },
    h(
      'figcaption',
      {},
      h('h3', { title: meaning }, title),
      now,
      chartActions(
        () => fileName(metric, ofRun(shown.run)),
        title,
        svg,
        table,
        () =>
          `${meaning} Unit: ${unit}${denominator ? `, share or mean of ${denominator}` : ''}. Source: model ` +
          `run, ${shown.run.scenario}, seed ${shown.run.seed}.`,
      ),
    ),
    svg,
  );
  return { metric, node, update, cursor };
}
