// How many ties of each kind there are, quarter by quarter; of the chosen nation if there is one.

import { fileName, ofRun } from '../actions.js';
import { atlas } from '../atlas.js';
import { chartGrid } from '../chartgrid.js';
import { h } from '../dom.js';
import { follow } from '../dossier.js';
import { plot } from '../plot.js';
import { futures, look } from '../store.js';
import { counts, least, shownKinds, ties } from '../ties.js';

const NONE = 'Alliances last: the model does not change them. Choose another kind of tie to see its course.';

/** The chart of one kind, over the whole width. */
function chartOf(run, kind, chosen, width) {
  const { title, meaning, unit } = run.kinds[kind];
  const one = plot(() => fileName(kind, ofRun(futures.main)), title, 'pairs of nations', width);
  const values = counts(run, kind, chosen?.row ?? null);
  const said = `${meaning} Counted from strength ${least(run, kind)} (${unit}).`;
  const from = `Source: model run, ${futures.main?.scenario}, seed ${futures.main?.seed}.`;
  one.update(run.quarters, [{ name: kind, title, values }], `${said} ${from}`);
  return one;
}

export function tielines({ el, signal }) {
  const title = h('h2', {}, 'Number of ties');
  const none = h('p', { class: 'note', hidden: true }, NONE);
  const make = (width) => {
    const run = ties();
    if (!run) return [];
    const chosen = atlas.byIso.get(look.nation);
    title.textContent = chosen ? `Number of ties of ${chosen.name}` : 'Number of ties in the world';
    const moving = shownKinds(run).filter((kind) => !run.kinds[kind].lasting);
    none.hidden = moving.length > 0;
    return moving.map((kind) => chartOf(run, kind, chosen, width));
  };
  const grid = chartGrid(signal, Infinity, make);
  follow(signal, ['relations', 'ties', 'weak', 'nation'], grid.build);
  el.append(h('section', { 'aria-label': 'Number of ties' }, title, grid.node, none));
}
