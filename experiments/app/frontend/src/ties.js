// Ties between nations at a quarter: readers of the message of experiments/app/relations.py.

import { atlas } from './atlas.js';
import { futures, look } from './store.js';

export const ties = () => futures.relations ?? null;
export const tieQuarter = (run) => Math.min(look.t ?? 0, run.done - 1);
/** Names of the kinds that are shown, in the order of the run. */
export const shownKinds = (run) => Object.keys(run.kinds).filter((kind) => look.ties.split(',').includes(kind));
/** The strength from which ties of a kind are shown now. */
export const least = (run, kind) => (look.weak ? run.kinds[kind].least : run.kinds[kind].shown);

/**
 * Calls visit(from row, to row, strength 0 to 1, place in the arrays) for the ties of a kind at quarter t that are
 * strong enough.
 */
export function eachTie(run, kind, t, visit) {
  const [at, strength, until] = ['at', 'strength', 'until'].map((name) => run.arrays[`${kind}.${name}`].data);
  const n = atlas.nations.length;
  const quarter = Math.min(t, until.length - 1);
  const floor = Math.round(least(run, kind) * run.full);
  for (let i = quarter > 0 ? until[quarter - 1] : 0; i < until[quarter]; i += 1) {
    if (strength[i] >= floor) visit(Math.floor(at[i] / n), at[i] % n, strength[i] / run.full, i);
  }
}

/** Number of ties of a kind in each quarter that is known; of one nation if its row is given. */
export function counts(run, kind, row = null) {
  return Array.from({ length: run.done }, (_, t) => {
    let count = 0;
    eachTie(run, kind, t, (from, to) => {
      if (row === null || from === row || to === row) count += 1;
    });
    return count;
  });
}

/** Names of the layers that a control is on. */
export const tieLayers = (run, place) => run.layers.filter((_, layer) => (run.arrays.layers.data[place] >> layer) & 1);

/** Rows of the members of a body at quarter t. */
export function members(run, body, t) {
  const { data, shape } = run.arrays.member;
  const start = (t * shape[1] + body) * shape[2];
  return [...data.subarray(start, start + shape[2]).keys()].filter((row) => data[start + row]);
}

/** Names of the folds that are open. */
export function openFolds(run) {
  if (look.open === 'all') return new Set(Object.keys(run.folds));
  return new Set(look.open.split(',').filter((name) => name in run.folds));
}

/** The `open` of the address for a set of open folds. */
export function openWords(run, open) {
  if (open.size === Object.keys(run.folds).length) return 'all';
  return [...open].join(',') || 'none';
}
