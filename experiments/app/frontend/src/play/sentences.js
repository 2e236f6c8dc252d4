// Sentences of a game: nations stand in them by name, to be chosen by a click, and bodies as they are written.

import { atlas } from '../atlas.js';
import { h } from '../dom.js';
import { setLook } from '../store.js';
import { bodyName } from '../words.js';

export const nameOf = (iso3) => atlas.byIso.get(iso3)?.name ?? iso3;
export const pointWords = (count) => `${count} ${count === 1 ? 'point' : 'points'}`;

/** What an order is toward, as it is written. */
export const targetName = (to) => (atlas.byIso.has(to) ? nameOf(to) : to && bodyName(to));

const choosable = (iso3) =>
  h(
    'button',
    { type: 'button', class: 'link', title: `Choose ${nameOf(iso3)}`, onclick: () => setLook({ nation: iso3 }) },
    nameOf(iso3),
  );

/** Makes the sentences of a game. */
export function sentences(game) {
  const bodies = new RegExp(`\\b(${game.bodies.map((body) => body.name).join('|')})\\b`, 'g');
  const inside = (name) => bodyName(name).replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
  return (text) =>
    text
      .split(/\b([A-Z]{3})\b/)
      .map((word) => (atlas.byIso.has(word) ? choosable(word) : word.replace(bodies, inside)));
}
