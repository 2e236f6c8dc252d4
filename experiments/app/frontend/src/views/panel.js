// The levers: presets, undo, who plays how, decisions, and every parameter that serves a claim.

import { atlas } from '../atlas.js';
import { command, h, replace } from '../dom.js';
import { lever } from '../lever.js';
import { listen, shared } from '../store.js';

const PLAYERS = [
  ['all', 'All nations'],
  ['USA', 'United States'],
  ['CHN', 'China'],
  ['EU27', 'European Union'],
];

function options(names, chosen) {
  return names.map(([value, text]) => h('option', { value, selected: value === chosen }, text));
}

function presets({ scenario }, say) {
  const names = Object.entries(atlas.scenarios).map(([name, { title }]) => [name, title]);
  return h(
    'div',
    { class: 'preset' },
    h(
      'label',
      { class: 'field' },
      h('span', {}, 'Preset'),
      h('select', { onchange: (event) => say({ do: 'scenario', name: event.target.value }) }, options(names, scenario)),
    ),
    h('p', { class: 'note' }, atlas.scenarios[scenario].assumes),
  );
}

function history({ undo, redo, set, strategies }, say) {
  const changed = Object.keys(set).length + Object.keys(strategies).length;
  const button = (word, enabled, why) =>
    h(
      'button',
      {
        type: 'button',
        disabled: !enabled,
        title: enabled ? word : why,
        onclick: () => say({ do: word.toLowerCase() }),
      },
      word,
    );
  return h(
    'div',
    { class: 'row' },
    button('Undo', undo, 'Nothing to undo yet'),
    button('Redo', redo, 'Nothing was undone'),
    button('Reset', changed, 'Nothing differs from the preset'),
  );
}

function players({ strategies, scenario }, say) {
  const own = atlas.scenarios[scenario].strategies;
  const names = Object.entries(atlas.strategies).map(([name]) => [name, name]);
  return h(
    'details',
    { class: 'group', open: Object.keys(strategies).length > 0 },
    h('summary', {}, 'Who plays how'),
    PLAYERS.map(([who, title]) => {
      const preset = own[who] ?? own.default;
      const select = h(
        'select',
        { onchange: () => say({ do: 'strategy', who, name: select.value || null }) },
        options([['', `as the preset has it${preset ? `: ${preset}` : ''}`], ...names], strategies[who] ?? ''),
      );
      return h(
        'label',
        { class: 'field wide' },
        h('span', {}, title),
        select,
        h('small', { class: 'note' }, atlas.strategies[strategies[who]] ?? ''),
      );
    }),
  );
}

function groups(chosen, say) {
  const value = (name) => chosen.set[name];
  const rows = (names) => names.map((name) => lever(name, chosen.scenario, value(name), say));
  const claims = Object.entries(atlas.claims).map(([claim, title]) => {
    const names = Object.keys(atlas.parameters).filter((name) => atlas.parameters[name].claims.includes(claim));
    return { claim, title, names };
  });
  const group = (title, names, open) => {
    const box = h('details', { class: 'group', open }, h('summary', {}, title, ' ', h('small', {}, `${names.length}`)));
    const fill = () => box.open && box.childElementCount === 1 && box.append(...rows(names));
    box.addEventListener('toggle', fill);
    fill();
    return box;
  };
  const changed = Object.keys(chosen.set).filter((name) => name in atlas.parameters && !atlas.decisions.includes(name));
  return [
    changed.length ? group('What you changed beside decisions', changed, true) : null,
    group('Decisions', atlas.decisions, true),
    h('h3', {}, 'Assumptions behind each claim'),
    claims
      .filter(({ names }) => names.length)
      .map(({ claim, title, names }) => group(`${claim} ${title}`, names, false)),
  ];
}

/** Parameters by a word in their name, label or meaning. */
function search(chosen, say) {
  const found = h('div', {});
  const input = h('input', { type: 'search', placeholder: 'Find a lever', 'aria-label': 'Find a lever' });
  input.addEventListener('input', () => {
    const word = input.value.trim().toLowerCase();
    const names =
      word.length < 2
        ? []
        : Object.entries(atlas.parameters).filter(([name, row]) =>
            `${name} ${row.label} ${row.meaning}`.toLowerCase().includes(word),
          );
    replace(
      found,
      names.slice(0, 12).map(([name]) => lever(name, chosen.scenario, chosen.set[name], say)),
      word.length >= 2 && !names.length ? h('p', { class: 'note' }, 'No lever has that word.') : null,
    );
  });
  return h('div', { class: 'finder' }, input, found);
}

function reproduce() {
  const copy = h(
    'button',
    { type: 'button', class: 'quiet', onclick: () => navigator.clipboard?.writeText(shared.command) },
    'Copy',
  );
  return h(
    'div',
    { class: 'command' },
    h('h3', {}, 'This future as a command'),
    command(shared.command),
    copy,
    h('p', { class: 'note' }, 'The address of this page holds all of it too.'),
  );
}

export function panel({ el, props, onProps, say, signal }) {
  const form = h('form', { class: 'panel', 'aria-label': 'Levers', onsubmit: (event) => event.preventDefault() });
  const open = new Set();
  const draw = () => {
    for (const box of form.querySelectorAll('details.group'))
      box.open ? open.add(box.firstChild.textContent) : open.delete(box.firstChild.textContent);
    const focused = form.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    const chosen = props();
    const seed = h('input', {
      inputmode: 'numeric',
      autocomplete: 'off',
      class: 'seed',
      value: chosen.seed,
      onchange: () => say({ do: 'seed', seed: seed.value.trim() || '0' }),
    });
    replace(
      form,
      presets(chosen, say),
      h('label', { class: 'field' }, h('span', {}, 'Seed of chance'), seed),
      history(chosen, say),
      reproduce(),
      search(chosen, say),
      players(chosen, say),
      groups(chosen, say),
    );
    for (const box of form.querySelectorAll('details.group')) if (open.has(box.firstChild.textContent)) box.open = true;
    if (focused) form.querySelector(`[data-name="${focused}"]`)?.focus();
  };
  draw();
  onProps(draw);
  listen(signal, (what) => what === 'shared' && replace(form.querySelector('.command'), ...reproduce().childNodes));
  el.append(form);
}
