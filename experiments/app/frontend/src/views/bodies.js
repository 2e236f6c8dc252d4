// The bodies that a nation belongs to or could join, with what it reckons to gain inside.

import { dossier, fileOf, follow, part, shownAt, source } from '../dossier.js';
import { h } from '../dom.js';
import { table } from '../table.js';
import { bodyName, number } from '../words.js';

const BLOC = 'Decides domestic AI rules, safety standard, data localisation and export controls for its members.';

/** Quarter since which it has been inside without a break, or ''. */
function since(found, body, t) {
  let first = t;
  while (first > 0 && part(found.arrays.bodies, first - 1, 0)[body] > 0) first -= 1;
  return found.quarters[first];
}

export function bodies({ el, signal }) {
  const listed = table(
    fileOf('bodies'),
    'As it stood when it decided',
    [
      ['Body', '', 'words'],
      ['member', '', 'words'],
      ['gain of being inside', 'utility units, as believed'],
      ['would be admitted', '', 'words'],
    ],
    () => source(dossier(), 'Membership at the start of the quarter.'),
    { most: 12 },
  );
  follow(signal, ['nation', 'dossier', 't'], () => {
    const found = dossier();
    if (!found) return;
    const t = Math.min(shownAt(found), found.turns.length - 1);
    const [member, gain, admits] = [0, 1, 2].map((kind) => part(found.arrays.bodies, t, kind));
    const bloc = found.facts.bloc
      ? [
          {
            cells: [{ words: found.facts.bloc, note: BLOC, class: 'words' }, 'yes, by treaty', { words: '–' }, '–'],
            values: [found.facts.bloc, 1, NaN, NaN],
          },
        ]
      : [];
    const rows = Object.entries(found.members).map(([name, summary], i) => ({
      cells: [
        { words: bodyName(name), note: summary, class: 'words' },
        member[i] > 0 ? `since ${since(found, i, t)}` : 'no',
        { words: number(gain[i]) },
        admits[i] > 0 ? 'yes' : 'no',
      ],
      values: [name, member[i], gain[i], admits[i]],
    }));
    listed.update([...bloc, ...rows]);
  });
  el.append(h('section', { 'aria-label': 'Bodies' }, h('h2', {}, 'Its bodies'), listed.node));
}
