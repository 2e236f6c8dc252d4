// What a nation's page knows of its nation: readers of the message of experiments/app/dossier.py.

import { fileName, ofRun } from './actions.js';
import { atlas } from './atlas.js';
import { listen, futures, look } from './store.js';

/** The dossier of the nation that is chosen, or null until it is there. */
export function dossier() {
  const found = futures.dossier;
  return found && found.iso3 === look.nation ? found : null;
}

/** The number of the quarter that it can show. */
export const shownAt = (found) => Math.min(look.t ?? 0, found.done - 1);

/** The number of the quarter whose orders it can show: where the run ends, the one before. */
export const turnAt = (found) => Math.min(shownAt(found), found.turns.length - 1);

/** Part of an array at its first indices. */
export function part({ data, shape }, ...index) {
  const size = (axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const start = index.reduce((sum, at, axis) => sum + at * size(axis), 0);
  return data.subarray(start, start + size(index.length - 1));
}

/** [place, title, unit] of a name among words. */
function wordsOf(words, name) {
  const place = words.findIndex(([key]) => key === name);
  return [place, words[place][1], words[place][2]];
}

/** { title, unit, values } of a state over the quarters that are known. */
export function stateOf(found, name) {
  const [place, title, unit] = wordsOf(found.states_words, name);
  const values = Array.from({ length: found.done }, (_, t) => part(found.arrays.states, t)[place]);
  return { name, title, unit, values };
}

/** The values toward all nations of a relation at quarter t. */
export const pairOf = (found, name, t) => part(found.arrays.pairs, t, wordsOf(found.pairs_words, name)[0]);
export const pairTitle = (found, name) => wordsOf(found.pairs_words, name)[1];

/** Names of the layers in a number with a bit a layer. */
export const layersOf = (layers, bits) => layers.filter((_, row) => (Math.round(bits) >> row) & 1);

/** Words with the names of nations in place of their codes. */
export const named = (text) => text.replace(/\b[A-Z]{3}\b/g, (code) => atlas.byIso.get(code)?.name ?? code);

/** Names the files of a nation's page: what it is, whose, in which run, at which quarter. */
export const fileOf = (what) => () =>
  fileName(what, look.nation, ofRun(futures.main), dossier() && futures.main.quarters[shownAt(dossier())]);

export const source = (found, what) =>
  `${what} Source: model run, ${futures.main?.scenario}, seed ${futures.main?.seed}, ` +
  `${atlas.byIso.get(found.iso3).name}.`;

/** Draws now and whenever one of these changes. */
export function follow(signal, names, draw) {
  draw();
  listen(signal, (what) => names.includes(what) && draw());
}
