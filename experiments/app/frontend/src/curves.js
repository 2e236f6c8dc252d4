// Lines of several futures in one chart, each with its band: told apart by colour, dash and the letter at their end.

import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { chartActions } from './actions.js';
import { axes, domain, EDGE, HEIGHT, known } from './chart.js';
import { h, replace, s } from './dom.js';
import { look } from './store.js';
import { amount, tick, unitWords } from './words.js';

/** How many colours and dashes there are. */
export const STYLES = 6;

/** Ends of the lines, moved apart where their letters would cover each other. */
function labels(lines, x, y) {
  let before = -Infinity;
  return lines
    .map((one, i) => ({ ...one, i, last: one.values.findLastIndex(known) }))
    .filter(({ last }) => last >= 0)
    .sort((a, b) => y(a.values[a.last]) - y(b.values[b.last]))
    .map(({ mark, i, values, last }) => {
      before = Math.max(y(values[last]) + 4, before + 12);
      return s('text', { x: x(last) + 4, y: before, class: `letter ink-${i % STYLES}` }, mark);
    });
}

/** A short sample of a line, for keys. */
export const sample = (i) =>
  s(
    'svg',
    { width: 30, height: 12, class: 'sample', 'aria-hidden': 'true' },
    s('path', { d: 'M0,6H30', class: `line line-${i}` }),
  );

/**
 * { node, update(quarters, lines), cursor() }; a line is { mark, label, values, edges: [[low, high]] or null }.
 * `about` is { name, title, unit, meaning, source() }.
 */
export function curves(about, width) {
  const { name, title, unit, meaning, source } = about;
  const now = h('span', { class: 'now-value' });
  const svg = s('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img', 'aria-label': title });
  const cut = s('g', { class: 'cursor' });
  let shown = null;

  function cursor() {
    if (!shown) return;
    const { x, y, quarters, lines } = shown;
    const t = Math.min(look.t ?? quarters.length - 1, quarters.length - 1);
    now.textContent =
      `${lines.map(({ mark, values }) => `${mark} ${amount(values[t] ?? NaN, unit)}`).join(', ')} ` +
      `${unitWords(unit)}`;
    svg.setAttribute('aria-label', `${title}, ${quarters[t]}: ${now.textContent}`);
    replace(
      cut,
      s('line', { x1: x(t), x2: x(t), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }),
      lines.map(({ values }, i) =>
        known(values[t] ?? NaN)
          ? s('circle', { cx: x(t), cy: y(values[t]), r: 3.5, class: `dot-${i % STYLES}` })
          : null,
      ),
    );
  }

  function update(quarters, lines) {
    const x = scaleLinear([0, Math.max(quarters.length - 1, 1)], [EDGE.left, width - EDGE.right - 10]);
    const values = lines.flatMap((one) => [...one.values, ...(one.edges?.flat() ?? [])]);
    const y = scaleLinear(domain(values, unit), [HEIGHT - EDGE.bottom, EDGE.top]).nice(4);
    const path = line((_, t) => x(t), y).defined(known);
    const ribbon = area(
      (_, t) => x(t),
      (edge) => y(edge[0]),
      (edge) => y(edge[1]),
    ).defined((edge) => known(edge[0]));
    replace(
      svg,
      axes(x, y, { width }, quarters, y.ticks(4), (value) => tick(value, unit)),
      lines.map(({ edges }, i) => edges && s('path', { d: ribbon(edges), class: `band band-${i % STYLES}` })),
      lines.map((one, i) => s('path', { d: path(one.values), class: `line line-${i % STYLES}` })),
      labels(lines, x, y),
      cut,
    );
    shown = { x, y, quarters, lines };
    actions.hidden = false;
    cursor();
  }

  const table = () => ({
    columns: [
      'quarter',
      ...shown.lines.flatMap(({ label, edges }) => [label, ...(edges ? [`${label} low`, `${label} high`] : [])]),
    ],
    rows: shown.quarters.map((quarter, t) => [
      quarter,
      ...shown.lines.flatMap(({ values, edges }) => [values[t] ?? NaN, ...(edges ? (edges[t] ?? [NaN, NaN]) : [])]),
    ]),
  });
  const words = () => `${meaning} Unit: ${unit}. ${source()}`;
  const actions = chartActions(name, title, svg, table, words);
  actions.hidden = true;
  const node = h(
    'figure',
    { class: 'chart curves' },
    h('figcaption', {}, h('h3', { title: meaning }, title), now, actions),
    svg,
  );
  return { node, update, cursor };
}
