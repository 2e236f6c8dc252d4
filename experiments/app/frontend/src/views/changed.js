// What changed this? For the quarter shown: what the nation ordered and why, what others did to it, what happened,
// and what followed.

import { atlas } from '../atlas.js';
import { dossier, follow, named, shownAt, stateOf, turnAt } from '../dossier.js';
import { h, replace } from '../dom.js';
import { kindWords } from '../events.js';
import { nationButton } from '../table.js';
import { amount, change, unitWords } from '../words.js';

const WORTH = 0.005;

/** What moved from one quarter to the next, the largest part of its range first. */
function followed(found, t) {
  return [...found.outcomes, ...Object.keys(found.lever_words)]
    .map((name) => {
      const { title, unit, values } = stateOf(found, name);
      const span = Math.max(...values) - Math.min(...values);
      return {
        title,
        unit,
        from: values[t],
        to: values[t + 1],
        part: span > 0 ? Math.abs(values[t + 1] - values[t]) / span : 0,
      };
    })
    .filter((one) => one.part > WORTH && amount(one.from, one.unit) !== amount(one.to, one.unit))
    .sort((a, b) => b.part - a.part)
    .slice(0, 8);
}

const level = (value) => value.toFixed(2).replace(/\.?0+$/, '') || '0';
const step = (before, after) => h('span', { class: 'step' }, `${level(before)} → ${level(after)}`);
const list = (rows, none) =>
  rows.length
    ? h(
        'ul',
        { class: 'plain' },
        rows.map((row) => h('li', {}, row)),
      )
    : h('p', { class: 'note' }, none);

export const moveWords = ([what, toward, before, after, reason]) =>
  h(
    'span',
    {},
    `${what}${toward ? ` · ${named(toward)}` : ''} `,
    step(before, after),
    h('small', { class: 'below' }, named(reason || 'no reason given')),
  );

function touchedWords([who, what, before, after, reason]) {
  const { iso3 } = atlas.nations[who];
  return [
    nationButton(iso3),
    h('span', {}, ` ${what} `, step(before, after)),
    h('small', { class: 'below' }, named(reason)),
  ];
}

function eventWords([kind, text, who, on]) {
  return [
    h('b', {}, kindWords(kind)),
    ` ${named(text)} `,
    h('small', { class: 'below' }, [who, on].filter(Boolean).map(named).join(' → ')),
  ];
}

function followedWords({ title, unit, from, to }) {
  return [
    `${title}: ${amount(from, unit)} → `,
    h('b', {}, amount(to, unit)),
    h('small', {}, ` ${unitWords(unit)} (${change(to - from, unit)})`),
  ];
}

export function changed({ el, signal }) {
  const box = h('section', { class: 'changed', 'aria-label': 'What changed this' });
  follow(signal, ['nation', 'dossier', 't'], () => {
    const found = dossier();
    if (!found) return replace(box);
    const t = turnAt(found);
    const turn = found.turns[t];
    return replace(
      box,
      h('h2', {}, `What changed this? ${found.quarters[t]}`),
      t < shownAt(found)
        ? h(
            'p',
            { class: 'note' },
            `The run ends here: in ${found.quarters[shownAt(found)]} nothing has been decided yet. This is the ` +
              'quarter before.',
          )
        : null,
      h(
        'div',
        { class: 'four' },
        h(
          'div',
          {},
          h('h3', {}, 'What it ordered, and why'),
          h('p', { class: 'note' }, `By the strategy ${turn.played}.`),
          h('p', { class: 'because' }, named(turn.reason || 'no reason given')),
          list(turn.moves.map(moveWords), 'No order moved by more than 0.1.'),
        ),
        h(
          'div',
          {},
          h('h3', {}, 'What others did to it'),
          list(turn.touched.map(touchedWords), 'Nothing moved by more than 0.1.'),
        ),
        h('div', {}, h('h3', {}, 'What happened'), list(turn.events.map(eventWords), 'No event names it.')),
        h(
          'div',
          {},
          h('h3', {}, `What followed by ${found.quarters[t + 1]}`),
          list(t + 1 < found.done ? followed(found, t).map(followedWords) : [], 'Nothing that can be seen.'),
        ),
      ),
      h(
        'p',
        { class: 'note' },
        'Levers are shares of the most that is allowed, 0 to 1; (mean): over the nations named. Layers that ' +
          'dated law still moves follow the law, so orders on them are left out.',
      ),
    );
  });
  el.append(box);
}
