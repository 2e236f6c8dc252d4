// What a person sets on the network: kinds of ties, weak ones, folds; and the bodies listed under it.

import { atlas } from './atlas.js';
import { h, s } from './dom.js';
import { look, setLook } from './store.js';
import { members, openFolds, openWords, shownKinds } from './ties.js';
import { bodyName } from './words.js';

const MANY = 9;

function lineSample(kind) {
  return s(
    'svg',
    { width: 26, height: 10, viewBox: '0 0 26 10', 'aria-hidden': 'true' },
    s('path', { d: 'M1,5H25', class: `tie k-${kind} sample` }),
  );
}

/** Check boxes of kinds, each with its line and number; weak ones too; folds. */
export function controls(run, list) {
  const chosen = shownKinds(run);
  const toggle = (kind) =>
    setLook({
      ties:
        Object.keys(run.kinds)
          .filter((one) => (one === kind) !== chosen.includes(one))
          .join(',') || 'none',
    });
  const kinds = Object.entries(run.kinds).map(([kind, { title, meaning, unit, shown, least }]) =>
    h(
      'label',
      { class: 'tiekind', title: `${meaning} Strength: ${unit}, from ${look.weak ? least : shown}.` },
      h('input', { type: 'checkbox', 'data-kind': kind, checked: chosen.includes(kind), onchange: () => toggle(kind) }),
      lineSample(kind),
      title,
      chosen.includes(kind)
        ? h('b', {}, ` ${list.filter((edge) => edge.kind === kind).reduce((sum, edge) => sum + edge.count, 0)}`)
        : null,
    ),
  );
  const weak = h(
    'label',
    { class: 'tiekind' },
    h('input', {
      type: 'checkbox',
      'data-kind': 'weak',
      checked: Boolean(look.weak),
      onchange: (event) => setLook({ weak: event.target.checked ? '1' : '' }),
    }),
    'weak ties too',
  );
  return h('fieldset', { class: 'kinds' }, h('legend', {}, 'Ties shown'), kinds, weak);
}

export function foldControls(run) {
  const open = openFolds(run);
  const set = (names) => setLook({ open: openWords(run, names) });
  const flip = (name) => {
    if (!open.delete(name)) open.add(name);
    set(open);
  };
  const one = ([name, { title, members: inside }]) =>
    h(
      'label',
      { class: 'tiekind' },
      h('input', { type: 'checkbox', 'data-fold': name, checked: !open.has(name), onchange: () => flip(name) }),
      `${title} (${inside.length})`,
    );
  return [
    h(
      'button',
      {
        type: 'button',
        'data-open': 'none',
        onclick: () => set(new Set()),
        disabled: open.size === 0,
        title: open.size === 0 ? 'All groups are folded' : null,
      },
      'Fold groups',
    ),
    h(
      'button',
      {
        type: 'button',
        'data-open': 'all',
        onclick: () => set(new Set(Object.keys(run.folds))),
        disabled: look.open === 'all',
        title: look.open === 'all' ? 'All groups are unfolded' : null,
      },
      'Unfold all',
    ),
    h(
      'details',
      { class: 'folds' },
      h('summary', {}, 'Which groups'),
      h('div', { class: 'menu' }, Object.entries(run.folds).map(one)),
    ),
  ];
}

/** Bodies with their members, under the drawing. */
export function bodyList(run, t) {
  return h(
    'ul',
    { class: 'bodylist', 'aria-label': 'Bodies' },
    Object.keys(run.bodies).map((name, i) => {
      const rows = members(run, i, t);
      const named = rows
        .slice(0, MANY)
        .map((row) => atlas.nations[row].name)
        .join(', ');
      return h(
        'li',
        { title: run.bodies[name] },
        h('b', {}, `${bodyName(name)}: ${rows.length}`),
        rows.length ? ` ${named}${rows.length > MANY ? ` and ${rows.length - MANY} more` : ''}` : ' no members',
      );
    }),
  );
}
