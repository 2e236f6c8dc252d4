// The ties behind the network as a list: of the chosen nation, or the weightiest of all.

import { fileName, ofRun } from '../actions.js';
import { atlas } from '../atlas.js';
import { follow } from '../dossier.js';
import { h, replace } from '../dom.js';
import { futures, look } from '../store.js';
import { nationButton, table } from '../table.js';
import { eachTie, least, shownKinds, tieLayers, tieQuarter, ties as run } from '../ties.js';

const COLUMNS = [
  ['From', ''],
  ['what', '', 'words'],
  ['to', '', 'words'],
  ['strength', '0 to 1'],
];

function rows(found, t, chosen) {
  const listed = shownKinds(found).flatMap((kind) => {
    const some = [];
    eachTie(found, kind, t, (from, to, strength, place) => {
      if (chosen === null || from === chosen || to === chosen)
        some.push({ kind, from, to, strength, place, weight: strength * Math.sqrt(found.gdp[from] * found.gdp[to]) });
    });
    return some;
  });
  listed.sort((a, b) => b.weight - a.weight);
  return listed.map(({ kind, from, to, strength, place }) => {
    const [a, b] = [from, to].map((row) => atlas.nations[row].iso3);
    const layers = kind === 'control' ? tieLayers(found, place) : [];
    const note =
      layers.length > 3 ? `${layers.slice(0, 3).join(', ')} and ${layers.length - 3} more` : layers.join(', ');
    return {
      cells: [
        nationButton(a),
        { words: found.kinds[kind].verb, note, title: layers.join(', '), class: 'words' },
        nationButton(b),
        { words: strength.toFixed(2), part: strength },
      ],
      values: [a, found.kinds[kind].verb, b, strength, layers.join('; ')],
    };
  });
}

export function ties({ el, signal }) {
  const title = h('h2', {}, 'Ties');
  const about = () =>
    `${shownKinds(run())
      .map(
        (kind) =>
          `${run().kinds[kind].title}: ${run().kinds[kind].meaning} Unit: ${run().kinds[kind].unit}; shown ` +
          `from ${least(run(), kind)}.`,
      )
      .join(' ')} Source: model run, ${futures.main?.scenario}, seed ${futures.main?.seed}.`;
  const listed = table(
    () => fileName('ties', shownKinds(run()), ofRun(futures.main), run().quarters[tieQuarter(run())]),
    'Weightiest first',
    COLUMNS,
    about,
    { most: 10, empty: 'No tie of the kinds shown.' },
  );
  follow(signal, ['relations', 't', 'ties', 'weak', 'nation'], () => {
    const found = run();
    if (!found) return;
    const t = tieQuarter(found);
    const chosen = atlas.byIso.get(look.nation);
    replace(title, chosen ? `Ties of ${chosen.name}, ${found.quarters[t]}` : `Ties, ${found.quarters[t]}`);
    listed.update(rows(found, t, chosen?.row ?? null));
  });
  el.append(h('section', { 'aria-label': 'Ties' }, title, listed.node));
}
