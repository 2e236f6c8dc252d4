// Levers with a level: at home, toward a nation, inside a body.

import { atlas } from '../atlas.js';
import { h } from '../dom.js';
import { look, setLook } from '../store.js';
import { nameOf, pointWords } from './sentences.js';

/** Change of a level below which nothing is ordered. */
const LEAST = 0.026;

/** The slider of a lever: `write(level)` as it moves, `settle(level)` where it is let go. */
function slider(props, write, settle) {
  const input = h('input', { type: 'range', min: 0, step: 0.05, ...props });
  input.addEventListener('input', () => write(Number(input.value)));
  input.addEventListener('change', () => settle(Number(input.value)));
  return input;
}

/** A lever with a level: where it stands, where the plan puts it, what it costs, or why not. */
export function graded({ plan, put, drop, named }, verb, to, index) {
  const now = verb.levels[index];
  const planned = plan.get(verb.name, to);
  const blocked = verb.blocked[index];
  const value = planned?.level ?? now;
  const most = blocked ? now : 1;
  const id = `${verb.name}-${to}`;
  const words = h('span', { class: 'stands' });
  const write = (level) =>
    (words.textContent =
      planned || level !== now
        ? `${now.toFixed(2)} → ${level.toFixed(2)} · ${pointWords(plan.cost({ do: verb.name, to, level }))}`
        : now.toFixed(2));
  const settle = (level) =>
    Math.abs(level - now) < LEAST ? drop({ do: verb.name, to }) : put({ do: verb.name, to, level });
  const props = {
    max: most,
    value,
    id,
    disabled: Boolean(blocked && now === 0),
    'aria-label': `${verb.title}${to ? ` ${nameOf(to)}` : ''}`,
    'aria-describedby': `${id}-says`,
    style: `--done:${(value / (most || 1)) * 100}%`,
  };
  write(value);
  return h(
    'div',
    { class: `lever${planned ? ' changed' : ''}` },
    h('div', { class: 'row' }, h('label', { class: 'label', for: id }, verb.title), words),
    slider(props, write, settle),
    h(
      'p',
      { class: 'says', id: `${id}-says` },
      blocked
        ? h('span', { class: 'why-not' }, 'Not now: ', named(`${blocked}.`))
        : [verb.says, verb.note && ` ${verb.note}.`],
    ),
  );
}

const levers = (table, target, to, index) =>
  h(
    'div',
    { class: 'levers' },
    table.game.verbs.filter((verb) => verb.target === target).map((verb) => graded(table, verb, to, index)),
  );

export const atHome = (table) => [levers(table, '', '', 0)];

/** The nation that levers are toward: the one that is looked at, or the one that the briefing is about. */
function chosenBy(game) {
  if (look.nation && look.nation !== game.nation) return look.nation;
  return game.briefing.find(({ about }) => about && about !== game.nation)?.about ?? 'USA';
}

export function towardNation(table) {
  const { game } = table;
  const others = atlas.nations.filter(({ iso3 }) => iso3 !== game.nation).sort((a, b) => a.name.localeCompare(b.name));
  const chosen = chosenBy(game);
  const select = h(
    'select',
    { 'aria-label': 'Toward which nation', onchange: () => setLook({ nation: select.value }) },
    others.map(({ iso3, name }) => h('option', { value: iso3, selected: iso3 === chosen }, name)),
  );
  return [
    h(
      'label',
      { class: 'field wide' },
      h('span', {}, 'Toward'),
      select,
      h('small', { class: 'note' }, 'Or choose it on the map.'),
    ),
    levers(table, 'nation', chosen, game.rows.get(chosen)),
  ];
}
