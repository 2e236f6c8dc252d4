// A cloud of runs: a factor of a sweep against an outcome, each scenario with a mark of its own.

import { scaleLinear } from 'd3-scale';
import { symbol, symbolsStroke, symbolCircle, symbolSquare, symbolTriangle, symbolDiamond } from 'd3-shape';
import { chartActions } from './actions.js';
import { known } from './chart.js';
import { h, s } from './dom.js';
import { amount } from './words.js';

const HEIGHT = 320;
const EDGE = { left: 56, right: 14, top: 10, bottom: 34 };
const MARKS = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolsStroke[1], symbolsStroke[4]];
const spread = (values) => {
  const there = values.filter(known);
  const [low, high] = [Math.min(...there), Math.max(...there)];
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
};

const mark = (group, size) => symbol(MARKS[group % MARKS.length], size)();

/**
 * A figure of the points that are `drawn`; all of them are { x, y, group, cells }, `about` is { name, title, unit,
 * xTitle, groups, meaning, source, columns }.
 */
export function scatter(about, points, drawn, width) {
  const { name, title, unit, xTitle, groups, meaning, source, columns } = about;
  const x = scaleLinear(spread(points.map((one) => one.x)), [EDGE.left, width - EDGE.right]).nice(5);
  const y = scaleLinear(spread(points.map((one) => one.y)), [HEIGHT - EDGE.bottom, EDGE.top]).nice(5);
  const svg = s(
    'svg',
    {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width,
      height: HEIGHT,
      role: 'img',
      'aria-label': `${title} against ${xTitle}, ${points.length} runs`,
    },
    y
      .ticks(5)
      .map((tick) =>
        s(
          'g',
          {},
          s('line', { x1: EDGE.left, x2: width - EDGE.right, y1: y(tick), y2: y(tick), class: 'rule' }),
          s('text', { x: EDGE.left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, amount(tick, unit)),
        ),
      ),
    x
      .ticks(width < 500 ? 4 : 6)
      .map((tick) => s('text', { x: x(tick), y: HEIGHT - 18, 'text-anchor': 'middle' }, amount(tick, ''))),
    s('text', { x: width - EDGE.right, y: HEIGHT - 2, 'text-anchor': 'end' }, xTitle),
    drawn
      .filter((one) => known(one.x) && known(one.y))
      .map((one) =>
        s('path', {
          d: mark(one.group, 26),
          transform: `translate(${x(one.x)},${y(one.y)})`,
          class: `point point-${one.group % 6}`,
        }),
      ),
  );
  const keys =
    groups.length > 1 &&
    h(
      'ul',
      { class: 'lineages' },
      groups.map((group, i) =>
        h(
          'li',
          {},
          s(
            'svg',
            { width: 14, height: 14, viewBox: '-7 -7 14 14', 'aria-hidden': 'true' },
            s('path', { d: mark(i, 40), class: `point point-${i % 6}` }),
          ),
          h('span', {}, group),
        ),
      ),
    );
  const table = () => ({ columns, rows: points.map((one) => one.cells) });
  return h(
    'figure',
    { class: 'chart' },
    h(
      'figcaption',
      {},
      h('h3', {}, title),
      h('span', { class: 'now-value' }, unit),
      chartActions(
        name,
        title,
        svg,
        table,
        () => `${meaning} Unit: ${unit}. ${source}`,
        () => keys || null,
      ),
    ),
    svg,
    h('div', { class: 'legend' }, keys),
  );
}
