// What holds in how many of the seeds' futures, beside another future where there is one.

import { atlas } from '../atlas.js';
import { h, replace } from '../dom.js';
import { futures, listen, seedSeries, titles } from '../store.js';

const THINGS = [
  ['more than half of all nations own a sovereign AI', 'sovereign_ais', (now) => now > atlas.nations.length / 2],
  ['people use more different AIs than at the start', 'effective_ais', (now, start) => now > start],
  ["China is less than a year behind the United States' best model", 'us_cn_lag_years', (now) => now < 1],
  ['expected loss is above 1 % of GDP a quarter', 'expected_loss', (now) => now > 0.01],
  ['a safety coalition stands', 'coalition_members', (now) => now > 0],
];
const BESIDE = [
  ['there are more sovereign AIs', 'sovereign_ais'],
  ['expected loss is larger', 'expected_loss'],
  ['welfare is higher', 'welfare'],
];

const ends = (ensemble, names, metric) =>
  seedSeries(ensemble, names, metric).map((series) => [series.at(-1), series[0]]);

function dots(count, of) {
  return h(
    'span',
    { class: 'dots', 'aria-hidden': 'true' },
    Array.from({ length: of }, (_, i) => h('i', { class: i < count ? 'yes' : '' })),
  );
}

const row = (count, of, text) =>
  h('li', {}, dots(count, of), h('span', {}, 'In ', h('b', {}, `${count} of ${of}`), ` futures ${text}.`));

export function sentences({ el, signal }) {
  const list = h('ul', { class: 'sentences', 'aria-live': 'polite' });
  const draw = () => {
    const { main, bands, ghost } = futures;
    const before = futures['ghost-bands'];
    if (!main || !bands || bands.query !== main.query)
      return replace(list, h('li', { class: 'note' }, 'Playing the same choices under 16 seeds …'));
    const names = main.world_metrics;
    const of = bands.arrays.worlds.shape[0];
    const alone = THINGS.map(([text, metric, holds]) =>
      row(ends(bands, names, metric).filter(([now, start]) => holds(now, start)).length, of, text),
    );
    const paired = before && ghost && before.query === ghost.query;
    const pairs = paired ? Math.min(of, before.arrays.worlds.shape[0]) : 0;
    const beside = BESIDE.map(([text, metric]) => {
      if (!pairs) return null;
      const [here, there] = [ends(bands, names, metric), ends(before, names, metric)];
      return row(
        here.slice(0, pairs).filter(([now], i) => now > there[i][0]).length,
        pairs,
        `${text} than in ${titles['ghost-bands']} on the same seed`,
      );
    });
    return replace(list, alone, beside);
  };
  draw();
  listen(signal, (what) => ['main', 'bands', 'ghost', 'ghost-bands'].includes(what) && draw());
  el.append(h('section', { 'aria-label': 'In how many futures' }, h('h2', {}, 'At the end of the run'), list));
}
