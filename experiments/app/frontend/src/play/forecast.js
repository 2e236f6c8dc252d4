// What a plan would change: goals in several futures, with the plan and without it, paired by chance.

import { scaleLinear } from 'd3-scale';
import { failed, h, s } from '../dom.js';
import { futures } from '../store.js';
import { quantile } from '../words.js';
import { difference, points, TITLES } from './goals.js';

const [W, H] = [150, 26];
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Of each future known so far, a goal at the end. */
function ends({ arrays: { paths } }, goal, goals) {
  const [count, quarters] = paths.shape;
  return Array.from({ length: count }, (_, i) => paths.data[(i * quarters + quarters - 1) * goals + goal]);
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return [quantile(sorted, 0.5), sorted[0], sorted.at(-1)];
}

function dots(values) {
  const reach = Math.max(...values.map(Math.abs), 0.02) * 1.1;
  const x = scaleLinear([-reach, reach], [8, W - 8]);
  const [middle, low, high] = spread(values);
  return s(
    'svg',
    { viewBox: `0 0 ${W} ${H}`, width: W, height: H, class: 'strip-dots', 'aria-hidden': 'true' },
    s('line', { x1: x(0), x2: x(0), y1: 3, y2: H - 3, class: 'zero' }),
    s('line', { x1: x(low), x2: x(high), y1: H / 2, y2: H / 2, class: 'range' }),
    values.map((value) => s('circle', { cx: x(value), cy: H / 2, r: 3 })),
    s('line', { x1: x(middle), x2: x(middle), y1: 6, y2: H - 6, class: 'middle' }),
  );
}

const interval = ([middle, low, high], words) => `${words(middle)} [${words(low)}, ${words(high)}]`;

/** The forecast of a plan if there is one, a word while it is made, why it failed, or nothing. */
export function forecast(game, plan, { weighing, weighed, unweighed }, again) {
  if (unweighed && same(weighed, plan)) return failed('The forecast could not be made', unweighed, again);
  const [after, before] = [futures['with-plan'], futures['without-plan']];
  const ours =
    after && before && after.played === game.played && before.played === game.played && same(after.plan, plan);
  const known = ours ? Math.min(after.arrays.paths.shape[0], before.arrays.paths.shape[0]) : 0;
  if (!known) return weighing ? h('p', { class: 'note' }, 'Playing the futures with your plan and without it …') : null;
  const quarters = after.arrays.paths.shape[1] - 1;
  const pairs = game.goals.map((name, goal) => {
    const [a, b] = [ends(after, goal, 4).slice(0, known), ends(before, goal, 4).slice(0, known)];
    return { name, level: a, change: a.map((value, i) => value - b[i]) };
  });
  const score = pairs.at(-1).change;
  const better = score.filter((value) => value > 0).length;
  return h(
    'div',
    { class: 'forecast' },
    h(
      'p',
      {},
      h('b', {}, `In ${better} of ${known} futures your plan leads to a higher score`),
      ` in ${quarters} quarters. Median and lowest to highest of ` +
        `${known}${known < after.futures ? `, ${after.futures - known} to come` : ''}; chance is the same with ` +
        'the plan and without it.',
    ),
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Goal', 'With the plan', 'The plan changes it by'].map((word) => h('th', { scope: 'col' }, word)),
        ),
      ),
      h(
        'tbody',
        {},
        pairs.map(({ name, level, change }) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, TITLES[name]),
            h('td', {}, interval(spread(level), points)),
            h(
              'td',
              {},
              h(
                'span',
                { class: 'with-dots' },
                dots(change),
                interval(spread(change), (value) => difference(value, 2)),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
