// The bar of the plan: what is left to spend, what is planned, and what to do with it.

import { download, h } from '../dom.js';
import { leaving } from './leaving.js';
import { pointWords, targetName } from './sentences.js';

function chip({ game, plan, drop }, one) {
  const verb = game.verbs.find(({ name }) => name === one.do);
  const title = verb.title.replace(/ a (nation|body)/, '');
  return h(
    'li',
    {},
    `${title} ${targetName(one.to)} ${verb.graded ? one.level.toFixed(2) : ''}${plan.isFree(one) ? ' (offer)' : ''}`,
    ' ',
    h(
      'button',
      {
        type: 'button',
        class: 'quiet small',
        'aria-label': `Take ${verb.title} out of the plan`,
        onclick: () => drop(one),
      },
      '×',
    ),
  );
}

function purse({ game, plan }) {
  const left = plan.left();
  return h(
    'div',
    { class: 'purse' },
    h(
      'span',
      { class: 'pips', 'aria-hidden': 'true' },
      Array.from({ length: game.points }, (_, i) => h('i', { class: i < left ? 'full' : '' })),
    ),
    h('span', {}, `${pointWords(left)} left`),
  );
}

const button = (words, onclick, props = {}) => h('button', { type: 'button', onclick, ...props }, words);

function buttons({ game, plan, say, state }) {
  const busy = !state().ready;
  const list = plan.list();
  const save = () => download(`${game.nation}-${game.quarter}.json`, game.file, 'application/json');
  return h(
    'div',
    { class: 'buttons' },
    button('Forecast', () => say({ do: 'forecast', plan: list }), {
      class: 'forecast-button',
      disabled: busy || !list.length,
      title: list.length ? 'Play some futures with the plan and without it' : 'Plan something first',
    }),
    button(busy ? 'Playing …' : 'Play the quarter', () => say({ do: 'commit', plan: list, played: game.played }), {
      class: 'main-act',
      disabled: busy,
    }),
    button('Undo a quarter', () => say({ do: 'undo', played: game.played }), {
      disabled: busy || !game.played,
      title: game.played ? 'Take back the last quarter' : 'No quarter has been played yet',
    }),
    button('Save', save),
    button('Leave', () => leaving(say), { class: 'quiet' }),
  );
}

/** What stands in the bar. */
export function bar(table) {
  const list = table.plan.list();
  return [
    table.outlook,
    purse(table),
    h(
      'ul',
      { class: 'chips', 'aria-label': 'Planned' },
      list.length
        ? list.map((one) => chip(table, one))
        : h('li', { class: 'note' }, 'Nothing new planned; what is in force goes on.'),
    ),
    table.warning,
    buttons(table),
  ];
}
