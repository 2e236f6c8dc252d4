// How many ties of each kind there are, quarter by quarter; of the chosen nation if there is one.

import { fileName, ofRun } from '../actions.js';
import { atlas } from '../atlas.js';
import { follow } from '../dossier.js';
import { h, onWidth, replace } from '../dom.js';
import { plot } from '../plot.js';
import { futures, listen, look } from '../store.js';
import { counts, least, shownKinds, ties } from '../ties.js';

export function tielines({ el, signal }) {
  const grid = h('div', { class: 'lines' });
  const title = h('h2', {}, 'Number of ties');
  let width = 0;
  let plots = [];

  function build() {
    const run = ties();
    if (!run || !width) return;
    const chosen = atlas.byIso.get(look.nation);
    title.textContent = chosen ? `Number of ties of ${chosen.name}` : 'Number of ties in the world';
    plots = shownKinds(run)
      .filter((kind) => !run.kinds[kind].lasting)
      .map((kind) => {
        const { title: words, meaning, unit } = run.kinds[kind];
        const one = plot(() => fileName(kind, ofRun(futures.main)), words, 'pairs of nations', width);
        one.update(run.quarters, [{ name: kind, title: words, values: counts(run, kind, chosen?.row ?? null) }], `${meaning} Counted from strength ${least(run, kind)} (${unit}). Source: model run, ${futures.main?.scenario}, seed ${futures.main?.seed}.`);
        return one;
      });
    replace(grid, plots.length ? plots.map((one) => one.node) : h('p', { class: 'note' }, 'Alliances last: the model does not change them. Choose another kind of tie to see its course.'));
  }

  onWidth(grid, signal, (now) => {
    width = now;
    build();
  });
  follow(signal, ['relations', 'ties', 'weak', 'nation'], build);
  listen(signal, (what) => what === 't' && plots.forEach((one) => one.cursor()));
  el.append(h('section', { 'aria-label': 'Number of ties' }, title, grid));
}
