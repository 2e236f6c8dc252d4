// A table of numbers that can be cut short, shown whole and taken away.

import { chartActions } from './actions.js';
import { atlas } from './atlas.js';
import { h, replace } from './dom.js';
import { setLook } from './store.js';

const SHORT = 8;

/** A nation's name that chooses it when pressed. */
export function nationButton(iso3) {
  const nation = atlas.byIso.get(iso3);
  return h(
    'button',
    {
      type: 'button',
      class: 'quiet name',
      'data-nation': iso3,
      onclick: () => setLook({ nation: iso3 }),
      onpointerenter: () => setLook({ hover: iso3 }),
      onpointerleave: () => setLook({ hover: null }),
    },
    nation?.name ?? iso3,
  );
}

function cellOf(cell) {
  if (cell === null || cell === undefined) return h('td', {}, '–');
  if (typeof cell !== 'object' || cell instanceof Node) return h('td', { class: 'words' }, cell);
  const bar =
    cell.part === undefined
      ? null
      : h('i', { class: 'bar-of', style: `width:${Math.round(100 * Math.min(1, cell.part))}%`, 'aria-hidden': 'true' });
  return h(
    'td',
    { class: cell.class ?? null, title: cell.title ?? null },
    bar,
    cell.words,
    cell.note ? h('small', { class: 'below' }, cell.note) : null,
  );
}

/**
 * { node, update(rows) }: rows of { cells, values }, cells as they are seen (text, node or { words, part, note }),
 * values as they are taken away. columns: [title, unit, 'words' if they hold words] each.
 */
export function table(name, title, columns, source, { level = 'h3', most = SHORT, empty = 'None.' } = {}) {
  let all = false;
  let shown = [];
  const body = h('tbody');
  const more = h('button', {
    type: 'button',
    class: 'quiet',
    onclick: () => {
      all = !all;
      draw();
    },
  });
  const none = h('p', { class: 'note' }, empty);
  const data = () => ({
    columns: columns.map(([words, unit]) => (unit ? `${words} (${unit})` : words)),
    rows: shown.map((row) => row.values),
  });
  const head = h(
    'tr',
    {},
    columns.map(([words, unit, kind]) =>
      h('th', { scope: 'col', class: kind ?? null }, words, unit ? h('small', { class: 'below' }, unit) : null),
    ),
  );
  const frame = h(
    'div',
    { class: 'tableframe', tabindex: 0, role: 'group', 'aria-label': title },
    h('table', {}, h('thead', {}, head), body),
  );

  function draw() {
    replace(
      body,
      (all ? shown : shown.slice(0, most)).map((row) => h('tr', { class: row.class ?? null }, row.cells.map(cellOf))),
    );
    more.textContent = all ? 'Show fewer' : `Show all ${shown.length}`;
    more.hidden = shown.length <= most;
    frame.hidden = shown.length === 0;
    none.hidden = shown.length > 0;
  }

  const actions = chartActions(name, title, null, data, source);
  actions.hidden = more.hidden = none.hidden = frame.hidden = true;
  const node = h(
    'div',
    { class: 'listed' },
    h('div', { class: 'tablehead' }, h(level, {}, title), actions),
    frame,
    none,
    more,
  );
  return {
    node,
    update: (rows) => {
      shown = rows;
      actions.hidden = false;
      draw();
    },
  };
}
