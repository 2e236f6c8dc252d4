// What differs at the quarter shown: means of both, and the paired difference with its 95 % interval.

import { chartActions, fileName, ofRun } from '../actions.js';
import { atlas, worldMetrics } from '../atlas.js';
import { mainOrAll } from '../chartgrid.js';
import { h, replace, s } from '../dom.js';
import { futures, listen, look } from '../store.js';
import { change, meaningOf, unitWords, worldAmount } from '../words.js';

const PARTS = ['a', 'b', 'difference', 'low', 'high'];
const [W, H] = [84, 20];

/** { a, b, difference, low, high } of a metric at a quarter. */
function row(pair, metric, t) {
  const { data, shape } = pair.arrays.table;
  const column = worldMetrics().indexOf(metric);
  return Object.fromEntries(
    PARTS.map((part, i) => [part, data[(i * shape[1] + Math.min(t, shape[1] - 1)) * shape[2] + column]]),
  );
}

function verdict({ difference, low, high }) {
  if (Number.isNaN(difference)) return 'no value';
  if (low > 0 || (low === high && difference > 0)) return 'higher';
  if (high < 0 || (low === high && difference < 0)) return 'lower';
  return difference === 0 ? 'no difference' : 'not told apart';
}

/** The interval beside zero, as wide as the metric's own largest end. */
function whisker({ difference, low, high }) {
  const end = Math.max(Math.abs(low), Math.abs(high), Math.abs(difference));
  if (!(end > 0)) return null;
  const x = (value) => W / 2 + (value / end) * (W / 2 - 5);
  return s(
    'svg',
    { viewBox: `0 0 ${W} ${H}`, width: W, height: H, class: 'whisker', 'aria-hidden': 'true' },
    s('line', { x1: W / 2, x2: W / 2, y1: 1, y2: H - 1, class: 'zero' }),
    s('line', { x1: x(low), x2: x(high), y1: H / 2, y2: H / 2, class: 'interval' }),
    s('circle', { cx: x(difference), cy: H / 2, r: 3.5 }),
  );
}

export function differences({ el, signal }) {
  const body = h('tbody');
  const head = h('h2', {});
  const choice = mainOrAll(worldMetrics, 'rows', () => draw());
  const quarter = () => Math.min(look.t ?? 0, (futures.pair?.arrays.table?.shape[1] ?? 1) - 1);

  function line(metric) {
    const { title, unit } = atlas.world_metrics[metric];
    const found = row(futures.pair, metric, quarter());
    const words = (value) => (Number.isNaN(value) ? '–' : worldAmount(metric, value));
    const gap = (value) => (Number.isNaN(value) ? '–' : change(value, unit));
    return h(
      'tr',
      {},
      h('th', { scope: 'row', title: meaningOf(metric) }, title, ' ', h('small', {}, unitWords(unit))),
      h('td', {}, words(found.a)),
      h('td', {}, words(found.b)),
      h('td', {}, h('b', {}, gap(found.difference)), h('small', {}, ` ${gap(found.low)} to ${gap(found.high)}`)),
      h('td', { class: 'seen' }, whisker(found)),
      h('td', {}, verdict(found)),
    );
  }

  function draw() {
    const { pair, a } = futures;
    head.textContent = `B less A${a ? ` in ${a.quarters[quarter()]}` : ''}`;
    actions.hidden = !pair?.arrays.table || !a;
    if (!pair?.arrays.table)
      return replace(body, h('tr', {}, h('td', { colspan: 6 }, 'The first pair of runs is being played …')));
    return replace(body, choice.names().map(line));
  }

  const table = () => ({
    columns: ['metric', 'unit', 'quarter', ...PARTS],
    rows: worldMetrics().map((metric) => [
      metric,
      atlas.world_metrics[metric].unit,
      futures.a.quarters[quarter()],
      ...Object.values(row(futures.pair, metric, quarter())),
    ]),
  });
  const source = () =>
    `Means over ${futures.pair.done} paired seeds; difference B less A with its 95 % interval (Student's t). ` +
    `Source: model runs; A: ${futures.pair.queries[0]}; B: ${futures.pair.queries[1]}.`;
  const columns = ['Metric', 'A', 'B', 'Difference, 95 % interval', 'Beside zero', 'B is'];
  const actions = chartActions(
    () => fileName('b-less-a', ofRun(futures.b), 'and', ofRun(futures.a), futures.a.quarters[quarter()]),
    'Differences',
    null,
    table,
    source,
  );
  draw();
  listen(signal, (what) => ['t', 'pair', 'a'].includes(what) && draw());
  el.append(
    h(
      'section',
      { 'aria-label': 'Differences' },
      h('div', { class: 'bar' }, head, actions),
      h(
        'div',
        { class: 'scroll tall', tabindex: 0, role: 'group', 'aria-label': 'Table of differences' },
        h(
          'table',
          { class: 'differences' },
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              columns.map((name) => h('th', { scope: 'col' }, name)),
            ),
          ),
          body,
        ),
      ),
      h(
        'p',
        { class: 'note' },
        'Higher or lower: the interval leaves zero out. It covers chance, not the doubt about parameters. pp: ' +
          'percentage points.',
      ),
      choice.button,
    ),
  );
}
