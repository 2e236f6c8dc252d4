// All orders of a nation so far, quarter by quarter, each with the reason that it gave.

import { chartActions } from '../actions.js';
import { dossier, fileOf, follow, named, shownAt, source } from '../dossier.js';
import { h, replace } from '../dom.js';
import { listen, setLook } from '../store.js';
import { moveWords } from './changed.js';

const COLUMNS = ['Quarter', 'Orders that moved, and why', 'How it stands'];

/** One quarter: the orders that moved with their reasons, and the reason for the whole. */
function line({ moves, reason }, t, quarter) {
  const show = { type: 'button', class: 'quiet', 'aria-label': `Show ${quarter}` };
  const list = () =>
    h(
      'ul',
      { class: 'plain' },
      moves.map((move) => h('li', {}, moveWords(move))),
    );
  return h(
    'tr',
    {},
    h('td', {}, h('button', { ...show, onclick: () => setLook({ playing: false, t }) }, quarter)),
    h('td', { class: 'words' }, moves.length ? list() : h('span', { class: 'note' }, 'held')),
    h('td', { class: 'words' }, named(reason)),
  );
}

export function orders({ el, signal }) {
  const body = h('tbody');
  const frame = h(
    'div',
    { class: 'scroll turns', tabindex: 0, role: 'group', 'aria-label': 'Orders by quarter' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          COLUMNS.map((words) => h('th', { scope: 'col' }, words)),
        ),
      ),
      body,
    ),
  );
  const data = () => ({
    columns: ['quarter', 'order', 'toward', 'before', 'after', 'reason'],
    rows: dossier().turns.flatMap((turn, t) => turn.moves.map((move) => [dossier().quarters[t], ...move])),
  });
  let drawn = null;

  function mark() {
    const found = dossier();
    if (!found) return;
    const now = body.children[shownAt(found)];
    for (const row of body.children) row.classList.toggle('now', row === now);
    if (now) frame.scrollTop = now.offsetTop - frame.clientHeight / 3;
  }

  function draw() {
    const found = dossier();
    if (!found || found === drawn) return;
    drawn = found;
    replace(
      body,
      found.turns.map((turn, t) => line(turn, t, found.quarters[t])),
    );
    mark();
  }

  follow(signal, ['nation', 'dossier'], draw);
  listen(signal, (what) => what === 't' && mark());
  el.append(
    h(
      'section',
      { 'aria-label': 'Orders' },
      h(
        'div',
        { class: 'tablehead' },
        h('h2', {}, 'Its orders so far, and why'),
        chartActions(fileOf('orders'), 'Orders', null, data, () =>
          source(dossier(), 'Levers are shares of the most that is allowed, 0 to 1.'),
        ),
      ),
      frame,
    ),
  );
}
