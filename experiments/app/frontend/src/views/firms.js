// The nation's firms at the quarter shown, those with most users first.

import { dossier, fileOf, follow, part, shownAt, source } from '../dossier.js';
import { h, replace } from '../dom.js';
import { table } from '../table.js';
import { number, percent } from '../words.js';

export function firms({ el, signal }) {
  const box = h('section', { 'aria-label': 'Firms' });
  const columns = [
    ['Firm', ''],
    ['users in the world', 'people'],
    ["nation's compute", 'share'],
    ['best model', 'OOM'],
    ['profit', 'bn USD a quarter'],
    ['safety effort', 'share'],
  ];
  const listed = table(
    fileOf('firms'),
    'Firms, those with most users first',
    columns,
    () => source(dossier(), 'Real names stand for firms stylised from public data, in the model only.'),
    { most: 10, empty: 'No firm of the model has its home here.' },
  );

  function rows(found) {
    const t = shownAt(found);
    const columnsOf = Object.fromEntries(
      found.business_words.map(([name], place) => [name, part(found.arrays.business, t, place)]),
    );
    const order = found.firms.map((_, i) => i).filter((i) => columnsOf.founded[i] > 0);
    order.sort((a, b) => columnsOf.users[b] - columnsOf.users[a] || columnsOf.share[b] - columnsOf.share[a]);
    const most = Math.max(1e-9, ...order.map((i) => columnsOf.users[i]));
    return order.map((i) => {
      const [name, kind] = found.firms[i];
      const { users, share, capability, open, profit, safety } = Object.fromEntries(
        Object.entries(columnsOf).map(([key, values]) => [key, values[i]]),
      );
      const model =
        capability > 0 ? { words: capability.toFixed(2), note: open > 0 ? 'open weights' : 'closed' } : { words: '–' };
      return {
        cells: [
          { words: name, note: kind, class: 'words' },
          { words: number(users * 1e6), part: users / most },
          { words: percent(share) },
          model,
          { words: Math.abs(profit) < 5e-4 ? '0' : number(profit) },
          { words: percent(safety) },
        ],
        values: [name, users * 1e6, share, capability, profit, safety],
      };
    });
  }

  follow(signal, ['nation', 'dossier', 't'], () => {
    const found = dossier();
    if (found) listed.update(rows(found));
  });
  replace(box, h('h2', {}, 'Firms'), listed.node);
  el.append(box);
}
