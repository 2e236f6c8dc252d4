// What the quarter before has brought: what was ordered, what it changed, who turned, what is told.

import { h } from '../dom.js';
import { difference, TITLES } from './goals.js';

export function lastQuarter(game, named) {
  if (!game.last)
    return h(
      'p',
      { class: 'note' },
      'This is your first quarter. What you order stays in force until you change it; laws take about a year to bite.',
    );
  const { quarter, actions, goals: changes, others, news } = game.last;
  const effect = actions.length
    ? [
        h('p', {}, 'You ordered: ', actions.join('; '), '. By the end of the quarter that changed'),
        h(
          'ul',
          { class: 'effects' },
          game.goals.map((name, i) =>
            h('li', {}, h('b', {}, difference(changes[i], 2)), ` ${TITLES[name].toLowerCase()}`),
          ),
        ),
      ]
    : h('p', {}, 'You ordered nothing new.');
  return [
    effect,
    others.length
      ? [
          h('h3', {}, 'Who turned'),
          h(
            'ul',
            { class: 'plain' },
            others.map(({ text }) => h('li', {}, named(text))),
          ),
        ]
      : null,
    news.length
      ? [
          h('h3', {}, `News of ${quarter}`),
          h(
            'ul',
            { class: 'plain' },
            news.map((text) => h('li', {}, named(text))),
          ),
        ]
      : null,
  ];
}
