// Kinds of events: the row of the timeline that each stands in, and its name in words. A line of the told may have
// several kinds: what was announced and took effect at once.

import { atlas } from './atlas.js';

/** Rows of a timeline: [shape, class, words]; of several kinds the last row counts. */
export const RAILS = {
  announce: ['M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z', 'news', 'announced'],
  impose: ['M0,-5L5,4H-5Z', 'rule', 'rule imposed or tightened'],
  loosen: ['M0,5L5,-4H-5Z', 'relief', 'rule loosened or ended'],
  government: ['M-4,-5V5M-4,-5L5,-2L-4,1', 'government', 'government or strategy'],
  body: ['M-5,4H5M-4,4V-2M0,4V-2M4,4V-2M-6,-2L0,-6L6,-2Z', 'body', 'treaties and bodies'],
  release: ['M-4,-4H4V4H-4Z', 'release', 'models released'],
  incident: ['M-4,-4L4,4M4,-4L-4,4', 'incident', 'incidents and theft'],
  conflict: ['M0,-6L6,0L0,6L-6,0Z', 'conflict', 'conflict or shock'],
  other: ['M-3,0H3M0,-3V3', 'news', 'anything else'],
};
export const ROWS = Object.keys(RAILS);

const each = (kinds) => kinds.split(', ');

/** The row of what is told. */
export function railOf(kinds) {
  const rows = each(kinds).map((kind) => ROWS.indexOf(atlas.events[kind]?.[0] ?? 'other'));
  return ROWS[Math.max(...rows)];
}

/** The kinds of what is told, in words. */
export const kindWords = (kinds) =>
  each(kinds)
    .map((kind) => atlas.events[kind]?.[1] ?? kind)
    .join(', ');
