// A chart of several lines of one unit, each with its own colour and dash and its value at the quarter shown.

import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { chartActions } from './actions.js';
import { axes, known } from './chart.js';
import { h, replace, s } from './dom.js';
import { look, setLook } from './store.js';
import { amount, unitWords } from './words.js';

const HEIGHT = 150;
const EDGE = { left: 50, right: 20, top: 8, bottom: 22 };
/** Units that are counted: no ticks between whole numbers. */
const COUNTED = /^(pairs|of the model)/;

function domain(values, unit) {
  const numbers = values.filter(known);
  if (!numbers.length) return [0, 1];
  let [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (low >= 0 && (/^(share|level)/.test(unit) || COUNTED.test(unit) || low < high / 2)) low = 0;
  return high > low ? [low, high] : [low, low + 1];
}

const sample = (k) =>
  s(
    'svg',
    { width: 22, height: 10, viewBox: '0 0 22 10', 'aria-hidden': 'true' },
    s('path', { d: 'M1,5H21', class: `series s${k}` }),
  );

const words = (value, unit) =>
  COUNTED.test(unit) && known(value) ? Math.round(value).toLocaleString('en') : amount(value, unit);

/** { node, update(quarters, series, source), cursor() }; series: { name, title, values } each. */
export function plot(name, title, unit, width) {
  const svg = s('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img', 'aria-label': title });
  const keys = h('ul', { class: 'keys' });
  const mark = s('g', { class: 'cursor' });
  let shown = null;
  let about = '';

  function cursor() {
    if (!shown) return;
    const { x, y, series, quarters } = shown;
    const t = Math.min(look.t ?? 0, series[0].values.length - 1);
    replace(
      keys,
      series.map((one, k) =>
        h(
          'li',
          {},
          sample(k),
          h('span', {}, series.length > 1 ? `${one.title} ` : ''),
          h('b', {}, words(one.values[t], unit)),
        ),
      ),
    );
    replace(
      mark,
      s('line', { x1: x(t), x2: x(t), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }),
      series.map((one) => (known(one.values[t]) ? s('circle', { cx: x(t), cy: y(one.values[t]), r: 3 }) : null)),
    );
    svg.setAttribute(
      'aria-label',
      `${title} in ${quarters[t]}: ` +
        `${series.map((one) => `${one.title} ${words(one.values[t], unit)} ${unitWords(unit)}`).join(', ')}`,
    );
  }

  function update(quarters, series, source) {
    about = source;
    const x = scaleLinear([0, quarters.length - 1], [EDGE.left, width - EDGE.right]);
    const y = scaleLinear(
      domain(
        series.flatMap((one) => one.values),
        unit,
      ),
      [HEIGHT - EDGE.bottom, EDGE.top],
    ).nice(4);
    const path = line((_, t) => x(t), y).defined(known);
    const rules = y.ticks(4).filter((value) => !COUNTED.test(unit) || Number.isInteger(value));
    replace(
      svg,
      axes(x, y, { width, height: HEIGHT, edge: EDGE }, quarters, rules, (value) => words(value, unit)),
      series.map((one, k) => s('path', { d: path(one.values), class: `series s${k}` })),
      mark,
    );
    shown = { x, y, series, quarters };
    cursor();
  }

  svg.addEventListener('click', (event) => {
    if (!shown) return;
    const t = Math.round(shown.x.invert((event.offsetX * width) / svg.clientWidth));
    setLook({ playing: false, t: Math.max(0, Math.min(shown.quarters.length - 1, t)) });
  });
  const data = () => ({
    columns: ['quarter', ...shown.series.map((one) => one.name)],
    rows: shown.series[0].values.map((_, t) => [shown.quarters[t], ...shown.series.map((one) => one.values[t])]),
  });
  const node = h(
    'figure',
    { class: 'chart plot' },
    h(
      'figcaption',
      {},
      h('h3', {}, title, ' ', h('small', {}, unit)),
      chartActions(name, title, svg, data, () => about),
    ),
    svg,
    keys,
  );
  return { node, update, cursor };
}
