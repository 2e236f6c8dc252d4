// Bodies: who is in, what may be done with each, and what a member may hide from it; and what is offered.

import { h } from '../dom.js';
import { bodyName } from '../words.js';
import { graded } from './levers.js';
import { nameOf, pointWords } from './sentences.js';

function membersOf({ member, members }) {
  if (member) return `you and ${members - 1} more`;
  return members ? `${members} ${members === 1 ? 'member' : 'members'}` : 'not founded';
}

/** Whether something can be done with a body at all, now that one is a member or not. */
const fits = (verb, { member, members }) =>
  (member ? verb.name === 'leave' : verb.name !== 'leave') && !(verb.name === 'broker' && members > 1);

function act({ plan, put, drop }, verb, body, index) {
  const blocked = verb.blocked[index];
  const planned = Boolean(plan.get(verb.name, body.name));
  const one = { do: verb.name, to: body.name, level: 1 };
  return h(
    'button',
    {
      type: 'button',
      id: `${verb.name}-${body.name}`,
      disabled: Boolean(blocked),
      'aria-pressed': String(planned),
      'aria-describedby': blocked ? `${body.name}-why` : null,
      onclick: () => (planned ? drop(one) : put(one)),
    },
    `${verb.title.replace(' a body', '')} · ${pointWords(verb.cost)}`,
  );
}

function bodyOf(table, body, index) {
  const verbs = table.game.verbs.filter((verb) => verb.target === 'body');
  const open = verbs.filter((verb) => !verb.graded && fits(verb, body));
  const reasons = [...new Set(open.map((verb) => verb.blocked[index]).filter(Boolean))];
  return h(
    'div',
    { class: 'body' },
    h('h3', {}, bodyName(body.name), ' ', h('small', {}, membersOf(body))),
    h('p', { class: 'says' }, body.summary),
    h(
      'div',
      { class: 'buttons' },
      open.map((verb) => act(table, verb, body, index)),
    ),
    reasons.length
      ? h('p', { class: 'why-not', id: `${body.name}-why` }, 'Not now: ', table.named(`${reasons.join('; ')}.`))
      : null,
    body.member && verbs.filter((verb) => verb.graded).map((verb) => graded(table, verb, body.name, index)),
  );
}

export const bodies = (table) => table.game.bodies.map((body, index) => bodyOf(table, body, index));

function offerOf({ plan, named, redraw }, offer) {
  const taken = plan.accepts(offer.name);
  const turn = () => {
    taken ? plan.refuse(offer) : plan.accept(offer);
    redraw();
  };
  const words = taken ? 'Accepted' : 'Accept';
  const whose = offer.text.replace(/\b[A-Z]{3}\b/g, nameOf);
  return h(
    'div',
    { class: `offer${taken ? ' taken' : ''}` },
    h('p', {}, named(offer.text)),
    h(
      'button',
      { type: 'button', 'aria-pressed': String(taken), 'aria-label': `${words}: ${whose}`, onclick: turn },
      words,
    ),
  );
}

export const offers = (table) =>
  table.game.offers.length
    ? table.game.offers.map((offer) => offerOf(table, offer))
    : [h('p', { class: 'note' }, 'Nobody offers anything this quarter.')];
