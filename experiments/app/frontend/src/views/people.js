// Researchers in and out: where those here come from, where its own live, who moved in the quarter.

import { atlas } from '../atlas.js';
import { dossier, fileOf, follow, part, shownAt, source } from '../dossier.js';
import { h, replace } from '../dom.js';
import { nationButton, table } from '../table.js';

const UNIT = 'researchers of the model';
const [HERE, AWAY, CAME, WENT] = [0, 1, 2, 3];

/** Rows of nations with a count, the largest first. */
function rows(counts, moved, skip) {
  const of = [...counts.keys()]
    .filter((row) => row !== skip && (counts[row] || moved[row]))
    .sort((a, b) => counts[b] - counts[a] || moved[b] - moved[a]);
  const most = Math.max(1, ...of.map((row) => counts[row]));
  return of.map((row) => ({
    cells: [
      nationButton(atlas.nations[row].iso3),
      { words: String(counts[row]), part: counts[row] / most },
      { words: String(moved[row]) },
    ],
    values: [atlas.nations[row].iso3, counts[row], moved[row]],
  }));
}

const sum = (counts) => counts.reduce((all, one) => all + one, 0);

export function people({ el, signal }) {
  const words = h('p', {});
  const about = () => source(dossier(), `Unit: ${UNIT}; each stands for many.`);
  const inward = table(
    fileOf('researchers-in'),
    'From abroad, here',
    [
      ['From', ''],
      ['live here', UNIT],
      ['came in the quarter', UNIT],
    ],
    about,
    { empty: 'Nobody from abroad.', most: 6 },
  );
  const outward = table(
    fileOf('researchers-out'),
    'Own, abroad',
    [
      ['In', ''],
      ['live there', UNIT],
      ['left in the quarter', UNIT],
    ],
    about,
    { empty: 'Nobody abroad.', most: 6 },
  );
  follow(signal, ['nation', 'dossier', 't'], () => {
    const found = dossier();
    if (!found) return;
    const t = shownAt(found);
    const counts = [HERE, AWAY, CAME, WENT].map((kind) => part(found.arrays.people, t, kind));
    const { row } = atlas.byIso.get(found.iso3);
    const abroad = sum(counts[AWAY]) - counts[AWAY][row];
    const foreign = sum(counts[HERE]) - counts[HERE][row];
    replace(
      words,
      `${found.quarters[t]}: ${sum(counts[HERE])} live here, ${foreign} of them from abroad; ${abroad} of its ` +
        `own live abroad. In the quarter ${sum(counts[CAME])} came and ${sum(counts[WENT])} left.`,
    );
    inward.update(rows(counts[HERE], counts[CAME], row));
    outward.update(rows(counts[AWAY], counts[WENT], row));
  });
  el.append(
    h(
      'section',
      { 'aria-label': 'Researchers' },
      h('h2', {}, 'Researchers in and out'),
      words,
      inward.node,
      outward.node,
    ),
  );
}
