// Before a game: which nation, in which world, against whom; or a saved game.

import { atlas } from '../atlas.js';
import { h } from '../dom.js';
import { look } from '../store.js';

const SEATS = [
  ['KEN', 'Small means, young people, every model comes from abroad.'],
  ['SGP', 'A hub: able state, rich, and between the powers.'],
  ['EST', 'Digital and tiny; much is decided in Brussels.'],
  ['IND', 'Large, courted by all, tied to none.'],
  ['CHN', 'Second in AI, under controls, holds the minerals.'],
  ['USA', 'First in AI. Everyone answers to what you do.'],
];
const TERMS = [
  [8, 'two years'],
  [20, 'five years'],
  [40, 'ten years'],
];

const AS_EVER = 'Powers weigh relative gains, allies follow, others answer in kind.';

const select = (pairs, chosen, attributes = {}) =>
  h(
    'select',
    attributes,
    pairs.map(([value, text]) => h('option', { value, selected: value === chosen }, text)),
  );

/** A choice, and a note on what is chosen. */
function explained(pairs, chosen, words) {
  const note = h('small', { class: 'note' }, words(chosen));
  const choice = select(pairs, chosen, { onchange: () => (note.textContent = words(choice.value)) });
  return [choice, note];
}

const field = (title, control, note) => h('label', { class: 'field wide' }, h('span', {}, title), control, note);

/** One game that was kept: whose, in which world, how far, when; what cannot be gone on with says why. */
function keptGame({ name, nation, scenario, played, quarters, when, problem }, say) {
  const whose = atlas.byIso.get(nation)?.name ?? nation ?? name;
  const where = atlas.scenarios[scenario]?.title ?? scenario;
  const date = new Date(when * 1000).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  const words = problem
    ? `Cannot be gone on with: ${problem}.`
    : `${played} of ${quarters} quarters played · ${where} · ${date}`;
  return h(
    'li',
    {},
    h(
      'button',
      { type: 'button', disabled: Boolean(problem), 'data-game': name, onclick: () => say({ do: 'open', name }) },
      h('b', {}, whose),
      h('small', {}, words),
    ),
  );
}

/** The games that were kept, the last one first. */
function keptGames(games, say) {
  if (!games.length) return null;
  const [last, ...others] = games;
  const older =
    others.length &&
    h(
      'details',
      { class: 'why' },
      h('summary', {}, `${others.length} more kept ${others.length === 1 ? 'game' : 'games'}`),
      h(
        'ul',
        { class: 'kept' },
        others.map((game) => keptGame(game, say)),
      ),
    );
  return h(
    'section',
    { class: 'resume', 'aria-label': 'Go on' },
    h('h2', {}, 'Go on with your last game'),
    h('ul', { class: 'kept' }, keptGame(last, say)),
    older,
  );
}

/** Cards that put a suggested nation into the choice of one. */
function seats(nation) {
  const card = ([iso3, words]) => {
    const take = () => {
      nation.value = iso3;
      nation.dispatchEvent(new Event('change'));
    };
    const button = h(
      'button',
      { type: 'button', class: 'seat', onclick: take },
      h('b', {}, atlas.byIso.get(iso3).name),
      h('small', {}, words),
    );
    const press = () => button.setAttribute('aria-pressed', String(nation.value === iso3));
    nation.addEventListener('change', press);
    press();
    return button;
  };
  return h('div', { class: 'seats', role: 'group', 'aria-label': 'Suggested nations' }, SEATS.map(card));
}

/** A file of a game that was saved. */
function savedGame(say) {
  const load = async () =>
    file.files.length && say({ do: 'load', name: file.files[0].name, content: await file.files[0].text() });
  const file = h('input', {
    type: 'file',
    accept: '.json,application/json',
    class: 'file',
    id: 'saved-game',
    onchange: load,
  });
  return h('span', { class: 'field load' }, h('label', { for: 'saved-game' }, 'or go on with a saved game'), file);
}

/** Everything that a new game is made of. */
function setup(nation, say) {
  const worlds = Object.entries(atlas.scenarios).map(([name, { title }]) => [name, title]);
  const [scenario, assumes] = explained(worlds, atlas.served, (name) => atlas.scenarios[name].assumes);
  const strategies = Object.keys(atlas.strategies).map((name) => [name, `all: ${name}`]);
  const [rivals, summary] = explained(
    [['', 'as the scenario has it'], ...strategies],
    '',
    (name) => atlas.strategies[name] ?? AS_EVER,
  );
  const quarters = select(
    TERMS.map(([value, text]) => [String(value), text]),
    '20',
  );
  const seed = h('input', { inputmode: 'numeric', autocomplete: 'off', value: '0' });
  const table = h('input', { type: 'checkbox', checked: true });
  const begin = (event) => {
    event.preventDefault();
    say({
      do: 'begin',
      nation: nation.value,
      scenario: scenario.value,
      rivals: rivals.value,
      quarters: Number(quarters.value),
      seed: seed.value.trim() || '0',
      open_table: table.checked,
    });
  };
  return h(
    'form',
    { class: 'setup', onsubmit: begin },
    field('Your nation', nation),
    field('World', scenario, assumes),
    field('Rivals', rivals, summary),
    field('Term', quarters),
    field('Seed of chance', seed),
    h(
      'label',
      { class: 'field check' },
      table,
      h('span', {}, 'Bodies that the world leaves off the table can be founded and joined'),
    ),
    h('div', { class: 'row' }, h('button', { type: 'submit', class: 'main-act' }, 'Begin'), savedGame(say)),
  );
}

const scoring = () =>
  h(
    'details',
    { class: 'why' },
    h('summary', {}, 'How it is scored'),
    h(
      'p',
      {},
      'Welfare follows the model’s welfare of your mean person against the start (50). Security is s / (s + ' +
        'expected loss), with s what a nation at civil war loses, half a per cent of output a quarter. Autonomy is ' +
        'the share of the AI that your people ' +
        'use that nobody whom you fear could turn against you: built on models of nations that you do not fear, ' +
        'or on your own, which count less if they run on chips from nations that you fear. The score is ' +
        'their mean, set beside the same world in which your nation goes by its own strategy. If harm takes 3 % ' +
        'of the world’s output in one quarter, or the great powers go to war, everyone loses.',
    ),
  );

export function choose(say, games) {
  const names = [...atlas.nations].sort((a, b) => a.name.localeCompare(b.name)).map(({ iso3, name }) => [iso3, name]);
  const nation = select(names, look.nation ?? 'KEN', { 'aria-label': 'Your nation' });
  return [
    h('h1', {}, 'Sit down at the table'),
    h(
      'p',
      { class: 'lead' },
      'You decide for one nation. The other 192 play by strategies that answer what you do. Each quarter you ' +
        'read what your nation believes, spend a few points on real levers, and live with the consequences. ' +
        'Small states have levers that matter. In some endings everyone loses.',
    ),
    keptGames(games, say),
    seats(nation),
    setup(nation, say),
    scoring(),
  ];
}
