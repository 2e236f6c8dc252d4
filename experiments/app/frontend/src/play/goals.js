// A nation's goals: how they stand, and beside the same world without the person.

import { h } from '../dom.js';
import { signed } from '../words.js';

export const TITLES = { welfare: 'Welfare', security: 'Security', autonomy: 'Autonomy', score: 'Score' };
export const MEANINGS = {
  welfare: 'Welfare of the mean person; 50 is the start of the game.',
  security: 'From the expected loss to incidents and conflict; 50 is a loss of 0.5 % of output a quarter.',
  autonomy: 'Share of the AI in use that is built on models of the nation itself or of those that it does not fear.',
  score: 'Mean of the three goals.',
};

export const points = (value) => value.toFixed(1);
export const difference = (value, digits = 1) =>
  Math.abs(value) < 0.5 * 10 ** -digits ? '±0' : signed(value.toFixed(digits), value);

function meter(name, now, before, alone) {
  const words =
    `${TITLES[name]} ${points(now)} of 100, ${difference(now - before)} in the last quarter; ${points(alone)} ` +
    'without you';
  return h(
    'li',
    { class: `goal ${name}`, title: MEANINGS[name] },
    h('span', { class: 'name' }, TITLES[name]),
    h('span', { class: 'value' }, points(now)),
    h(
      'span',
      { class: 'gauge', role: 'img', 'aria-label': words },
      h('i', { style: `width:${now}%` }),
      h('b', { style: `left:${alone}%` }),
    ),
    h('span', { class: 'change' }, `${difference(now - before)} last quarter · ${points(alone)} without you`),
  );
}

export function goals(game) {
  const [now, before, alone] = [game.yours.at(-1), game.yours.at(-2) ?? game.yours.at(-1), game.alone.at(-1)];
  return h(
    'ul',
    { class: 'goals', 'aria-label': 'Goals of your nation, 0 to 100' },
    game.goals.map((name, i) => meter(name, now[i], before[i], alone[i])),
  );
}
