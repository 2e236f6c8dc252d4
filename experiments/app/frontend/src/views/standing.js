// The main numbers of a nation at the quarter shown, beside the start.

import { dossier, follow, shownAt, stateOf } from '../dossier.js';
import { h, replace } from '../dom.js';
import { amount, change, unitWords } from '../words.js';

function card({ title, unit, values }, t, start) {
  const [now, before] = [values[t], values[0]];
  const same = amount(now, unit) === amount(before, unit);
  const moved = same ? `as in ${start}` : `${change(now - before, unit)} since ${start}`;
  return h(
    'li',
    { class: 'number' },
    h('span', { class: 'name' }, title, ' ', h('small', {}, unitWords(unit))),
    h('span', { class: 'value' }, amount(now, unit)),
    h('span', { class: 'change' }, moved),
  );
}

export function standing({ el, signal }) {
  const list = h('ul', { class: 'numbers' });
  follow(signal, ['nation', 'dossier', 't'], () => {
    const found = dossier();
    replace(
      list,
      found ? found.standing.map((name) => card(stateOf(found, name), shownAt(found), found.quarters[0])) : null,
    );
  });
  el.append(list);
}
