// Rows of a chart, each with a value, its interval and single runs: effects, indices, verdicts, outcomes by group.

import { scaleLinear } from 'd3-scale';
import { chartActions } from './actions.js';
import { known } from './chart.js';
import { h, s } from './dom.js';
import { amount } from './words.js';

const ROW = 30;
const FOOT = 26;

function extent(rows, zero) {
  const values = rows
    .flatMap(({ value, low, high, dots }) => [value, low, high, ...(dots ?? [])])
    .filter((one) => one !== undefined && known(one));
  if (zero) values.push(0);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}

/** Dots of single runs lie in lanes, so that they hide each other less; the same run has the same lane always. */
const lane = (i, y) => y - 7 + ((i * 5) % 8) * 2;

function drawn(row, y, x) {
  const { value, low, high, dots } = row;
  return [
    (dots ?? []).map((one, i) => known(one) && s('circle', { cx: x(one), cy: lane(i, y), r: 2, class: 'single' })),
    known(low ?? NaN) && known(high ?? NaN)
      ? s('line', { x1: x(low), x2: x(high), y1: y, y2: y, class: 'interval' })
      : null,
    known(value ?? NaN) ? s('path', { d: `M${x(value)},${y - 6}l6,6l-6,6l-6,-6z`, class: 'estimate' }) : null,
  ];
}

/**
 * A figure of rows { label, value, low, high, dots, cells }.
 * `about` is { name, title, unit, meaning, source, columns, zero }; `cells` are the row of the data's table under
 * `columns`.
 */
export function rowsChart(about, rows, width) {
  const { name, title, unit, meaning, source, columns, zero } = about;
  const narrow = width < 520;
  const left = narrow ? 8 : Math.min(300, width * 0.36);
  const step = narrow ? ROW + 14 : ROW;
  const height = rows.length * step + FOOT + 8;
  const x = scaleLinear(extent(rows, zero), [left + 8, width - 24]).nice(5);
  const [low, high] = x.domain();
  const svg = s(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': `${title}: ${rows.length} rows, ${unit}`,
    },
    x
      .ticks(narrow ? 4 : 6)
      .map((tick) =>
        s(
          'g',
          {},
          s('line', { x1: x(tick), x2: x(tick), y1: 4, y2: height - FOOT, class: 'rule' }),
          s('text', { x: x(tick), y: height - 8, 'text-anchor': 'middle' }, amount(tick, unit)),
        ),
      ),
    zero && low <= 0 && high >= 0 ? s('line', { x1: x(0), x2: x(0), y1: 2, y2: height - FOOT, class: 'zero' }) : null,
    rows.map((row, i) => {
      const y = 8 + i * step + (narrow ? step - 13 : step / 2);
      const label = narrow
        ? s('text', { x: 0, y: y - 15, class: 'row-label' }, row.label)
        : s(
            'text',
            { x: left, y: y + 4, 'text-anchor': 'end', class: 'row-label' },
            row.label.length > 46 ? `${row.label.slice(0, 45)}…` : row.label,
          );
      return s('g', {}, s('title', {}, row.label), label, drawn(row, y, x));
    }),
  );
  const table = () => ({ columns, rows: rows.map((row) => row.cells) });
  return h(
    'figure',
    { class: 'chart rows' },
    h(
      'figcaption',
      {},
      h('h3', {}, title),
      h('span', { class: 'now-value' }, unit),
      chartActions(name, title, svg, table, () => `${meaning} Unit: ${unit}. ${source}`),
    ),
    svg,
  );
}
